import { describe, expect, test } from 'vitest';
import type { ChargeView, Snapshot } from '../../../../tools/demo/events';
import { fieldsOf } from '../../../../tools/demo/page/emv';
import { change, empty, isLive } from '../../../../tools/demo/page/model';
import { money } from '../../../../tools/demo/page/words';

const charge = (id: string, state: ChargeView['state']): ChargeView => ({
  ...{ id, state, device: 'demo-1', switch: 'nepalpay', amount: '12.00', amountMinor: 1200, currency: 'NPR', qr: '00' },
  ...{ createdAt: '2026-01-01T00:00:00Z', expiresAt: '2026-01-01T00:05:00Z' },
});
const snapshot = (charges: ChargeView[]): Snapshot => ({
  ...{ type: 'snapshot', device: 'demo-1', box: empty.box, charges, said: [], wire: [], stories: [] },
  switches: empty.switches,
});

describe('the page of the demo', () => {
  test('begins with how things are, also after it lost the demo for a while', () => {
    const first = change(empty, snapshot([charge('a', 'open')]));
    const lost = change(first, { type: 'lost' });
    expect([first.connected, lost.connected, lost.charges.length]).toEqual([true, false, 1]);
    expect(change(lost, snapshot([charge('a', 'paid')])).charges[0]!.state).toBe('paid');
  });

  test('puts a new charge first and follows the ones it has', () => {
    let model = change(empty, snapshot([charge('a', 'open')]));
    model = change(model, { type: 'charge', charge: charge('b', 'open') });
    model = change(model, { type: 'charge', charge: charge('a', 'paid') });
    expect(model.charges.map(({ id, state }) => `${id} ${state}`)).toEqual(['b open', 'a paid']);
    expect(model.charges.map(isLive)).toEqual([true, false]);
  });

  test('forgets the sentence that the power cut ended', () => {
    const speaking = change(empty, { type: 'saying', kind: 'new', seqs: [7] });
    expect(change(speaking, { type: 'box', box: { ...empty.box, powered: false } }).saying).toBeUndefined();
  });

  test('reads the payee and the amount from a QR, and nothing from what is none', () => {
    expect(fieldsOf('0002015303524540412.55910Demo Store6009Kathmandu')).toEqual([
      { name: 'Pay to', value: 'Demo Store' },
      { name: 'City', value: 'Kathmandu' },
      { name: 'Amount', value: '12.5' },
      { name: 'Currency', value: 'NPR (524)' },
    ]);
    expect(fieldsOf('https://example.org/pay')).toEqual([]);
  });

  test('writes money as the region does', () => {
    expect(money(2_147_483_647, 'NPR')).toBe('NPR 2,14,74,836.47');
    expect(money(50_000, 'KHR')).toBe('KHR 50,000');
    expect(money(123_456_789, 'ZAR')).toBe('ZAR 1,234,567.89');
  });
});
