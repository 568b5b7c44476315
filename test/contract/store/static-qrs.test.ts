import { describe, expect, test } from 'vitest';
import { charge, OPENED_AT_MS } from '../../support/charges';
import { box, openedWithBox } from './opened';
import { stores } from './registry';

describe.each(stores)("a shop's own QR in the $name store", (kind) => {
  const own = { device: 'counter-1', switch: 'nepalpay', session: 'printed', text: '000201' };

  test('is one a box, found by its session, and not shown once it was taken away', async () => {
    const { store } = await openedWithBox(kind);
    await store.write(async (tx) => {
      await tx.insertDevice(box({ id: 'counter-2' }));
      await tx.putStaticQr({ ...own, session: 'older' });
      await tx.putStaticQr(own);
      await tx.putStaticQr({ ...own, device: 'counter-2' });
    });
    expect(await store.read((tx) => tx.staticBoxes('nepalpay', 'printed'))).toEqual(['counter-1', 'counter-2']);
    await store.write((tx) => tx.putStaticQr({ ...own, text: '' }));
    expect(await store.read((tx) => tx.staticQr('counter-1'))).toEqual({ ...own, text: '' });
    expect(await store.read((tx) => tx.staticBoxes('nepalpay', 'printed'))).toEqual(['counter-2']);
    expect((await store.read((tx) => tx.staticQrs())).map(({ device }) => device)).toEqual(['counter-2']);
    for (const [id, session] of [
      ['bakong', 'printed'],
      ['nepalpay', 'older'],
    ] as const)
      expect(await store.read((tx) => tx.staticBoxes(id, session))).toEqual([]);
    await expect(store.write((tx) => tx.putStaticQr({ ...own, device: 'nobody' }))).rejects.toMatchObject({
      problem: 'constraint',
    });
  });
});

describe.each(stores)('payments that may be reversed, in the $name store', (kind) => {
  test('are those that are paid and were made in this time, oldest first', async () => {
    const { store } = await openedWithBox(kind);
    const made = (number: number, atMs: number, state: 'paid' | 'open' | 'reversed') =>
      charge({ id: `ch_${number}`, number, session: `s${number}`, createdAtMs: OPENED_AT_MS + atMs, state });
    await store.write(async (tx) => {
      await tx.insertCharge(made(1, 30, 'paid'));
      await tx.insertCharge(made(2, 20, 'paid'));
      await tx.insertCharge(made(3, 20, 'open'));
      await tx.insertCharge(made(4, 20, 'reversed'));
      await tx.insertCharge(made(5, 10, 'paid'));
      await tx.insertCharge(made(6, 40, 'paid'));
    });
    const found = (limit: number) => store.read((tx) => tx.paidCharges(OPENED_AT_MS + 10, OPENED_AT_MS + 30, limit));
    expect((await found(10)).map(({ number }) => number)).toEqual([2, 1]);
    expect((await found(1)).map(({ number }) => number)).toEqual([2]);
  });
});
