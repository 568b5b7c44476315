import { describe, expect, test } from 'vitest';
import { electrumConfig } from '../../../../../bridge/switches/electrum/config';
import { createMessage, payMessage, readExpiry } from '../../../../../bridge/switches/electrum/messages';
import { createQrCodeRequest, paymentRequest, readMessage } from '../../../../../bridge/switches/electrum/model';
import { SHOP } from '../../../../../tools/switches/electrum/ledger';

const common = { client: SHOP.client, originator: SHOP.originator };
const retailer = { mode: 'retailer', ...common, baseUrl: 'https://qr.example/qr/v1/', password: 'secret' };
const wallet = { id: 'w', name: 'W', password: 'a', baseUrl: 'https://wallet.example/qr/v1', ours: 'b' };
const intermediate = { mode: 'intermediate', ...common, providerId: 'za.co.elec', partners: [wallet] };
const why = (config: object): string =>
  electrumConfig
    .safeParse(config)
    .error?.issues.map(({ path, message }) => `${path.join('.')}: ${message}`)
    .join('; ') ?? '';

describe('the settings', () => {
  test('are good for both modes, and an address has no slash at its end', () => {
    expect(electrumConfig.parse(retailer)).toMatchObject({
      baseUrl: 'https://qr.example/qr/v1',
      timing: { payMs: 60_000 },
    });
    expect(electrumConfig.parse(intermediate)).toMatchObject({ clients: [], timing: { parkMs: 55_000 } });
  });

  test('say which field is wrong', () => {
    const { originator } = SHOP;
    const merchant = { ...originator.merchant, merchantId: 'short' };
    expect(why({ ...retailer, mode: 'shop' })).toContain('mode');
    expect(why({ ...retailer, password: undefined })).toContain('password');
    expect(why({ ...retailer, baseUrl: 'qr.example' })).toContain('baseUrl');
    expect(why({ ...retailer, originator: { ...originator, terminalId: '123' } })).toContain('exactly 8 characters');
    expect(why({ ...retailer, originator: { ...originator, terminals: { box: '1' } } })).toContain('terminals.box');
    expect(why({ ...retailer, originator: { ...originator, merchant } })).toContain('merchantId');
    expect(why({ ...retailer, partners: [] })).toContain('partners');
    expect(why({ ...intermediate, partners: [] })).toContain('partners');
    expect(why({ ...intermediate, providerId: 'with blank' })).toContain('providerId');
    expect(why({ ...intermediate, clients: [wallet] })).toMatch(/clients/);
  });

  test('keep who calls apart', () => {
    const again = { id: 'w', name: 'Shop', password: 'c' };
    expect(why({ ...intermediate, clients: [again] })).toContain('different ids');
    expect(why({ ...intermediate, partners: [{ ...wallet, id: SHOP.client.id }] })).toContain('different ids');
  });
});

describe('what is asked of the switch', () => {
  const asked = { device: 'counter-2', amountMinor: 125_050, expiresAtMs: Date.UTC(2026, 10, 21, 12, 5) };
  const nowMs = Date.UTC(2026, 10, 21, 12);
  const { originator } = SHOP;

  test.each(['text', 'object', 'none'] as const)(
    'says when the QR ends as %s, within the document’s models',
    (expiryDate) => {
      const config = electrumConfig.parse({ ...retailer, expiryDate, scheme: 'PSEUDO_EMVCO_MERCHANT' });
      const message = createMessage(config, asked, nowMs);
      expect(readMessage(createQrCodeRequest, JSON.stringify(message))).toBeDefined();
      expect(message.qrProperties).toMatchObject({ scheme: 'PSEUDO_EMVCO_MERCHANT', value: { amount: 125_050 } });
      expect(readExpiry(message.qrProperties.expiryDate)).toBe(expiryDate === 'none' ? undefined : asked.expiresAtMs);
    },
  );

  test('names the box’s own terminal where it has one', () => {
    const config = electrumConfig.parse({
      ...retailer,
      originator: { ...originator, terminals: { 'counter-2': 'TILL0002' }, operatorId: 'sita' },
    });
    const terminal = (device: string) => createMessage(config, { ...asked, device }, nowMs).originator.terminalId;
    expect([terminal('counter-2'), terminal('counter-1'), terminal('__proto__')]).toEqual([
      'TILL0002',
      'TILL0001',
      'TILL0001',
    ]);
    const pay = payMessage(
      config,
      crypto.randomUUID(),
      { tranId: 't', chargeId: 'ch_1', terminalId: 'TILL0002', amountMinor: 5 },
      nowMs,
    );
    expect(readMessage(paymentRequest, JSON.stringify(pay))).toMatchObject({
      originator: { terminalId: 'TILL0002', operatorId: 'sita' },
      thirdPartyIdentifiers: [{ institutionId: SHOP.client.id, transactionIdentifier: 'ch_1' }],
      time: '2026-11-21T12:00:00.000Z',
    });
    expect(pay.originator).not.toHaveProperty('terminals');
  });

  test('an end that nobody can read is none', () => {
    for (const odd of [undefined, 5, 'soon', {}, { year: 'x' }, null]) expect(readExpiry(odd)).toBeUndefined();
  });
});
