import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  decodeMessage,
  decodeQr,
  decodeStatus,
  faultOfQr,
  reason,
  rupees,
} from '../../../../../bridge/switches/fonepay/decode';
import {
  amountText,
  dataValidation,
  prnOf,
  qrFields,
  statusFields,
} from '../../../../../bridge/switches/fonepay/fields';
import { fonepayConfig } from '../../../../../bridge/switches/fonepay/config';
import { isSocketOf } from '../../../../../bridge/switches/fonepay/socket';
import golden from '../../../../golden/switches/fonepay.json';

const wrap = (inner: unknown): string =>
  JSON.stringify({ merchantId: 70, deviceId: 'T0000', transactionStatus: JSON.stringify(inner) });
const config = fonepayConfig.parse({
  baseUrl: 'https://fonepay.example/api/',
  ...{ merchantCode: 'TESTM', username: 'u', password: 'p', secretKey: golden.key },
  remarks: 'test2',
});

describe('dataValidation', () => {
  test.each(golden.vectors)('is as computed elsewhere: $name', ({ message, dataValidation: wanted }) => {
    expect(dataValidation(message.split(','), golden.key)).toBe(wanted);
  });

  test('stands in what is sent, over what is sent', () => {
    const [qr, status] = golden.vectors;
    expect(qrFields(config, 'POS1-0001', 1_400, 'test1')).toMatchObject({
      amount: '14',
      dataValidation: qr!.dataValidation,
    });
    expect(statusFields(config, 'POS1-0001')).toMatchObject({ dataValidation: status!.dataValidation });
  });

  test('cannot have its borders moved by a comma in a remark', () => {
    expect(qrFields(config, 'A', 100, 'a,b').remarks1).toBe('a b');
    expect(qrFields(config, 'A', 100, 'x'.repeat(40)).remarks1).toHaveLength(25);
  });

  test('is over amounts without needless decimals', () => {
    expect([1_400, 1_450, 1_405, 125_050].map(amountText)).toEqual(['14', '14.50', '14.05', '1250.50']);
  });

  test('names each try apart', () => {
    expect(['A', 'B'].map((_, attempt) => prnOf(`ch_${'0'.repeat(24)}`, attempt).length)).toEqual([24, 25]);
  });
});

describe('a message of the socket', () => {
  test.each(golden.ws_messages)('is $event: $raw', ({ raw, event }) => expect(decodeMessage(raw).is).toBe(event));

  test('of a payment names prn and amount', () => {
    const paid = golden.ws_messages.find(({ event }) => event === 'paid')!;
    expect(decodeMessage(paid.raw)).toEqual({ is: 'paid', prn: 'POS1-0001', amountMinor: 1_400 });
    expect(decodeMessage(wrap({ paymentSuccess: true }))).toEqual({
      is: 'paid',
      prn: undefined,
      amountMinor: undefined,
    });
  });

  test.each([
    { paymentSuccess: 'true' },
    { paymentSuccess: 1 },
    { success: true },
    { success: false, paymentSuccess: true },
    { qrVerified: 'true' },
    [],
    'paid',
    null,
  ])('that says %j is nothing', (inner) => expect(decodeMessage(wrap(inner)).is).toBe('nothing'));

  test('that is cancelled is failed, whatever else it says', () => {
    expect(decodeMessage(wrap({ cancelled: true, paymentSuccess: true })).is).toBe('failed');
  });

  test('of any form never throws', () => {
    fc.assert(fc.property(fc.oneof(fc.string(), fc.json()), (text) => void decodeMessage(text)));
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.anything()), (transactionStatus) => {
        decodeMessage(JSON.stringify({ transactionStatus }) ?? '');
      }),
    );
  });
});

