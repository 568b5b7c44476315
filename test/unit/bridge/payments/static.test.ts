import { describe, expect, test } from 'vitest';
import { ingestStatic, staticProblem } from '../../../../bridge/payments/static';
import type { SwitchEvent } from '../../../../bridge/payments/types';

const NOW_MS = 1_790_000_000_000;
const PRINTED = '0002010102115802NP5909TEA STALL6304ABCD';
const event = (different: Partial<SwitchEvent> = {}): SwitchEvent => ({
  ...{ switch: 'nepalpay', session: 'printed', kind: 'paid', txnId: 't1', amountMinor: 7_500, currency: 'NPR' },
  ...{ payee: undefined, occurredAtMs: undefined, ...different },
});

describe("the text of a shop's own QR", () => {
  test.each([
    [PRINTED, undefined],
    [PRINTED.replace('010211', '010212'), 'is not static'],
    [PRINTED.replace('010211', ''), 'is not static'],
    [PRINTED.replace('5802NP', '54041.005802NP'), 'has an amount'],
    [PRINTED.replace('6304ABCD', ''), 'no checksum'],
    [`${PRINTED}9`, 'no EMV payment QR'],
    [`${PRINTED}5999TOO SHORT`, 'no EMV payment QR'],
    ['https://example.org/pay', 'no EMV payment QR'],
    ['', 'plain characters'],
    [PRINTED.replace('TEA', 'चिय'), 'plain characters'],
    [PRINTED.padEnd(513, '0'), 'at most 512'],
  ])('%s', (text, problem) => {
    if (problem === undefined) expect(staticProblem(text)).toBeUndefined();
    else expect(staticProblem(text)).toContain(problem);
  });
});

describe('a payment without a charge', () => {
  test('is told to every box that shows the QR, with the amount of its record', () => {
    const { notices, rejection } = ingestStatic(event(), ['a', 'b'], false, NOW_MS);
    const paid = { tell: 'static-paid', amountMinor: 7_500, currency: 'NPR', paidAtMs: NOW_MS };
    expect([notices, rejection]).toEqual([
      [
        { ...paid, device: 'a' },
        { ...paid, device: 'b' },
      ],
      undefined,
    ]);
  });

  test('is told once', () => {
    expect(ingestStatic(event(), ['a'], true, NOW_MS)).toEqual({ notices: [], rejection: 'duplicate' });
  });

  test.each([
    { txnId: undefined },
    { amountMinor: undefined },
    { amountMinor: 0 },
    { amountMinor: 1.5 },
    { amountMinor: 2_147_483_648 },
    { currency: undefined },
    { currency: 'XTS' },
  ])('is not told when its record leaves open what was paid: %o', (different) => {
    expect(ingestStatic(event(different), ['a'], false, NOW_MS)).toEqual({ notices: [], rejection: 'unstated' });
  });

  test('was not paid in the future', () => {
    const at = (occurredAtMs: number) => ingestStatic(event({ occurredAtMs }), ['a'], false, NOW_MS).notices[0];
    expect([at(NOW_MS + 5), at(NOW_MS - 5)]).toMatchObject([{ paidAtMs: NOW_MS }, { paidAtMs: NOW_MS - 5 }]);
  });
});
