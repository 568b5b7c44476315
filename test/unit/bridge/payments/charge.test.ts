import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { HIGHEST_AMOUNT_MINOR } from '../../../../bridge/payments/amount';
import { chargeId, ID_BYTES, isLive, newCharge, shown, stageOf } from '../../../../bridge/payments/charge';
import type { LiveState } from '../../../../bridge/payments/charge';
import { HIGHEST_NUMBER } from '../../../../bridge/payments/number';
import { SwitchError } from '../../../../bridge/payments/ports';
import type { Charge } from '../../../../bridge/payments/types';
import { OPENED_AT_MS } from '../../../support/charges';

const request = {
  chargeId: 'ch_0123456789ABCDEFGHJKMNPQ',
  device: 'counter-1',
  amountMinor: 125_050,
  currency: 'NPR',
  reference: undefined,
  expiresAtMs: OPENED_AT_MS + 300_000,
} as const;
const made = { session: 'trace-1', payee: 'SHOP1', text: '000201 verbatim ', expiresAtMs: undefined };

describe("a charge's id", () => {
  test('is its random bytes in Crockford base32', () => {
    expect(chargeId(new Uint8Array(ID_BYTES))).toBe(`ch_${'0'.repeat(24)}`);
    expect(chargeId(new Uint8Array(ID_BYTES).fill(255))).toBe(`ch_${'Z'.repeat(24)}`);
    // 00000 00001 00010 ... 10111: the first 24 letters of the alphabet.
    const counting = [0x00, 0x44, 0x32, 0x14, 0xc7, 0x42, 0x54, 0xb6, 0x35, 0xcf, 0x84, 0x65, 0x3a, 0x56, 0xd7];
    expect(chargeId(Uint8Array.from(counting))).toBe('ch_0123456789ABCDEFGHJKMNPQ');
  });

  test('differs whenever the bytes differ', () => {
    const bytes = fc.uint8Array({ minLength: ID_BYTES, maxLength: ID_BYTES });
    fc.assert(
      fc.property(bytes, bytes, (one, other) => {
        expect(chargeId(one)).toMatch(/^ch_[0-9A-HJKMNP-TV-Z]{24}$/);
        expect(chargeId(one) === chargeId(other)).toBe(Buffer.from(one).equals(Buffer.from(other)));
      }),
    );
  });

  test('is not made from fewer bytes than were promised', () => {
    expect(() => chargeId(new Uint8Array(14))).toThrow('a charge id takes 15 random bytes, not 14');
  });
});

describe('a new charge', () => {
  test('is open, shows the text of the switch byte for byte, and tells the box', () => {
    const { charge, notices } = newCharge('nepalpay', request, made, 7, OPENED_AT_MS);
    expect(charge).toEqual({
      id: request.chargeId,
      device: 'counter-1',
      number: 7,
      switch: 'nepalpay',
      session: 'trace-1',
      payee: 'SHOP1',
      amountMinor: 125_050,
      currency: 'NPR',
      reference: undefined,
      state: 'open',
      qr: '000201 verbatim ',
      createdAtMs: OPENED_AT_MS,
      expiresAtMs: OPENED_AT_MS + 300_000,
      paidAtMs: undefined,
      spokenAtMs: undefined,
      switchTxnId: undefined,
      late: false,
    });
    expect(notices).toEqual([{ tell: 'show', charge }]);
  });

  test('ends when the switch ends it, if that is earlier', () => {
    const end = (expiresAtMs: number) =>
      newCharge('nepalpay', request, { ...made, expiresAtMs }, 1, OPENED_AT_MS).charge.expiresAtMs;
    expect(end(OPENED_AT_MS + 60_000)).toBe(OPENED_AT_MS + 60_000);
    expect(end(OPENED_AT_MS + 900_000)).toBe(OPENED_AT_MS + 300_000);
  });

  test.each([0, -1, 1.5, Number.NaN, HIGHEST_AMOUNT_MINOR + 1])('is not made for an amount of %d', (amountMinor) => {
    expect(() => newCharge('nepalpay', { ...request, amountMinor }, made, 1, OPENED_AT_MS)).toThrow(/^amountMinor is/);
  });

  test.each([0, 0.5, HIGHEST_NUMBER + 1])('is not made with number %d', (number) => {
    expect(() => newCharge('nepalpay', request, made, number, OPENED_AT_MS)).toThrow(/^number is/);
  });

  test('is not made with a QR that has ended already', () => {
    expect(() => newCharge('nepalpay', request, made, 1, request.expiresAtMs)).toThrow('had ended before');
    expect(() => newCharge('nepalpay', { ...request, expiresAtMs: Number.NaN }, made, 1, OPENED_AT_MS)).toThrow(
      'had ended',
    );
  });

  test('can be paid until it has an end', () => {
    expect((['open', 'page-opened', 'scanned', 'pending', 'failed'] as const).every(isLive)).toBe(true);
    expect((['paid', 'expired', 'cancelled', 'reversed'] as const).some(isLive)).toBe(false);
  });
});

describe('the box', () => {
  const live = (state: LiveState, qr: string): Charge => ({
    ...newCharge('npx', request, made, 1, OPENED_AT_MS).charge,
    state,
    qr,
  });

  test.each([
    ['open', undefined, 'present'],
    ['failed', undefined, 'present'],
    ['page-opened', 'opened', 'present'],
    ['scanned', 'scanned', 'scanned'],
    ['pending', 'pending', 'confirm'],
  ] as const)('shows of a charge that is %s: %s with a QR, %s without one', (state, withQr, without) => {
    expect(stageOf(live(state, 'QR'))).toBe(withQr);
    expect(stageOf(live(state, ''))).toBe(without);
  });

  test('is told the QR and how far it is', () => {
    expect(shown(live('pending', 'QR')).map(({ tell }) => tell)).toEqual(['show', 'progress']);
    expect(shown(live('open', 'QR')).map(({ tell }) => tell)).toEqual(['show']);
    expect(shown(live('open', '')).map(({ tell }) => tell)).toEqual(['progress']);
  });
});

test("a switch's refusal says whether trying again may help", () => {
  const error = new SwitchError('unreachable', 'nepalpay: no answer for 10 s', true);
  expect(error).toMatchObject({
    name: 'SwitchError',
    code: 'unreachable',
    retry: true,
    message: 'nepalpay: no answer for 10 s',
  });
});
