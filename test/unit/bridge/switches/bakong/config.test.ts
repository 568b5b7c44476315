import { describe, expect, test } from 'vitest';
import { SwitchError } from '../../../../../bridge/payments/ports';
import { bakongConfig } from '../../../../../bridge/switches/bakong/config';
import { makeQr } from '../../../../../bridge/switches/bakong/make';
import { decodeKhqr, verifyKhqr } from '../../../../../bridge/switches/bakong/qr';

const NOW_MS = 1_700_000_000_000;
const merchant = { bakongAccountID: 'demo_shop@devbank', merchantName: 'Demo Shop' };
const said = (config: object): string =>
  bakongConfig
    .safeParse({ merchant, token: 'abc', ...config })
    .error?.issues.map(({ message }) => message)
    .join() ?? '';

describe('the configuration', () => {
  test('needs an account, a name and a token; the rest has defaults', () => {
    const config = bakongConfig.parse({ merchant, token: 'abc' });
    expect(config).toMatchObject({ baseUrl: 'https://api-bakong.nbc.gov.kh', list: 'array' });
    expect(config.timing).toMatchObject({
      gapMs: 1_000,
      pollFirstMs: 2_000,
      qrLifetimeMs: 600_000,
      lastLookMs: 15_000,
    });
  });

  test.each<[string, object, string]>([
    ['an account without a bank', { merchant: { ...merchant, bakongAccountID: 'demo_shop' } }, 'is invalid (3)'],
    ['a merchant without an id', { merchant: { ...merchant, kind: 'merchant' } }, '(30)'],
    ['a second name without a language', { merchant: { ...merchant, merchantNameAlternateLanguage: 'ហាង' } }, '(37)'],
    [
      'labels that leave no room for the bill number',
      {
        merchant: {
          ...merchant,
          storeLabel: 'x'.repeat(25),
          terminalLabel: 'x'.repeat(25),
          mobileNumber: '1'.repeat(25),
        },
      },
      '(8)',
    ],
    ['a token with blanks', { token: 'Bearer abc' }, 'without blanks'],
    ['renewals that nobody keeps', { email: 'shop@example.com' }, 'lost at the next restart'],
    ['a QR of an hour', { timing: { qrLifetimeMs: 3_600_000 } }, '600000'],
  ])('says what is wrong with %s', (_what, change, message) => {
    expect(said(change)).toContain(message);
  });
});

describe('the KHQR of a charge', () => {
  const config = bakongConfig.parse({
    merchant: { ...merchant, storeLabel: 'x'.repeat(25), terminalLabel: 'x'.repeat(14) },
    token: 'abc',
  });
  const request = {
    chargeId: `ch_${'0'.repeat(23)}7`,
    device: 'demo-1',
    amountMinor: 150,
    currency: 'USD' as const,
    reference: undefined as string | undefined,
    expiresAtMs: NOW_MS + 300_000,
  };

  test('carries the charge’s amount, number and end', () => {
    const { text, session, payee, expiresAtMs } = makeQr(config, request, NOW_MS);
    expect(verifyKhqr(text, NOW_MS)).toEqual({ ok: true });
    expect(decodeKhqr(text)).toMatchObject({
      transactionAmount: '1.50',
      billNumber: '0'.repeat(23) + '7',
      expirationTimestamp: String(NOW_MS + 300_000),
    });
    expect([session.length, payee, expiresAtMs]).toEqual([32, 'demo_shop@devbank', undefined]);
  });

  test.each([
    [100, 'USD', '1'],
    [1_000, 'KHR', '1000'],
    [5, 'USD', '0.05'],
  ] as const)('over %i of %s writes %s', (amountMinor, currency, wanted) => {
    const { text } = makeQr(config, { ...request, amountMinor, currency }, NOW_MS);
    expect(decodeKhqr(text).transactionAmount).toBe(wanted);
  });

  test('takes the shop’s reference along where there is room, cut to its length and in whole characters', () => {
    const purpose = (reference: string, storeLabel = 'S') => {
      const roomy = { ...config, merchant: { ...config.merchant, storeLabel } };
      return decodeKhqr(makeQr(roomy, { ...request, reference }, NOW_MS).text).purposeOfTransaction;
    };
    expect(purpose('Table 4')).toBe('Table 4');
    expect(purpose('x'.repeat(40))).toBe('x'.repeat(25));
    expect(purpose(`${'x'.repeat(24)}😀`)).toBe('x'.repeat(24));
    expect(purpose('x'.repeat(25), 'x'.repeat(25))).toBe(null);
  });

  test('is refused for other currencies and for a time that is over', () => {
    expect(() => makeQr(config, { ...request, currency: 'NPR' as never }, NOW_MS)).toThrow(SwitchError);
    expect(() => makeQr(config, { ...request, expiresAtMs: NOW_MS - 1 }, NOW_MS)).toThrow('KHQR error 50');
  });
});
