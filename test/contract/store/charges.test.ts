import { describe, expect, test } from 'vitest';
import type { Charge, ChargeState, SwitchEvent } from '../../../bridge/payments/types';
import type { ChargeFilter, Store } from '../../../bridge/store/port';
import { charge, event, OPENED_AT_MS } from '../../support/charges';
import { box, openedWithBox } from './opened';
import { stores } from './registry';

const numbered = (number: number, different: Partial<Charge> = {}) =>
  charge({ id: `ch_${number}`, number, session: `trace-${number}`, createdAtMs: OPENED_AT_MS + number, ...different });
const insert = (store: Store, ...charges: Charge[]) =>
  Promise.all(charges.map((each) => store.write((tx) => tx.insertCharge(each))));
const ids = (charges: Charge[]) => charges.map((each) => each.id);

describe.each(stores)('a charge in the $name store', (kind) => {
  test('is read back as it was written, by id, session and number', async () => {
    const { store } = await openedWithBox(kind);
    const full = charge({
      state: 'paid',
      paidAtMs: OPENED_AT_MS + 5,
      spokenAtMs: OPENED_AT_MS + 9,
      switchTxnId: 'T1',
      late: true,
      reference: "बिल '7'",
    });
    const bare = numbered(2, { reference: undefined });
    await insert(store, full, bare);
    await store.read(async (tx) => {
      expect(await tx.charge(full.id)).toEqual(full);
      expect(await tx.chargeBySession('nepalpay', bare.session)).toEqual(bare);
      expect(await tx.chargeByNumber('counter-1', 2)).toEqual(bare);
      expect([
        await tx.charge('ch_none'),
        await tx.chargeBySession('other', bare.session),
        await tx.chargeByNumber('counter-1', 3),
      ]).toEqual([undefined, undefined, undefined]);
    });
  });

  test('keeps what its QR asks for, whatever an update says', async () => {
    const { store } = await openedWithBox(kind);
    await insert(store, charge());
    const paid = charge({ state: 'paid', paidAtMs: 5, switchTxnId: 'T1', late: true, expiresAtMs: 7 });
    await store.write((tx) => tx.updateCharge({ ...paid, amountMinor: 1, payee: 'SHOP2', qr: 'x' }));
    expect(await store.read((tx) => tx.charge(paid.id))).toEqual(paid);
    await expect(store.write((tx) => tx.updateCharge(charge({ id: 'ch_none' })))).rejects.toMatchObject({
      problem: 'missing',
    });
  });

  test('keeps when it was first spoken, whatever happens to it later', async () => {
    const { store } = await openedWithBox(kind);
    await insert(store, charge({ state: 'paid', paidAtMs: 5 }));
    const { id } = charge();
    const spoken = charge({ state: 'paid', paidAtMs: 5, spokenAtMs: 6 });
    expect(await store.write((tx) => tx.markSpoken(id, 6))).toEqual(spoken);
    expect(await store.write((tx) => tx.markSpoken(id, 7))).toBeUndefined();
    expect(await store.write((tx) => tx.markSpoken('ch_none', 6))).toBeUndefined();
    await store.write((tx) => tx.updateCharge(charge({ state: 'reversed', paidAtMs: 5 })));
    expect(await store.read((tx) => tx.charge(id))).toEqual({ ...spoken, state: 'reversed' });
  });

  test.each([
    ['id', { id: 'ch_1' }],
    ["session of the same switch's other charge", { session: 'trace-1' }],
    ['number of its box', { number: 1 }],
  ])('is refused under the %s that is taken', async (_, taken) => {
    const { store } = await openedWithBox(kind);
    await insert(store, numbered(1));
    await expect(insert(store, numbered(2, taken))).rejects.toMatchObject({ problem: 'constraint' });
  });

  test('is refused for a box that is not there', async () => {
    const { store } = await openedWithBox(kind);
    await expect(insert(store, charge({ device: 'nobody' }))).rejects.toMatchObject({ problem: 'constraint' });
  });

  test('is listed newest first, by box and state, a page at a time', async () => {
    const { store } = await openedWithBox(kind);
    await store.write((tx) => tx.insertDevice(box({ id: 'counter-2' })));
    const sameMs = { createdAtMs: OPENED_AT_MS };
    await insert(store, numbered(1, sameMs), numbered(2, { ...sameMs, state: 'paid' }), numbered(3, sameMs));
    await insert(store, numbered(4, { device: 'counter-2', state: 'paid' }));
    const list = async (filter: Partial<ChargeFilter>) =>
      ids(
        await store.read((tx) =>
          tx.charges({ device: undefined, state: undefined, before: undefined, limit: 10, ...filter }),
        ),
      );
    expect(await list({})).toEqual(['ch_4', 'ch_3', 'ch_2', 'ch_1']);
    expect(await list({ limit: 2 })).toEqual(['ch_4', 'ch_3']);
    expect(await list({ limit: 2, before: 'ch_3' })).toEqual(['ch_2', 'ch_1']);
    expect(await list({ device: 'counter-1' })).toEqual(['ch_3', 'ch_2', 'ch_1']);
    expect(await list({ state: 'paid' })).toEqual(['ch_4', 'ch_2']);
    expect(await list({ state: 'paid', device: 'counter-1' })).toEqual(['ch_2']);
    expect(await list({ before: 'ch_none' })).toEqual([]);
    expect(await list({ limit: -1 })).toEqual([]);
  });

  test('lists at most 500 at a time', async () => {
    const { store } = await openedWithBox(kind);
    await insert(store, ...Array.from({ length: 501 }, (_, index) => numbered(index + 1)));
    const all = await store.read((tx) =>
      tx.charges({ device: undefined, state: undefined, before: undefined, limit: 1e6 }),
    );
    expect(all).toHaveLength(500);
  });

  test('waits until it is paid, expired, cancelled or reversed, and a while longer for late money', async () => {
    const { store } = await openedWithBox(kind);
    const states: ChargeState[] = [
      'open',
      'page-opened',
      'scanned',
      'pending',
      'failed',
      'paid',
      'expired',
      'cancelled',
      'reversed',
    ];
    await insert(
      store,
      ...states.map((state, index) => numbered(index + 1, { state, expiresAtMs: OPENED_AT_MS - index })),
    );
    expect((await store.read((tx) => tx.liveCharges())).map((each) => each.state)).toEqual(
      states.slice(0, 5).reverse(),
    );
    const withLate = await store.read((tx) => tx.liveCharges(OPENED_AT_MS - 7));
    expect(withLate.map((each) => each.state)).toEqual(['expired', ...states.slice(0, 5).reverse()]);
  });
});