describe('a status', () => {
  test('is decided by success alone', () => {
    const status = (fields: object) => decodeStatus({ prn: 'A', fonepayTraceId: 7, ...fields }, 'A');
    expect(status({ paymentStatus: 'success' })).toEqual({ is: 'paid', txnId: '7' });
    expect(status({ paymentStatus: 'success', fonepayTraceId: null })).toEqual({ is: 'paid', txnId: undefined });
    for (const paymentStatus of ['failed', 'pending', '', null, true, {}, 'successful'])
      expect(status({ paymentStatus })).toEqual({ is: 'open' });
    expect(status({ paymentStatus: 'success', prn: 'B' })).toEqual({ is: 'foreign' });
    expect(status({ paymentStatus: 'success', errorCode: 406, message: 'No' })).toEqual({
      is: 'refused',
      why: '406 No',
    });
  });

  test('of any form never throws, and is paid only by the word success', () => {
    const words = fc.oneof(fc.constantFrom('success', 'A'), fc.anything());
    const answer = fc.record(
      { paymentStatus: words, prn: words, fonepayTraceId: words, errorCode: words },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(fc.oneof(answer, fc.anything()), (body) => {
        const status = decodeStatus(body, 'A');
        if (status.is === 'paid')
          expect(
            String((body as { paymentStatus: unknown }).paymentStatus)
              .trim()
              .toLowerCase(),
          ).toBe('success');
      }),
    );
  });

  test('has errors in few words, without addresses and long numbers', () => {
    expect(reason({ errorCode: 406, message: 'user shop@example.com 9800000000\n' })).toBe('406 user … …');
    expect(reason(undefined)).toBe('no reason given');
  });
});

describe('a QR', () => {
  const tag = (id: string, value: string): string => `${id}${String(value.length).padStart(2, '0')}${value}`;
  const text = (amount: string | undefined, currency: string | undefined): string =>
    [
      tag('00', '01'),
      currency === undefined ? '' : tag('53', currency),
      amount === undefined ? '' : tag('54', amount),
      tag('63', 'ABCD'),
    ].join('');

  test('is shown when it carries the amount in rupees', () => {
    for (const amount of ['14', '14.0', '14.00']) expect(faultOfQr(text(amount, '524'), 1_400)).toBeUndefined();
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2 ** 31 - 1 }), (amountMinor) => {
        expect(faultOfQr(text(amountText(amountMinor), '524'), amountMinor)).toBeUndefined();
        expect(faultOfQr(text(amountText(amountMinor), '524'), amountMinor + 1)).toContain('a QR over');
        expect(rupees(amountText(amountMinor))).toBe(amountMinor);
      }),
    );
  });

  test('is not shown over no amount, in other money, with a tag twice or cut short', () => {
    expect(faultOfQr(text(undefined, '524'), 1_400)).toContain('no amount');
    expect(faultOfQr(text('14', '356'), 1_400)).toContain('currency 356');
    expect(faultOfQr(text('14', undefined), 1_400)).toContain('currency unknown');
    expect(faultOfQr(text('14', '524') + tag('54', '1'), 1_400)).toContain('tag 54 twice');
    expect(faultOfQr(text('14', '524').slice(0, -1), 1_400)).toContain('cannot be read');
    fc.assert(fc.property(fc.string(), (odd) => faultOfQr(odd, 1_400) !== undefined));
  });

  test('comes with its socket, spelt in either way', () => {
    const made = { success: true, qrMessage: 'x' };
    expect(decodeQr({ ...made, thirdpartyQrWebSocketUrl: 'wss://a.example' })?.socketUrl).toBe('wss://a.example');
    expect(decodeQr({ ...made, thirdPartyQrWebSocketUrl: 'wss://b.example' })?.socketUrl).toBe('wss://b.example');
    expect(decodeQr(made)).toEqual({ text: 'x', socketUrl: undefined });
    for (const odd of [undefined, [], {}, { ...made, success: 'true' }, { success: true, qrMessage: '' }])
      expect(decodeQr(odd)).toBeUndefined();
  });

  test('has its socket at Fonepay alone', () => {
    const good = ['wss://fonepay.com/x', 'wss://ws.fonepay.com:443/x'];
    const bad = [
      'ws://fonepay.com/x',
      'wss://fonepay.com.example/x',
      'wss://notfonepay.com',
      'https://fonepay.com',
      'x',
      '',
    ];
    expect([...good, ...bad].map((url) => isSocketOf(config, url))).toEqual([
      ...good.map(() => true),
      ...bad.map(() => false),
    ]);
  });
});
