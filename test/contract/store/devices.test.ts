import { describe, expect, test } from 'vitest';
import { HIGHEST_NUMBER } from '../../../bridge/payments/number';
import { OPENED_AT_MS } from '../../support/charges';
import { box, openedWithBox } from './opened';
import { stores } from './registry';

describe.each(stores)('a box in the $name store', (kind) => {
  test('is read back as it was written, one and all', async () => {
    const { store } = await openedWithBox(kind);
    const second = box({ id: 'a-counter', switches: [], title: 'चिया', lastDown: 4, lastUp: 65_537, lastCharge: 2 });
    await store.write((tx) => tx.insertDevice(second));
    await store.read(async (tx) => {
      expect(await tx.device('a-counter')).toEqual(second);
      expect(await tx.devices()).toEqual([second, box()]);
      expect(await tx.device('nobody')).toBeUndefined();
    });
    await expect(store.write((tx) => tx.insertDevice(second))).rejects.toMatchObject({ problem: 'constraint' });
  });

  test('is changed, but its numbers never go back', async () => {
    const { store } = await openedWithBox(kind);
    const stale = box({ title: 'Momo stall', board: 'linux', switches: ['bakong'], language: 'en', volume: 3 });
    await store.write(async (tx) => {
      await tx.nextDown('counter-1');
      await tx.nextCharge('counter-1');
      await tx.takeUp('counter-1', 65_537, 1);
      await tx.updateDevice(stale);
      expect(await tx.device('counter-1')).toEqual({ ...stale, lastDown: 1, lastCharge: 1, lastUp: 65_537 });
      await tx.updateDevice({ ...stale, lastDown: 40, lastCharge: 30, lastUp: 65_540 });
      expect(await tx.device('counter-1')).toEqual({ ...stale, lastDown: 40, lastCharge: 30, lastUp: 65_540 });
    });
    await expect(store.write((tx) => tx.updateDevice(box({ id: 'nobody' })))).rejects.toThrow(
      'there is no device nobody',
    );
  });

  test('with a new key may count its own messages from the start, but its announcements go on', async () => {
    const { store } = await openedWithBox(kind);
    await store.write(async (tx) => {
      await tx.nextDown('counter-1');
      await tx.takeUp('counter-1', 65_537, 1);
      await tx.updateDevice(box({ keyVersion: 2 }));
      expect(await tx.device('counter-1')).toMatchObject({ keyVersion: 2, lastUp: 0, lastDown: 1 });
    });
  });

  test('is given each number once, also over a restart', async () => {
    const { store, place } = await openedWithBox(kind);
    const taken = await Promise.all(Array.from({ length: 20 }, () => store.write((tx) => tx.nextDown('counter-1'))));
    expect(taken.map(({ seq }) => seq)).toEqual(Array.from({ length: 20 }, (_, index) => index + 1));
    expect(await store.write((tx) => tx.nextCharge('counter-1'))).toBe(1);
    await store.close();
    const reopened = await place.open();
    expect(await reopened.write((tx) => tx.nextDown('counter-1'))).toMatchObject({ seq: 21 });
    expect(await reopened.write((tx) => tx.nextCharge('counter-1'))).toBe(2);
    await reopened.close();
  });

  test('is given with its number what a message to it takes', async () => {
    const { store } = await openedWithBox(kind);
    const facts = { id: 'counter-1', board: 'linux', keyVersion: 3, revokedAtMs: OPENED_AT_MS };
    await store.write((tx) => tx.updateDevice(box(facts)));
    expect(await store.write((tx) => tx.nextDown('counter-1'))).toEqual({ ...facts, seq: 1 });
    await store.write((tx) => tx.updateDevice(box()));
    expect(await store.write((tx) => tx.nextDown('counter-1'))).toMatchObject({ seq: 2, revokedAtMs: undefined });
  });

  test('that is not there, or has used all numbers, is given none', async () => {
    const { store } = await openedWithBox(kind);
    await store.write((tx) => tx.updateDevice(box({ lastDown: HIGHEST_NUMBER - 1 })));
    expect(await store.write((tx) => tx.nextDown('counter-1'))).toMatchObject({ seq: HIGHEST_NUMBER });
    await expect(store.write((tx) => tx.nextDown('counter-1'))).rejects.toThrow('has used all its numbers');
    await expect(store.write((tx) => tx.nextDown('nobody'))).rejects.toThrow('there is no device nobody. Add it with');
  });

  test('is heard only with a higher number than before', async () => {
    const { store } = await openedWithBox(kind);
    const heard: boolean[] = [];
    for (const seq of [5, 5, 4, 6, 65_536, 6]) heard.push(await store.write((tx) => tx.takeUp('counter-1', seq, 1)));
    expect(heard).toEqual([true, false, false, true, true, false]);
    expect(await store.write((tx) => tx.takeUp('nobody', 1, 1))).toBe(false);
  });

  test('is heard only under the keys that it has, and not once it is revoked', async () => {
    const { store } = await openedWithBox(kind);
    const heard = (seq: number, keyVersion: number) => store.write((tx) => tx.takeUp('counter-1', seq, keyVersion));
    await store.write((tx) => tx.updateDevice(box({ keyVersion: 2 })));
    expect([await heard(5, 1), await heard(5, 3), await heard(5, 2)]).toEqual([false, false, true]);
    await store.write((tx) => tx.updateDevice(box({ keyVersion: 2, revokedAtMs: OPENED_AT_MS })));
    expect(await heard(6, 2)).toBe(false);
    expect(await store.read((tx) => tx.device('counter-1'))).toMatchObject({ lastUp: 5 });
  });
});