describe.each(stores)("a switch's event in the $name store", (kind) => {
  const record = (store: Store, taken: SwitchEvent, rejection?: 'amount-mismatch' | 'duplicate') =>
    store.write((tx) => tx.recordEvent(taken, OPENED_AT_MS, rejection));
  const seen = (store: Store, taken: SwitchEvent) =>
    store.read((tx) => tx.hasEvent(taken.switch, taken.session, taken.kind, taken.txnId));

  test('is known again by switch, session, kind and transaction id, also without an id', async () => {
    const { store } = await openedWithBox(kind);
    for (const txnId of [undefined, 'T1']) {
      const paid = event('paid', { txnId, amountMinor: 125_050, currency: 'NPR', payee: 'SHOP1', occurredAtMs: 1 });
      expect([
        await seen(store, paid),
        await record(store, paid),
        await record(store, paid),
        await seen(store, paid),
      ]).toEqual([false, true, false, true]);
    }
    const others = [
      event('scanned'),
      event('paid', { session: 'other' }),
      event('paid', { switch: 'other' }),
      event('paid', { txnId: 'T2' }),
    ];
    for (const other of others) expect(await record(store, other)).toBe(true);
  });

  test('that was rejected does not stand in the way of the right one', async () => {
    const { store } = await openedWithBox(kind);
    const wrong = event('paid', { txnId: 'T1', amountMinor: 1 });
    const right = event('paid', { txnId: 'T1', amountMinor: 125_050 });
    expect(await record(store, wrong, 'amount-mismatch')).toBe(true);
    expect(await record(store, wrong, 'amount-mismatch')).toBe(false);
    expect(await seen(store, right)).toBe(false);
    expect(await record(store, right)).toBe(true);
    expect(await record(store, wrong, 'amount-mismatch')).toBe(false);
    expect([await seen(store, right), await record(store, right, 'duplicate')]).toEqual([true, false]);
  });
});

describe.each(stores)('an Idempotency-Key in the $name store', (kind) => {
  test('brings back the first answer and is used once', async () => {
    const { store } = await openedWithBox(kind);
    expect(await store.read((tx) => tx.idempotent('key-1'))).toBeUndefined();
    await store.write((tx) => tx.rememberIdempotent('key-1', 'hash', 'ch_1', OPENED_AT_MS));
    expect(await store.read((tx) => tx.idempotent('key-1'))).toEqual({ requestHash: 'hash', chargeId: 'ch_1' });
    const again = store.write((tx) => tx.rememberIdempotent('key-1', 'other', 'ch_2', OPENED_AT_MS));
    await expect(again).rejects.toMatchObject({ problem: 'constraint' });
  });
});
