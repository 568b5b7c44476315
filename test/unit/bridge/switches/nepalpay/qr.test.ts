import { createHash, generateKeyPairSync, verify } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { nepalpayConfig } from '../../../../../bridge/switches/nepalpay/config';
import {
  billNumberOf,
  checkQr,
  crc16,
  generateBody,
  readTlv,
  tokenString,
} from '../../../../../bridge/switches/nepalpay/qr';
import { qrText } from '../../../../../tools/switches/nepalpay/qr-text';
import golden from '../../../../golden/switches/nepalpay.json';

const pair = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
});
const merchant = {
  acquirerId: '00009901',
  merchantId: '9901TESTSHP',
  name: 'Demo Kirana Pasal',
  categoryCode: '5411',
  city: 'Kathmandu',
  postalCode: '44600',
  storeLabel: 'Store1',
  terminalLabel: 'Terminal1',
};
const config = nepalpayConfig.parse({
  baseUrl: 'https://npi.example/',
  merchant,
  userId: 'TESTUSER@999',
  signingKey: pair.privateKey,
  api: { username: 'u', password: 'p' },
  oauth: { clientId: 'c', clientSecret: 's', username: 'u', password: 'p' },
  channel: { username: 'u', apiToken: 't', publicKey: pair.publicKey },
});

describe('asking for a QR', () => {
  test('signs the string of the golden list, hashed once', () => {
    const wanted = golden.token_strings.find(({ kind }) => kind === 'dynamic QR')!;
    const string = tokenString(config, '125.00', 'B0001');
    expect(string).toBe(wanted.token_string);
    expect(createHash('sha256').update(string).digest('hex')).toBe(wanted.sha256_hex);
    const body = generateBody(config, 12_500, 'B0001', undefined);
    expect(verify('sha256', Buffer.from(string), pair.publicKey, Buffer.from(body.token, 'base64'))).toBe(true);
    expect([body.transactionAmount, body.pointOfInitialization, body.transactionCurrency]).toEqual(['125.00', 12, 524]);
  });

  test('numbers each try anew within 25 characters', () => {
    const id = `ch_${'0'.repeat(24)}`;
    expect([
      billNumberOf(id, 0).length,
      billNumberOf(id, 1).length,
      new Set([0, 1, 2].map((n) => billNumberOf(id, n))).size,
    ]).toEqual([24, 25, 3]);
  });
});

describe('the QR that comes', () => {
  const amounts: Record<string, number> = { '125.00': 12_500, '0.05': 5 };
  const check = (qrString: unknown, trace: unknown, amountMinor = 12_500) =>
    checkQr({ qrString, validationTraceId: trace }, config, amountMinor);
  const own = golden.own_qr[0]!;
  const trace = own.inputs.validationTraceId;

  test('is shown byte for byte, without a warning when all is well', () => {
    for (const { inputs, qr } of golden.own_qr.filter(({ inputs }) => inputs.amount !== null)) {
      expect(check(qr, inputs.validationTraceId, amounts[inputs.amount!])).toEqual({
        session: inputs.validationTraceId,
        text: qr,
        warnings: [],
      });
    }
  });

  test('that carries no amount, another amount, another merchant, currency or trace id is refused', () => {
    const made = (fields: object) =>
      qrText({
        dynamic: true,
        acquirerId: '00009901',
        merchantId: '9901TESTSHP',
        categoryCode: '5411',
        currency: '524',
        amount: '125.00',
        name: 'Shop',
        city: 'Kathmandu',
        billNumber: 'B',
        storeLabel: 'S',
        terminalLabel: 'T',
        purpose: 'Bill',
        validationTraceId: trace,
        ...fields,
      });
    expect(check(made({}), trace).warnings).toEqual([]);
    for (const fields of [
      { amount: undefined },
      { amount: '0.00' },
      { amount: '125.01' },
      { merchantId: '9901OTHERSH' },
      { currency: '356' },
      { validationTraceId: 'X1' },
    ]) {
      expect(() => check(made(fields), trace), JSON.stringify(fields)).toThrow('the QR is not shown');
    }
  });

  test('of the document, with its wrong checksum and doubled tag, would be shown with a warning', () => {
    const odd = golden.doc_strings
      .find(({ source }) => source.includes('dynamic sample'))!
      .qr.replace('54040.00', '54040.05');
    const shop = { ...config, merchant: { ...config.merchant, acquirerId: '00001701', merchantId: '17012UVSTIR' } };
    const { text, warnings } = checkQr({ qrString: odd, validationTraceId: '2205260000001900KIY' }, shop, 5);
    expect(text).toBe(odd);
    expect(warnings).toContain('tag 00 twice');
  });

  test.each([
    [undefined, trace],
    ['', trace],
    ['x'.repeat(513), trace],
    [own.qr, undefined],
    [own.qr, ''],
    [own.qr, 'A'.repeat(21)],
    ['<html>', trace],
  ])('%j with trace id %j is refused', (qr, id) => expect(() => check(qr, id)).toThrow('the QR is not shown'));
});

describe('reading a QR', () => {
  test('gives the tags and the checksum verdicts of the golden list', () => {
    for (const { qr, tags, crc_ok, tlv_complete, source } of golden.doc_strings) {
      const found = readTlv(qr);
      expect(found.tags, source).toEqual(tags);
      expect(
        found.warnings.some((warning) => warning.startsWith('unreadable')),
        source,
      ).toBe(!tlv_complete);
      if (tlv_complete) expect(found.warnings.includes('checksum differs'), source).toBe(!crc_ok);
    }
  });
  test('knows the checksum of 123456789', () => expect(crc16('123456789')).toBe('29B1'));
});

describe('the pretended clearing house', () => {
  test('makes the strings of the golden list', () => {
    for (const { inputs, qr } of golden.own_qr) {
      const { amount, ...rest } = inputs;
      const labels = { storeLabel: 'Store1', terminalLabel: 'Terminal1', purpose: 'Bill payment' };
      expect(
        qrText({
          ...rest,
          ...labels,
          amount: amount ?? undefined,
          categoryCode: '5411',
          currency: '524',
          name: merchant.name,
          city: merchant.city,
        }),
      ).toBe(qr);
    }
  });
});
