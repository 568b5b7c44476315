import { describe, expect, test } from 'vitest';
import type { JournalRow, Store } from '../../../bridge/store/port';
import { charge, OPENED_AT_MS } from '../../support/charges';
import { box, insertAll, openedWithBox, row } from './opened';
import { stores } from './registry';

const mark = (store: Store, seq: number, stage: JournalRow['stage'], atMs: number, reason?: string) =>
  store.write(async (tx) => {
    const before = await tx.journalRow('counter-1', seq);
    const moved = await tx.markJournal('counter-1', seq, stage, reason, atMs);
    const after = await tx.journalRow('counter-1', seq);
    expect(moved).toBe(before?.stage !== after?.stage);
    return after;
  });

const SEASON_MS = 90 * 86_400_000;

describe.each(stores)('a season later, the $name store', (kind) => {
  test('forgets what was spoken, a few rows at a time, and nothing that still waits', async () => {
    const { store } = await openedWithBox(kind);
    await store.write((tx) =>
      insertAll(tx, [
        row(1, { stage: 'spoken', spokenAtMs: OPENED_AT_MS }),
        row(2, { stage: 'spoken', spokenAtMs: OPENED_AT_MS }),
        row(3, { stage: 'refused', reason: 'no-voice' }),
        row(4, { stage: 'refused', reason: 'recap 9' }),
        row(5, { stage: 'received' }),
        row(6),
        row(7, { stage: 'spoken', spokenAtMs: OPENED_AT_MS, writtenAtMs: OPENED_AT_MS + SEASON_MS }),
      ]),
    );
    const forget = (limit: number) => store.write((tx) => tx.prune(OPENED_AT_MS + 1, limit));
    expect([await forget(2), await forget(2), await forget(2)]).toEqual([2, 1, 0]);
    expect((await store.read((tx) => tx.unspoken('counter-1', 10))).map(({ seq }) => seq)).toEqual([5, 6]);
    expect(await store.read((tx) => tx.refusedFor('counter-1', 'recap 9'))).toHaveLength(1);
    expect(await mark(store, 7, 'spoken', 1)).toMatchObject({ seq: 7 });
    expect(await mark(store, 1, 'spoken', 1)).toBeUndefined();
  });

  test('forgets events and keys, but not that a payment without a charge was told', async () => {
    const { store } = await openedWithBox(kind);
    const event = (session: string, txnId: string) => ({
      ...({ switch: 'nepalpay', session, kind: 'paid', txnId } as const),
      ...{ amountMinor: 100, currency: 'NPR', payee: undefined, occurredAtMs: undefined },
    });
    const known = charge();
    await store.write(async (tx) => {
      await tx.insertCharge(known);
      await tx.recordEvent(event(known.session, 'a'), OPENED_AT_MS, undefined);
      await tx.recordEvent(event('nobody', 'b'), OPENED_AT_MS, 'unknown-session');
      await tx.recordEvent(event('printed', 'c'), OPENED_AT_MS, undefined);
      await tx.rememberIdempotent('api:1', 'hash', known.id, OPENED_AT_MS);
    });
    expect(await store.write((tx) => tx.prune(OPENED_AT_MS + 1, 10))).toBe(3);
    const has = (session: string, txnId: string) => store.read((tx) => tx.hasEvent('nepalpay', session, 'paid', txnId));
    expect([await has(known.session, 'a'), await has('printed', 'c')]).toEqual([false, true]);
    expect(await store.read((tx) => tx.idempotent('api:1'))).toBeUndefined();
  });
});

