import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { BridgeEvent } from '../../bridge/service';
import { startTestBridge, untilTrue } from '../support/bridge';
import { ManualClock } from '../support/clock';

const SECRET = `whsec_${Buffer.alloc(24, 5).toString('base64')}`;
const LOOK_MS = 5_000;
const LIMIT_MS = 30_000;

/** The operator's server: refuses until it is told to take what comes. */
async function operator() {
  const got: { id: string; data: Record<string, unknown> }[] = [];
  const state = { takes: false };
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const { data } = JSON.parse(Buffer.concat(parts).toString()) as { data: Record<string, unknown> };
      got.push({ id: String(request.headers['webhook-id']), data });
      response.writeHead(state.takes ? 204 : 500).end();
    });
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return { got, state, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/` };
}

describe('a payment that no box says', () => {
  test('is told to the operator until somebody takes it, and then not again', { timeout: LIMIT_MS }, async () => {
    const { got, state, url } = await operator();
    const clock = new ManualClock(1_790_000_000_000);
    const config = { alarms: { afterSeconds: 30, webhook: { url, secret: SECRET } } };
    const shop = await startTestBridge({ config, extras: { clock } });
    const events: BridgeEvent[] = [];
    shop.bridge.onEvent((event) => void events.push(event));
    const charge = await shop.charge();
    await shop.till.tell('session-1', 'paid', { amountMinor: 125_050 });
    const raised = () => events.filter(({ type }) => type === 'unannounced');

    // In time nobody is alarmed.
    clock.advance(29_000);
    expect([raised(), got]).toEqual([[], []]);
    /** Moves on until the operator's server was asked so often; a look begins when the one before it has ended. */
    const asked = (times: number) =>
      untilTrue(shop, `the operator would be asked ${times} times`, async () => {
        clock.advance(LOOK_MS);
        await new Promise(setImmediate);
        return got.length >= times;
      });
    await asked(3);
    expect(new Set(got.map(({ id }) => id)).size).toBe(1);
    expect(got[0]!.data).toMatchObject({ device: 'counter-1', kind: 'paid', charge: charge.id, amountMinor: 125_050 });
    expect(raised()).toHaveLength(1);
    const metrics = await (await shop.api('/metrics')).text();
    expect(metrics).toContain('\nghanti_announcements_overdue 1\n');

    state.takes = true;
    const before = got.length;
    await asked(before + 1);
    // What was taken is not told again, not by the next run of the bridge either.
    const after = got.length;
    await shop.close();
    const next = await shop.again();
    for (let i = 0; i < 20; i++) {
      clock.advance(LOOK_MS);
      await next.bridge.devices();
    }
    expect(got).toHaveLength(after);
    expect(shop.log.join('')).not.toContain(SECRET);
  });

  test('is an event for whoever follows, without any webhook', { timeout: LIMIT_MS }, async () => {
    const clock = new ManualClock(1_790_000_000_000);
    const shop = await startTestBridge({ extras: { clock } });
    const raised: BridgeEvent[] = [];
    shop.bridge.onEvent((event) => void (event.type === 'unannounced' && raised.push(event)));
    await shop.charge();
    await shop.till.tell('session-1', 'paid', { amountMinor: 125_050 });
    await untilTrue(shop, 'the operator would be told', async () => {
      clock.advance(LOOK_MS);
      return raised.length > 0;
    });
    expect(raised).toMatchObject([{ row: { device: 'counter-1', amountMinor: 125_050, stage: 'written' } }]);
  });
});
