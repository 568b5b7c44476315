// What only NEPALPAY's STOMP socket can do wrong.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { expect } from 'vitest';
import type { Fault } from '../../../tools/switches/nepalpay/faults';
import { runCases, type Cases } from './kit';
import { nepalpay, real, TIMING } from './nepalpay';
import { openShop } from './shop';

/** The socket is of no use, yet no payment is lost and none is called failed. */
const paidDespite =
  (faults: Fault[], trouble: string): Cases[string] =>
  async (stage) => {
    const { shop, fake } = stage;
    for (const fault of faults) real(stage).faults.set(fault);
    fake.drop();
    const session = await shop.chargeBlindly();
    fake.pay(session);
    await shop.until('the payment', () => shop.state(session) === 'paid');
    await shop.until('the trouble', () => shop.healths.some(({ detail }) => detail.includes(trouble)));
    expect(shop.told(session)).not.toContain('failed');
    fake.heal();
    fake.drop();
    await shop.until('health', () => shop.health()?.state === 'ok');
  };

/** Frames come in an odd cut, and every step is told. */
const toldDespite =
  (fault: Fault): Cases[string] =>
  async (stage) => {
    const { shop, fake } = stage;
    real(stage).faults.set(fault);
    const session = await shop.charge();
    fake.scan(session);
    await shop.until('the scan', () => shop.state(session) === 'scanned');
    fake.fail(session);
    await shop.until('the failure', () => shop.state(session) === 'failed');
    fake.pay(session);
    await shop.until('the payment', () => shop.state(session) === 'paid');
    expect(shop.told(session)).toEqual(['opened', 'scanned', 'failed', 'paid']);
    expect(shop.healths.filter(({ state }) => state === 'trouble')).toEqual([]);
  };

/** A frame that breaks the stream costs the socket and nothing else. */
const survives =
  (fault: Fault, detail: string): Cases[string] =>
  async (stage) => {
    const { shop, fake } = stage;
    const session = await shop.charge();
    real(stage).faults.set(fault, { times: 1 });
    fake.scan(session);
    await shop.until('the trouble', () => shop.healths.some((health) => health.detail.includes(detail)));
    await shop.until('health', () => shop.health()?.state === 'ok' && fake.listening(session));
    fake.pay(session);
    await shop.until('the payment', () => shop.state(session) === 'paid');
  };

