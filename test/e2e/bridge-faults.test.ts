import { expect, test } from 'vitest';
import { startTestBridge, untilTrue } from '../support/bridge';
import type { TestBridge } from '../support/bridge';

const CHARGES = 200;

/** A seeded source of numbers below 1 (mulberry32). */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

test.each([1, 2, 3])(
  `of ${CHARGES} payments with duplicates, cuts and restarts none is lost and none is new twice (seed %i)`,
  async (seed) => {
    const random = seeded(seed);
    const happens = (chance: number): boolean => random() < chance;
    let shop: TestBridge = await startTestBridge();
    const box = shop.box();
    await box.start();
    for (let n = 1; n <= CHARGES; n++) {
      await shop.charge({ amount: `${n}.00` });
      const session = `session-${n}`;
      if (happens(0.3)) await shop.till.tell(session, 'scanned');
      // The power goes while the box speaks: what it has received it has not finished saying.
      if (happens(0.1)) box.speech = 'never';
      if (happens(0.1)) await box.cut();
      await shop.till.tell(session, 'paid', { txnId: `t-${n}` });
      if (happens(0.3)) await shop.till.tell(session, 'paid', { txnId: `t-${n}` });
      if (happens(0.1)) await box.cut();
      if (happens(0.03)) {
        await shop.close();
        shop = await shop.again();
        await box.cut();
      }
      if (box.client === undefined && happens(0.6)) {
        box.speech = 'at once';
        await box.start();
      }
    }
    await box.cut();
    box.speech = 'at once';
    await box.start();
    await untilTrue(shop, 'every charge is spoken', async () => {
      const charges = await shop.bridge.charges({ limit: 500 });
      return charges.every(({ spokenAtMs }) => spokenAtMs !== undefined) && charges.length === CHARGES;
    });
    const fresh = box.said.filter(({ kind }) => kind === 'new').map(({ seq }) => seq);
    expect(new Set(fresh).size).toBe(fresh.length);
    const heard = new Set(box.said.map(({ seq }) => seq));
    const sum = box.said.reduce((all, { seq, message }) => all + (heard.delete(seq) ? message.amountMinor : 0), 0);
    expect(sum).toBe((CHARGES * (CHARGES + 1) * 100) / 2);
    expect(box.faults).toEqual([]);
  },
  60_000,
);