describe.each(stores)('an announcement in the $name store', (kind) => {
  test('is read back as it was written', async () => {
    const { store } = await openedWithBox(kind);
    const full = row(1, {
      chargeId: charge().id,
      chargeNumber: 1,
      stage: 'received',
      reason: 'x',
      receivedAtMs: OPENED_AT_MS + 1,
      spokenAtMs: OPENED_AT_MS + 2,
    });
    await store.write(async (tx) => {
      await tx.insertCharge(charge());
      await insertAll(tx, [full, row(2, { kind: 'recap', count: 3 })]);
    });
    expect(await store.read((tx) => tx.unspoken('counter-1', 10))).toEqual([full, row(2, { kind: 'recap', count: 3 })]);
  });

  test('is written once for a number, and only of a charge and a box that are there', async () => {
    const { store } = await openedWithBox(kind);
    await store.write((tx) => tx.insertJournal(row(1)));
    for (const wrong of [row(1), row(2, { chargeId: 'ch_none' }), row(2, { device: 'nobody' }), row(0)]) {
      await expect(store.write((tx) => tx.insertJournal(wrong))).rejects.toMatchObject({ problem: 'constraint' });
    }
  });

  test('goes from written to received to spoken and never back', async () => {
    const { store } = await openedWithBox(kind);
    await store.write((tx) => tx.insertJournal(row(1)));
    expect(await mark(store, 1, 'received', 10)).toMatchObject({ stage: 'received', receivedAtMs: 10 });
    expect(await mark(store, 1, 'received', 11)).toMatchObject({ stage: 'received', receivedAtMs: 10 });
    const spoken = { stage: 'spoken', receivedAtMs: 10, spokenAtMs: 12, reason: undefined };
    expect(await mark(store, 1, 'spoken', 12)).toMatchObject(spoken);
    for (const stage of ['written', 'received', 'spoken', 'refused'] as const) {
      expect(await mark(store, 1, stage, 13, 'old')).toMatchObject(spoken);
    }
    expect(await mark(store, 2, 'spoken', 1)).toBeUndefined();
  });

  test('that was spoken must have been received, even when that word was lost', async () => {
    const { store } = await openedWithBox(kind);
    await store.write((tx) => tx.insertJournal(row(1)));
    expect(await mark(store, 1, 'spoken', 12)).toMatchObject({ stage: 'spoken', receivedAtMs: 12, spokenAtMs: 12 });
  });

  test('that the box refused is not sent again, and says why', async () => {
    const { store } = await openedWithBox(kind);
    await store.write((tx) => tx.insertJournal(row(1)));
    const refused = { stage: 'refused', reason: 'malformed', receivedAtMs: undefined, spokenAtMs: undefined };
    expect(await mark(store, 1, 'refused', 12, 'malformed')).toMatchObject(refused);
    expect(await mark(store, 1, 'spoken', 13)).toMatchObject(refused);
    expect(await store.read((tx) => tx.unspoken('counter-1', 9))).toEqual([]);
  });

  test('that a box had no voice for is spoken when it has found one after a restart', async () => {
    const { store } = await openedWithBox(kind);
    await store.write((tx) => tx.insertJournal(row(1)));
    await mark(store, 1, 'refused', 12, 'no-voice');
    expect(await mark(store, 1, 'spoken', 13)).toMatchObject({ stage: 'spoken', spokenAtMs: 13 });
  });

  test('of a reversal waits until its payment was told, or nobody would know what went back', async () => {
    const { store } = await openedWithBox(kind);
    await store.write(async (tx) => {
      await tx.insertCharge(charge());
      const { id } = charge();
      await insertAll(tx, [row(1, { chargeId: id }), row(2, { chargeId: id, kind: 'reversed' }), row(3)]);
    });
    const waiting = async () => (await store.read((tx) => tx.unspoken('counter-1', 9))).map(({ seq }) => seq);
    expect(await waiting()).toEqual([1, 3]);
    await mark(store, 1, 'received', 12);
    expect(await waiting()).toEqual([1, 3]);
    await mark(store, 1, 'spoken', 13);
    expect(await waiting()).toEqual([2, 3]);
  });

  test('that a recap stands for is found again by the reason', async () => {
    const { store } = await openedWithBox(kind);
    await store.write(async (tx) => {
      await insertAll(tx, [row(1), row(2), row(3), row(4)]);
      for (const seq of [3, 1]) await tx.markJournal('counter-1', seq, 'refused', 'in recap 4', 1);
      await tx.markJournal('counter-1', 2, 'refused', 'old', 1);
    });
    const found = async (device: string, reason: string) =>
      (await store.read((tx) => tx.refusedFor(device, reason))).map((each) => each.seq);
    expect(await found('counter-1', 'in recap 4')).toEqual([1, 3]);
    expect([await found('counter-1', 'in recap'), await found('counter-2', 'in recap 4')]).toEqual([[], []]);
  });

  test('waits for its own box in the order of the numbers, and is overdue for the operator', async () => {
    const { store } = await openedWithBox(kind);
    await store.write(async (tx) => {
      await tx.insertDevice(box({ id: 'counter-2' }));
      await insertAll(tx, [
        row(3),
        row(1),
        row(2, { writtenAtMs: OPENED_AT_MS - 5 }),
        row(4),
        row(9, { device: 'counter-2' }),
      ]);
      await tx.markJournal('counter-1', 1, 'spoken', undefined, 1);
      await tx.markJournal('counter-1', 2, 'received', undefined, 1);
    });
    const waiting = await store.read((tx) => tx.unspoken('counter-1', 2));
    expect(waiting.map((each) => each.seq)).toEqual([2, 3]);
    const overdue = async (beforeMs: number) =>
      (await store.read((tx) => tx.overdue(beforeMs))).map((each) => each.seq);
    expect(await overdue(OPENED_AT_MS)).toEqual([2]);
    expect(await overdue(OPENED_AT_MS + 1)).toEqual([2, 3, 4, 9]);
  });

  test('is told to the operator once, also when a box could only show it', async () => {
    const { store } = await openedWithBox(kind);
    await store.write(async (tx) => {
      await insertAll(tx, [row(1), row(2), row(3), row(4), row(5, { writtenAtMs: OPENED_AT_MS + 5 })]);
      await tx.markJournal('counter-1', 1, 'spoken', undefined, 1);
      await tx.markJournal('counter-1', 2, 'refused', 'no-voice', 1);
      await tx.markJournal('counter-1', 3, 'refused', 'in recap 4', 1);
    });
    const untold = async (limit = 10) =>
      (await store.read((tx) => tx.untold(OPENED_AT_MS + 1, limit))).map((each) => each.seq);
    expect(await untold()).toEqual([2, 4]);
    expect(await untold(1)).toEqual([2]);
    await store.write((tx) => tx.markTold('counter-1', 2, 7));
    expect(await untold()).toEqual([4]);
  });

  test('counts for the day of its payment once it is told, aloud or on the screen, less what was taken back', async () => {
    const { store } = await openedWithBox(kind);
    const total = (sinceMs: number, currency = 'NPR') =>
      store.read((tx) => tx.spokenTotal('counter-1', currency, sinceMs));
    expect(await total(0)).toEqual({ count: 0, amountMinor: 0 });
    await store.write(async (tx) => {
      await tx.insertDevice(box({ id: 'counter-2' }));
      await insertAll(tx, [
        row(1, { amountMinor: 100, paidAtMs: 1_000 }),
        row(2, { amountMinor: 2_000, paidAtMs: 2_000 }),
        row(3, { kind: 'recap', count: 3, amountMinor: 30_000, paidAtMs: 3_000 }),
        row(4, { kind: 'reversed', amountMinor: 2_000, paidAtMs: 2_000 }),
        row(5, { amountMinor: 7, currency: 'INR', paidAtMs: 5_000 }),
        row(6, { amountMinor: 400_000, paidAtMs: 6_000 }),
        row(7, { amountMinor: 5_000_000, paidAtMs: 7_000 }),
        row(8, { amountMinor: 10_000_000, paidAtMs: 3_000 }),
        row(1, { device: 'counter-2', amountMinor: 9 }),
      ]);
      for (const seq of [1, 2, 3, 4, 5]) await tx.markJournal('counter-1', seq, 'spoken', undefined, 90_000);
      await tx.markJournal('counter-1', 6, 'received', undefined, 90_000);
      await tx.markJournal('counter-1', 7, 'refused', 'full', 90_000);
      await tx.markJournal('counter-1', 8, 'refused', 'no-voice', 90_000);
      await tx.markJournal('counter-2', 1, 'spoken', undefined, 90_000);
    });
    expect(await total(0)).toEqual({ count: 5, amountMinor: 10_030_100 });
    expect(await total(2_000)).toEqual({ count: 4, amountMinor: 10_030_000 });
    expect(await total(2_001)).toEqual({ count: 4, amountMinor: 10_030_000 });
    expect(await total(3_001)).toEqual({ count: 0, amountMinor: 0 });
    expect(await total(0, 'INR')).toEqual({ count: 1, amountMinor: 7 });
  });
});
