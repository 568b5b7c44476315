import { describe, expect, test } from 'vitest';
import { ManualClock } from '../support/clock';
import { startTestBridge, untilTrue } from '../support/bridge';
import type { TestBridge } from '../support/bridge';

/** So many charges of different amounts, all paid. */
async function payMany(shop: TestBridge, count: number): Promise<void> {
  for (let n = 1; n <= count; n++) {
    await shop.charge({ amount: `${n}.00` });
    await shop.till.tell(`session-${n}`, 'paid', { txnId: `t${n}` });
  }
}

async function allSpoken(shop: TestBridge, count: number): Promise<void> {
  await untilTrue(shop, `${count} charges are spoken`, async () => {
    const charges = await shop.bridge.charges({ limit: 500 });
    return charges.filter(({ spokenAtMs }) => spokenAtMs !== undefined).length === count;
  });
}

describe('a box that comes back', () => {
  test('is welcomed, set up, shown the open charge and told what it missed, in this order', async () => {
    const shop = await startTestBridge();
    await shop.charge();
    await shop.till.tell('session-1', 'paid');
    await shop.charge({ amount: '7.00' });
    await shop.till.tell('session-2', 'scanned');
    const box = await shop.box().start();
    const missed = await box.until('the payment', () => box.taken.find(({ is }) => is === 'paid'));
    expect(missed).toMatchObject({ amountMinor: 125_050, again: false });
    expect(box.taken.map(({ is }) => is)).toEqual(['welcome', 'config', 'watch', 'show-qr', 'progress', 'paid']);
    expect(box.taken[3]).toMatchObject({ charge: 2, amountMinor: 700 });
    expect(box.taken[1]).toMatchObject({ language: 'ne', volume: 7, freshSeconds: 60, shop: 'Tea stall' });
    expect(box.taken[2]).toMatchObject({ switches: [{ name: 'TILL', health: 'ok' }] });
    expect(box.faults).toEqual([]);
  });

  test('with a payment in its journal that it did not finish saying, is told it as said before', async () => {
    const shop = await startTestBridge();
    const box = await shop.box({ speech: 'never' }).start();
    await shop.charge();
    const first = box.next('paid');
    await shop.till.tell('session-1', 'paid');
    const { seq } = await first;
    await untilTrue(
      shop,
      'it is received',
      async () => (await shop.bridge.device('counter-1'))?.lastUp === box.lastNumber,
    );
    await box.cut();
    box.speech = 'at once';
    const again = box.next('paid');
    await box.start();
    expect(await again).toMatchObject({ seq, again: true });
    await allSpoken(shop, 1);
    expect(box.said.map(({ kind, seq: said }) => [kind, said])).toEqual([['again', seq]]);
  });

  test('whose last word was lost is not told again once it says what it has spoken', async () => {
    const shop = await startTestBridge();
    const box = await shop.box({ speech: 'deaf' }).start();
    await shop.charge();
    const first = box.next('paid');
    await shop.till.tell('session-1', 'paid');
    const { seq } = await first;
    // It spoke, and the power went before it could say so.
    box.journal.set(seq, 'spoken');
    await box.cut();
    box.speech = 'at once';
    await box.start();
    await allSpoken(shop, 1);
    expect(box.said).toEqual([]);
  });

  test('that has spoken and forgotten a payment is believed', async () => {
    const shop = await startTestBridge();
    const box = await shop.box({ speech: 'deaf' }).start();
    await shop.charge();
    const first = box.next('paid');
    await shop.till.tell('session-1', 'paid');
    box.floor = (await first).seq;
    await box.cut();
    box.speech = 'at once';
    await box.start();
    await allSpoken(shop, 1);
    expect(box.said).toEqual([]);
  });

  test('after three payments hears each of them, once', async () => {
    const shop = await startTestBridge();
    const box = await shop.box().start();
    await box.cut();
    await payMany(shop, 3);
    await box.start();
    await allSpoken(shop, 3);
    expect(box.said.map(({ message }) => message.amountMinor)).toEqual([100, 200, 300]);
    expect(box.faults).toEqual([]);
  });

  test('after a long time hears one sum for the many and the newest one by one, and every charge counts as spoken', async () => {
    const shop = await startTestBridge();
    await payMany(shop, 45);
    const box = await shop.box().start();
    await allSpoken(shop, 45);
    const recaps = box.said.filter(({ message }) => message.is === 'recap');
    expect(recaps).toHaveLength(1);
    expect(recaps[0]!.message).toMatchObject({ count: 21, amountMinor: 23_100 });
    const single = box.said
      .filter(({ message }) => message.is === 'paid')
      .map(({ message }) => message.amountMinor / 100);
    expect(single).toEqual(Array.from({ length: 24 }, (_, at) => 22 + at));
    expect(box.faults).toEqual([]);
  });

  test('that answers nothing is never sent more than its journal can hold', async () => {
    const shop = await startTestBridge();
    const box = await shop.box({ speech: 'deaf' }).start();
    await payMany(shop, 20);
    await box.until('16 payments', () =>
      box.taken.filter(({ is }) => is === 'paid').length === 16 ? true : undefined,
    );
    // It finds its voice: the rest follows.
    const seqs = box.taken.filter(({ is }) => is === 'paid').map(({ seq }) => seq);
    box.speech = 'at once';
    for (const seq of seqs) {
      await box.ack(seq, 'received');
      await box.ack(seq, 'spoken');
    }
    await allSpoken(shop, 20);
    expect(box.said.map(({ message }) => message.amountMinor)).toEqual([1700, 1800, 1900, 2000]);
    expect(box.faults).toEqual([]);
  });
});

describe('a payment that a connected box does not answer', () => {
  test('is sent again, less and less often, under the same number', async () => {
    const clock = new ManualClock(1_790_000_000_000);
    const shop = await startTestBridge({ extras: { clock } });
    const box = await shop.box({ speech: 'deaf' }).start();
    await shop.charge();
    const first = box.next('paid');
    await shop.till.tell('session-1', 'paid');
    const { seq } = await first;
    const second = box.next('paid');
    clock.advance(11_000);
    expect((await second).seq).toBe(seq);
    clock.advance(15_000);
    const third = box.next('paid');
    clock.advance(6_000);
    expect((await third).seq).toBe(seq);
    expect(box.taken.filter(({ is }) => is === 'paid')).toHaveLength(3);
    await box.ack(seq, 'received');
    await untilTrue(
      shop,
      'it is received',
      async () => (await shop.bridge.device('counter-1'))?.lastUp === box.lastNumber,
    );
    const markedBy = async (): Promise<number> => {
      const marker = box.next('show-qr');
      await shop.charge();
      await marker;
      return box.taken.filter(({ is }) => is === 'paid').length;
    };
    clock.advance(50_000);
    expect(await markedBy()).toBe(3);
    // Its word that it was spoken may be lost while the connection goes on.
    const asked = box.next('paid');
    clock.advance(20_000);
    expect((await asked).seq).toBe(seq);
    await box.ack(seq, 'spoken');
    await allSpoken(shop, 1);
    clock.advance(1_000_000);
    expect(await markedBy()).toBe(4);
  });
});
