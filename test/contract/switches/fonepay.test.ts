// What only Fonepay can do wrong.
import { expect } from 'vitest';
import type { Fault } from '../../../tools/switches/fonepay/faults';
import { fonepay, real, TIMING } from './fonepay';
import { runCases, type Cases } from './kit';
import { openShop } from './shop';

/** The socket's word is not believed alone; once the status can be had, it is told once. */
const toldWhenHealed =
  (fault: Fault, detail: string): Cases[string] =>
  async (stage) => {
    const { shop, fake } = stage;
    const session = await shop.charge();
    real(stage).faults.set(fault);
    fake.scan(session);
    fake.pay(session);
    await shop.until('pending', () => shop.state(session) === 'pending');
    await shop.until('the trouble', () => shop.healths.some((health) => health.detail.includes(detail)));
    await expect(shop.lookUp(session)).rejects.toMatchObject({ name: expect.stringMatching(/Error$/) as string });
    expect([shop.timesPaid(session), shop.told(session)]).toEqual([0, ['opened', 'scanned', 'pending']]);
    fake.heal();
    await shop.until('the payment', () => shop.state(session) === 'paid');
    await shop.until('health', () => shop.health()?.state === 'ok');
    expect(shop.events.at(-1)).toMatchObject({ kind: 'paid', amountMinor: 125_050 });
  };

const statusCases: Cases = {
  'HTTP 500 on the status: told when healed': toldWhenHealed('status-500', 'HTTP 500'),
  'HTTP 429 on the status: told when healed': toldWhenHealed('status-429', 'asked too often'),
  'a web page instead of the status: told when healed': toldWhenHealed('status-html', 'a web page'),
  'a status that stalls: told when healed': toldWhenHealed('status-stall', 'no answer within'),
  'credentials refused on the status: told when healed': toldWhenHealed('status-401', 'credentials'),
  'a status connection that is cut: told when healed': toldWhenHealed('status-cut', 'cannot be reached'),
  async 'an error of Fonepay’s on the status says nothing, and is logged once'(stage) {
    const { shop, fake } = stage;
    const session = await shop.charge();
    real(stage).faults.set('status-refused');
    fake.pay(session);
    await shop.until('pending', () => shop.state(session) === 'pending');
    await shop.lookUp(session);
    await shop.lookUp(session);
    expect(shop.logs.filter((line) => line.includes('406 Not allowed'))).toHaveLength(1);
    fake.heal();
    await shop.until('the payment', () => shop.state(session) === 'paid');
  },
  async 'a status that lags leaves it pending, then it is told with the socket’s amount'(stage) {
    const { shop, fake } = stage;
    const session = await shop.charge();
    fake.trouble('status-lag');
    fake.pay(session);
    await shop.until('pending', () => shop.state(session) === 'pending');
    fake.heal();
    await shop.until('the payment', () => shop.state(session) === 'paid');
    expect(shop.events.at(-1)).toMatchObject({ amountMinor: 125_050, txnId: expect.stringMatching(/^\d+$/) as string });
  },
  async 'a pending status that is printed as failed fails nothing'(stage) {
    const { shop, fake } = stage;
    real(stage).faults.set('status-pending-is-failed');
    const session = await shop.charge();
    await shop.lookUp(session);
    fake.leaveOpen(session);
    await shop.until('pending', () => shop.state(session) === 'pending');
    fake.resolveOpen(session);
    await shop.until('the payment', () => shop.state(session) === 'paid');
    expect(shop.told(session)).not.toContain('failed');
  },
  async 'an amount that differs is remembered over a restart in the middle'(stage) {
    const { shop, fake } = stage;
    const session = await shop.charge();
    fake.trouble('other-amount');
    fake.trouble('status-lag');
    fake.pay(session);
    await shop.until('pending', () => shop.state(session) === 'pending');
    await shop.restart();
    fake.heal();
    await shop.until('the refusal', () => shop.rejections.includes('amount-mismatch'));
    expect(shop.timesPaid(session)).toBe(0);
  },
  async 'a payment that the socket never tells is found by look-ups'(stage) {
    const { fake, driver } = stage;
    const busy = openShop(driver, fake, { timing: { ...TIMING, coveredMs: 60 } });
    try {
      const session = await busy.charge();
      real(stage).faults.set('silent');
      fake.pay(session);
      await busy.until('the payment', () => busy.state(session) === 'paid');
      expect(busy.healths.filter(({ state }) => state === 'trouble')).toEqual([]);
    } finally {
      await busy.close();
    }
  },
};

