import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { StoreError } from '../../../bridge/store/errors';
import type { Tx } from '../../../bridge/store/port';
import { charge } from '../../support/charges';
import { box, openedWithBox, row } from './opened';
import { stores } from './registry';

const seqs = async (tx: Tx) => (await tx.unspoken('counter-1', 999)).map((each) => each.seq);
const announce = async (tx: Tx) => {
  const { seq } = await tx.nextDown('counter-1');
  await tx.insertJournal(row(seq));
  return seq;
};

describe.each(stores)('work handed to the $name store', (kind) => {
  test('in one turn shares one commit, and in its own turns does not', async () => {
    const { store, place } = await openedWithBox(kind);
    const before = await place.commits();
    const together = await Promise.all(Array.from({ length: 100 }, () => store.write(announce)));
    expect((await place.commits()) - before).toBe(1);
    expect(together).toEqual(Array.from({ length: 100 }, (_, index) => index + 1));
    for (let turn = 0; turn < 5; turn += 1) await store.write(announce);
    expect((await place.commits()) - before).toBe(6);
  });

  test('while a batch runs goes into the next one', async () => {
    const { store, place } = await openedWithBox(kind);
    const before = await place.commits();
    let inner: Promise<number> | undefined;
    await store.write(async (tx) => {
      inner = store.write(announce);
      return announce(tx);
    });
    expect(await store.read(seqs)).toEqual([1]);
    expect(await inner).toBe(2);
    expect((await place.commits()) - before).toBe(2);
  });

  test('undoes only itself when it throws, and says what was thrown', async () => {
    const { store } = await openedWithBox(kind);
    const wrong = new Error('the switch contradicts itself');
    const settled = await Promise.allSettled([
      store.write(announce),
      store.write(async (tx) => {
        await announce(tx);
        throw wrong;
      }),
      store.write(() => {
        throw wrong;
      }),
      store.write((tx) => tx.insertJournal(row(1))),
      store.write(announce),
    ]);
    expect(settled.map((each) => each.status)).toEqual(['fulfilled', 'rejected', 'rejected', 'rejected', 'fulfilled']);
    expect(settled.slice(1, 3)).toEqual([1, 2].map(() => ({ status: 'rejected', reason: wrong })));
    expect(settled[3]).toMatchObject({ reason: { name: 'StoreError', problem: 'constraint' } });
    // The number of the one that threw was never used, so it is given to the next.
    expect(settled[4]).toMatchObject({ value: 2 });
    expect(await store.read(seqs)).toEqual([1, 2]);
  });

  test('is refused as soon as the work throws nothing at all', async () => {
    const { store } = await openedWithBox(kind);
    await expect(store.write(() => Promise.reject(undefined))).rejects.toThrow('the work threw nothing');
  });

  test('is seen by readers only after the commit, and by itself at once', async () => {
    const { store } = await openedWithBox(kind);
    await store.write(async (tx) => {
      await announce(tx);
      expect(await seqs(tx)).toEqual([1]);
      expect(await store.read(seqs)).toEqual([]);
    });
    expect(await store.read(seqs)).toEqual([1]);
  });

  test('cannot go on after it has ended', async () => {
    const { store } = await openedWithBox(kind);
    const kept = await store.write(async (tx) => tx);
    await expect(kept.insertJournal(row(1))).rejects.toMatchObject({ problem: 'misuse' });
    await expect(kept.devices()).rejects.toBeInstanceOf(StoreError);
    expect(await store.read(seqs)).toEqual([]);
  });

  test('is not taken by a reader', async () => {
    const { store } = await openedWithBox(kind);
    await expect(store.read((tx) => tx.insertDevice(box({ id: 'other' })))).rejects.toMatchObject({
      problem: 'misuse',
    });
    await expect(store.read((tx) => tx.nextDown('counter-1'))).rejects.toThrow('read() cannot write; use write().');
  });

  test('is all on disk when the store has closed, and none is taken afterwards', async () => {
    const { store, place } = await openedWithBox(kind);
    const handedIn = Promise.all([store.write(announce), store.write(announce)]);
    await store.close();
    expect(await handedIn).toEqual([1, 2]);
    await expect(store.write(announce)).rejects.toMatchObject({ problem: 'closed' });
    await expect(store.read(seqs)).rejects.toMatchObject({ problem: 'closed' });
    const reopened = await place.open();
    expect(await reopened.read(seqs)).toEqual([1, 2]);
    await reopened.close();
  });

  test('that waits for something else is undone after 10 s and holds up nobody for longer', async () => {
    const { store } = await openedWithBox(kind);
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    onTestFinished(() => {
      vi.useRealTimers();
    });
    let begun = () => {};
    const waiting = new Promise<void>((resolve) => (begun = resolve));
    const stuck = store.write(async (tx) => {
      await announce(tx);
      begun();
      await new Promise(() => {});
    });
    const other = store.write(announce);
    await waiting;
    vi.advanceTimersByTime(10_000);
    await expect(stuck).rejects.toThrow('did not end within 10 s; it was undone');
    expect(await other).toBe(1);
  });

  test('is refused when 50,000 pieces of it wait already', async () => {
    const { store } = await openedWithBox(kind);
    const nothing = async () => undefined;
    const handedIn = Array.from({ length: 50_000 }, () => store.write(nothing));
    await expect(store.write(nothing)).rejects.toMatchObject({ problem: 'busy' });
    await Promise.all(handedIn);
    await store.write(nothing);
  });

  test('refuses a number that is not whole, instead of keeping half a paisa', async () => {
    const { store } = await openedWithBox(kind);
    await expect(store.write((tx) => tx.insertCharge(charge({ amountMinor: 1250.5 })))).rejects.toThrow(
      '1250.5 is not a whole number',
    );
    await expect(store.write((tx) => tx.insertCharge(charge({ amountMinor: 2 ** 31 })))).rejects.toMatchObject({
      problem: 'constraint',
    });
  });
});