const socketCases: Cases = {
  'a registration that the switch cannot decrypt is trouble, and the report tells the payment': paidDespite(
    ['bad-token'],
    'Token decryption failed',
  ),
  'a socket that never says CONNECTED is trouble, and the report tells the payment': paidDespite(
    ['no-connected'],
    'no CONNECTED within',
  ),
  'an ERROR frame is trouble, and the report tells the payment': paidDespite(
    ['error-frame'],
    'ERROR frame (internal error)',
  ),
  'a socket that is refused is trouble, and the report tells the payment': paidDespite(['refuse-sockets'], 'HTTP 503'),
  'frames that come in pieces are read': toldDespite('split-frames'),
  'frames that come together are read': toldDespite('merged-frames'),
  'a wrong content-length costs the socket and no payment': survives('broken-frame', 'content-length that is wrong'),
  'a frame without end costs the socket and no payment': survives('endless-frame', 'endless head'),
  async 'a registration that is never answered is followed by the report'(stage) {
    const { shop, fake } = stage;
    real(stage).faults.set('silence');
    const session = await shop.chargeBlindly();
    await shop.until('a second registration', () => (real(stage).ledger.seen.registrations.get(session) ?? 0) > 1);
    fake.pay(session);
    await shop.until('the payment', () => shop.state(session) === 'paid');
    expect(shop.told(session)).toEqual(['paid']);
  },
  async 'a registration that is not answered again after a drop still brings the events'(stage) {
    const { shop, fake } = stage;
    real(stage).faults.set('no-repeated-entr');
    const session = await shop.charge();
    fake.drop();
    await shop.until('the trouble', () => shop.health()?.state === 'trouble');
    await shop.until('the new road', () => shop.health()?.state === 'ok' && fake.listening(session));
    fake.scan(session);
    await shop.until('the scan', () => shop.state(session) === 'scanned');
    expect(shop.told(session)).toEqual(['opened', 'scanned']);
  },
  async 'heart-beats that stop end the socket and no payment'(stage) {
    const { shop, fake } = stage;
    const session = await shop.charge();
    real(stage).faults.set('no-heart-beats');
    await shop.until('the trouble', () => shop.healths.some(({ detail }) => detail.includes('heart-beats stopped')));
    fake.heal();
    await shop.until('the new road', () => fake.listening(session) && shop.health()?.state === 'ok');
    fake.pay(session);
    await shop.until('the payment', () => shop.state(session) === 'paid');
  },
  async 'after a drop every live QR is registered again and asked for at once, before any sweep'(stage) {
    const { fake, driver } = stage;
    const patient = openShop(driver, fake, { timing: { ...TIMING, sweepMs: 600_000 } });
    try {
      const sessions = await Promise.all([patient.charge(100), patient.charge(200), patient.charge(300)]);
      const { registrations } = real(stage).ledger.seen;
      const before = sessions.map((session) => [registrations.get(session), fake.statusLookUps(session)]);
      fake.trouble('no-road');
      fake.drop();
      await patient.until('the trouble', () => patient.health()?.state === 'trouble');
      fake.pay(sessions[1]!);
      fake.heal();
      await patient.until('look-ups', () => sessions.every((session) => fake.statusLookUps(session) > 0));
      await patient.until('the payment', () => patient.state(sessions[1]!) === 'paid');
      const after = sessions.map((session) => [registrations.get(session), fake.statusLookUps(session)]);
      expect([before, after]).toEqual([sessions.map(() => [1, 0]), sessions.map(() => [2, 1])]);
    } finally {
      await patient.close();
    }
  },
  async 'a drop while the report about the drop before is awaited is asked about too'(stage) {
    const { fake, driver } = stage;
    const road = await slowRoad(real(stage).baseUrl);
    const patient = openShop(driver, fake, {
      baseUrl: road.url,
      timing: { ...TIMING, requestMs: 10_000, sweepMs: 600_000, retryMinMs: 2_000, retryMaxMs: 2_000 },
    });
    try {
      const session = await patient.charge();
      const release = road.hold();
      fake.drop();
      await patient.until('a question about the first drop', () => fake.statusLookUps(session) > 0);
      fake.drop();
      await patient.until('the second drop', () => patient.health()?.state === 'trouble');
      release();
      // Answered in order: the held answer has come when this one does.
      await patient.lookUp(session);
      // Nobody listens: the next try of the socket is up to two seconds away.
      fake.pay(session);
      await patient.until('the payment', () => patient.state(session) === 'paid');
    } finally {
      await patient.close();
      await road.close();
    }
  },
};

const REPORT = '/nQR/v1/merchanttxnreport';

/** The switch's HTTP side, whose reports can be held on their way. */
async function slowRoad(baseUrl: string): Promise<{ url: string; hold(): () => void; close(): Promise<void> }> {
  let held = Promise.resolve();
  const server = createServer((request, response) => {
    const pass = async (): Promise<void> => {
      const body = await buffer(request);
      const headers = request.headers as Record<string, string>;
      const answer = await fetch(`${baseUrl}${request.url}`, { method: request.method!, headers, body });
      const reply = Buffer.from(await answer.arrayBuffer());
      if (request.url === REPORT) await held;
      response.writeHead(answer.status, { 'content-type': 'application/json' }).end(reply);
    };
    pass().catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    hold() {
      let release = (): void => undefined;
      held = new Promise((resolve) => (release = resolve));
      return release;
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const controlCases: Cases = {
  async 'the fake’s hands are reachable over HTTP, for people and for the demo'(stage) {
    const { shop } = stage;
    const { baseUrl } = real(stage);
    const session = await shop.charge();
    const post = (word: string, body: object) =>
      fetch(`${baseUrl}/__sim/${word}`, { method: 'POST', body: JSON.stringify(body) });
    await post('scan', { session });
    await shop.until('the scan', () => shop.state(session) === 'scanned');
    await post('fault', { fault: 'report-lag', times: 1 });
    await post('pay', { session, credit: 'DEFER' });
    await shop.until('the payment', () => shop.state(session) === 'paid');
    expect(await (await post('state', {})).json()).toMatchObject({
      faults: [],
      traces: [{ id: session, rows: [{ creditStatus: 'DEFER' }] }],
    });
    const refused = await post('fault', { fault: 'nonsense' });
    expect([refused.status, ((await refused.json()) as { error: string }).error]).toEqual([
      400,
      expect.stringContaining('half-open'),
    ]);
  },
};

runCases('nepalpay: the fake', nepalpay, controlCases);
runCases('nepalpay: its socket', nepalpay, socketCases);
