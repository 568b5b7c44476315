import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Charge } from '../../bridge/payments/types';
import { BOARD, startDemo } from '../../tools/demo/demo';
import type { Demo } from '../../tools/demo/shop';
import { seeded } from '../../tools/seeded';
import { builtImage } from '../support/built-image';

const CHARGES = 200;
const SEED = 20_260_921;
const LIMIT_MS = 240_000;
/** The longest that a trouble lasts. */
const TROUBLE_MS = 400;

let demo: Demo;
beforeAll(async () => {
  demo = await startDemo({ port: 0, soundSpeed: 40, image: await builtImage(BOARD) });
});
afterAll(() => demo?.close());

const pause = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));

/** What can go wrong while a customer pays, each ending by itself. */
const troubles: Record<string, (random: () => number) => Promise<void>> = {
  async 'the plug is pulled'(random) {
    demo.box.powerCut();
    await pause(random() * TROUBLE_MS);
    demo.box.powerOn();
  },
  async 'the power goes in the middle of a flash write'(random) {
    demo.box.powerCutAfterFlashBytes(Math.floor(random() * 60));
    await pause(random() * TROUBLE_MS);
    demo.box.powerCut();
    demo.box.powerOn();
  },
  async 'the Wi-Fi goes away'(random) {
    demo.box.offline();
    await pause(random() * TROUBLE_MS);
    demo.box.online();
  },
  async 'packets vanish'(random) {
    demo.box.stall();
    await pause(random() * TROUBLE_MS);
    demo.box.online();
  },
  async 'the connection breaks'() {
    demo.box.cutConnections();
  },
  async 'the clearing house drops'(random) {
    demo.fake.drop();
    await pause(random() * TROUBLE_MS);
  },
  async 'every event comes twice'(random) {
    demo.fake.faults.set('duplicate-events');
    await pause(random() * TROUBLE_MS);
    demo.fake.faults.clear('duplicate-events');
  },
};

describe('a hard day', () => {
  test(
    `of ${CHARGES} payments with duplicates, drops and power cuts loses none and tells none twice as new`,
    async () => {
      const random = seeded(SEED);
      const { bridge } = demo.running;
      const charges: Charge[] = [];
      const spoken = new Set<number>();
      bridge.onEvent((event) => {
        if (event.type === 'announcement' && event.row.stage === 'spoken') spoken.add(event.row.seq);
      });
      const names = Object.keys(troubles);
      for (let nth = 0; nth < CHARGES; nth++) {
        const request = {
          device: demo.box.id,
          amountMinor: 100 + nth,
          currency: 'NPR',
          switch: undefined,
          reference: undefined,
        } as const;
        const charge = await bridge.createCharge({
          by: 'test',
          ...request,
          expiresInSeconds: undefined,
          idempotencyKey: `bill-${nth}`,
        });
        charges.push(charge);
        const name = names[Math.floor(random() * names.length)]!;
        const trouble = random() < 0.5 ? troubles[name]!(random) : Promise.resolve();
        await pause(random() * 60);
        await demo.customers.does('nepalpay', 'scan', charge.id);
        await demo.customers.does('nepalpay', 'pay', charge.id);
        if (random() < 0.3) await demo.customers.does('nepalpay', 'duplicate', charge.id);
        await trouble;
      }
      const unspoken = async (): Promise<string[]> => {
        const now = await Promise.all(charges.map(({ id }) => bridge.charge(id)));
        return now.flatMap((charge) =>
          charge?.state === 'paid' && charge.spokenAtMs !== undefined ? [] : [`${charge?.number} ${charge?.state}`],
        );
      };
      await expect.poll(unspoken, { timeout: 90_000, interval: 500 }).toEqual([]);
      const told = demo.box.said().filter(({ seqs }) => seqs.length > 0);
      const asNew = told.filter(({ kind }) => kind === 'new').flatMap(({ seqs }) => seqs);
      expect(asNew.filter((seq, at) => asNew.indexOf(seq) !== at)).toEqual([]);
      // What the bridge believes to be spoken was heard at the counter.
      const heard = new Set(told.flatMap(({ seqs }) => seqs));
      expect([...spoken].filter((seq) => !heard.has(seq))).toEqual([]);
      expect(spoken.size).toBeGreaterThan(0);
      expect(demo.box.consoleLines.filter((line) => line.startsWith('Uncaught'))).toEqual([]);
    },
    LIMIT_MS,
  );
});
