// Midnight and night in the shop, and what is forgotten after a season.
import { describe, expect, test } from 'vitest';
import { nextDayMs } from '../../bridge/clock';
import { ManualClock } from '../support/clock';
import { startTestBridge, untilTrue } from '../support/bridge';

const ZONE = 'Asia/Kathmandu';
const MINUTE_MS = 60_000;

/** A bridge one minute before its shop's midnight. */
async function beforeMidnight() {
  const clock = new ManualClock(nextDayMs(1_790_000_000_000, ZONE) - MINUTE_MS);
  return { clock, shop: await startTestBridge({ extras: { clock }, config: { boxes: { timeZone: ZONE } } }) };
}

describe('at midnight', () => {
  test("the box's day begins again at nothing, and an open charge stays on its screen", async () => {
    const { shop, clock } = await beforeMidnight();
    const early = await shop.box().start();
    const { id } = await shop.charge();
    await shop.till.tell('session-1', 'paid');
    await untilTrue(shop, 'it is spoken', async () => (await shop.bridge.charge(id))?.spokenAtMs !== undefined);
    await early.cut();
    const box = shop.box();
    box.restarts = 7;
    box.floor = 100;
    const evening = box.next('welcome');
    await box.start();
    expect(await evening).toMatchObject({ count: 1, amountMinor: 125_050 });
    const shown = box.next('show-qr');
    await shop.charge();
    const { seq } = await shown;
    const night = box.next('welcome', ({ count }) => count === 0);
    const again = box.next('show-qr', (message) => message.seq > seq);
    clock.advance(MINUTE_MS + 2_000);
    expect(await night).toMatchObject({ amountMinor: 0, boot: (await evening).boot });
    expect(await again).toMatchObject({ charge: 2 });
    expect(box.faults).toEqual([]);
  });
});

describe('at night', () => {
  const HOUR_MS = 3_600_000;

  test('boxes are told to be quieter when it begins and as loud as they like when it ends', async () => {
    const clock = new ManualClock(nextDayMs(1_790_000_000_000, ZONE) - 3 * HOUR_MS - MINUTE_MS);
    const night = { from: '21:00', to: '21:05', volume: 3 };
    const shop = await startTestBridge({ extras: { clock }, config: { boxes: { timeZone: ZONE, night } } });
    const box = shop.box();
    const evening = box.next('config');
    await box.start();
    expect((await evening).loudest).toBeUndefined();
    const begins = box.next('config', ({ loudest }) => loudest !== undefined);
    clock.advance(2 * MINUTE_MS);
    expect(await begins).toMatchObject({ loudest: 3 });
    const ends = box.next('config', ({ loudest }) => loudest === undefined);
    clock.advance(5 * MINUTE_MS);
    await ends;
    expect(box.faults).toEqual([]);
  });

  test('a box that is switched on hears of it in its welcome', async () => {
    const clock = new ManualClock(nextDayMs(1_790_000_000_000, ZONE) + 5 * HOUR_MS);
    const night = { from: '21:00', to: '06:30', volume: 1 };
    const shop = await startTestBridge({ extras: { clock }, config: { boxes: { timeZone: ZONE, night } } });
    const box = shop.box();
    const told = box.next('config');
    await box.start();
    expect(await told).toMatchObject({ loudest: 1 });
  });
});