const socketCases: Cases = {
  async 'QRVerified, as the document spells it, is scanned too'(stage) {
    real(stage).faults.set('old-spelling');
    const session = await stage.shop.charge();
    stage.fake.scan(session);
    await stage.shop.until('the scan', () => stage.shop.state(session) === 'scanned');
  },
  async 'a customer who cancels fails the try and may pay yet'(stage) {
    const { shop } = stage;
    const session = await shop.charge();
    real(stage).fail(session, { cancelled: true });
    await shop.until('the failure', () => shop.state(session) === 'failed');
    real(stage).pay(session);
    await shop.until('the payment', () => shop.state(session) === 'paid');
  },
  async 'a payment told without an amount is paid: the QR carries it'(stage) {
    const { shop, fake } = stage;
    real(stage).faults.set('no-amount');
    const session = await shop.charge();
    fake.pay(session);
    await shop.until('the payment', () => shop.state(session) === 'paid');
    expect(shop.events.at(-1)).toMatchObject({ kind: 'paid', amountMinor: undefined });
  },
  async 'garbage on the socket is dropped, and the payment behind it told'(stage) {
    const { shop, fake } = stage;
    real(stage).faults.set('garbage');
    const session = await shop.charge();
    fake.pay(session);
    await shop.until('the payment', () => shop.state(session) === 'paid');
    expect(shop.logs.some((line) => line.includes('"dropped":1'))).toBe(true);
  },
  async 'after a restart the socket is opened where the answer said, and tells the scan'(stage) {
    const { shop, fake } = stage;
    const session = await shop.charge();
    await shop.restart();
    await shop.until('the socket', () => fake.listening(session));
    fake.scan(session);
    await shop.until('the scan', () => shop.state(session) === 'scanned');
  },
  async 'a QR without a socket, or with a stranger’s, is followed by status'(stage) {
    const { shop, fake } = stage;
    for (const fault of ['qr-socketless', 'qr-foreign-socket'] as const) {
      real(stage).faults.set(fault, { times: 1 });
      const session = await shop.chargeBlindly();
      fake.pay(session);
      await shop.until('the payment', () => shop.state(session) === 'paid');
    }
    expect(shop.logs.filter((line) => line.includes('without a socket of ours'))).toHaveLength(2);
  },
  async 'more QRs than sockets are followed by status'(stage) {
    const { fake, driver } = stage;
    const small = openShop(driver, fake, { sockets: 1 });
    try {
      await small.charge(1_000);
      const second = await small.chargeBlindly(2_000);
      fake.pay(second);
      await small.until('the payment', () => small.state(second) === 'paid');
      expect(fake.listening(second)).toBe(false);
    } finally {
      await small.close();
    }
  },
  async 'a paid QR’s socket is closed'(stage) {
    const { shop, fake } = stage;
    const session = await shop.charge();
    fake.pay(session);
    await shop.until('the payment', () => shop.state(session) === 'paid');
    await shop.until('the end of the socket', () => !fake.listening(session));
    expect(shop.health()?.state).toBe('ok');
  },
};

const requestCases: Cases = {
  async 'a prn that an answer was lost for is not used again'(stage) {
    real(stage).faults.set('qr-lost', { times: 1 });
    const session = await stage.shop.charge();
    const { asked } = real(stage).ledger.seen;
    expect([asked.length, asked[1], asked[0]]).toEqual([2, session, session.slice(0, -1)]);
  },
  async 'an error 406 refuses the charge with Fonepay’s words'(stage) {
    real(stage).faults.set('qr-refused');
    const refused = stage.shop.chargeBlindly();
    await expect(refused).rejects.toMatchObject({ code: 'refused', retry: false });
    await expect(refused).rejects.toThrow('406 Not allowed');
  },
  async 'a QR without an amount is not shown'(stage) {
    real(stage).faults.set('qr-no-amount');
    await expect(stage.shop.chargeBlindly()).rejects.toMatchObject({ code: 'malformed' });
  },
  async 'a wrong secret key is found by the doctor'(stage) {
    const wrong = openShop(stage.driver, stage.fake, { secretKey: 'another' });
    try {
      const failed = [];
      for await (const step of wrong.connector.diagnose()) if (!step.ok) failed.push(step.detail);
      expect(failed[0]).toMatch(/Data validation failed.*secretKey/);
    } finally {
      await wrong.close();
    }
  },
  async 'the fake’s hands are reachable over HTTP, for people and for the demo'(stage) {
    const { shop } = stage;
    const session = await shop.charge();
    const post = (word: string, body: object) =>
      fetch(new URL(`/__sim/${word}`, real(stage).baseUrl), { method: 'POST', body: JSON.stringify(body) });
    await post('scan', { session });
    await shop.until('the scan', () => shop.state(session) === 'scanned');
    await post('pay', { session });
    await shop.until('the payment', () => shop.state(session) === 'paid');
    const state = (await (await post('state', {})).json()) as { qrs: object[] };
    expect(state.qrs).toMatchObject([{ prn: session, status: 'success' }]);
    expect((await post('fault', { fault: 'nonsense' })).status).toBe(400);
  },
};

runCases('fonepay: its status', fonepay, statusCases);
runCases('fonepay: its socket', fonepay, socketCases);
runCases('fonepay: its requests', fonepay, requestCases);
