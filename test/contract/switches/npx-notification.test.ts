// What only NPX's notifications can do wrong.
import { expect } from 'vitest';
import { runCases, type Cases } from './kit';
import { notification, npx, real, TIMING } from './npx';
import { openShop } from './shop';

const notificationCases: Cases = {
  async 'the first is answered received, a repeat already received, and it is told once'({ shop, fake }) {
    const session = await shop.charge();
    fake.paySilently(session);
    const push = fake.push!(session, 'none');
    const first = await shop.connector.webhook!(push);
    const second = await shop.connector.webhook!(push);
    expect([first.status, second.status, second.body]).toEqual([200, 200, 'already received']);
    expect(['received', 'already received']).toContain(first.body);
    expect([shop.timesPaid(session), shop.state(session)]).toEqual([1, 'paid']);
  },
  async 'with polling asleep the notification alone brings the payment'(stage) {
    const { fake, driver } = stage;
    const asleep = openShop(driver, fake, { timing: { ...TIMING, pollMs: 600_000, pollLaterMs: 600_000 } });
    try {
      await asleep.until('a good road', () => asleep.health()?.state === 'ok');
      const session = await asleep.chargeBlindly();
      fake.pay(session);
      await asleep.until('the payment', () => asleep.state(session) === 'paid');
      const { notifications } = real(stage).ledger.seen;
      await asleep.until('the answer', () => notifications.length > 0);
      expect(notifications.map(({ status, body }) => [status, body])).toEqual([[200, 'received']]);
    } finally {
      await asleep.close();
    }
  },
  async 'one that comes before the books have the payment is answered 503 and repeated until received'(stage) {
    const { fake, driver } = stage;
    const asleep = openShop(driver, fake, { timing: { ...TIMING, pollMs: 600_000, pollLaterMs: 600_000 } });
    try {
      await asleep.until('a good road', () => asleep.health()?.state === 'ok');
      const session = await asleep.chargeBlindly();
      real(stage).faults.set('pending-looks', { times: 2 });
      fake.pay(session);
      await asleep.until('the payment', () => asleep.state(session) === 'paid');
      const { notifications } = real(stage).ledger.seen;
      await asleep.until('the last answer', () => notifications.at(-1)?.status === 200);
      expect(notifications.map(({ body }) => body)).toEqual(['not confirmed yet', 'not confirmed yet', 'received']);
    } finally {
      await asleep.close();
    }
  },
  async 'one for an id that is unknown everywhere is answered 404, dropped and counted'({ shop }) {
    await shop.charge();
    const reply = await shop.connector.webhook!(notification('POSNOBODY1', 'GW1'));
    expect([reply.status, reply.body, shop.events]).toEqual([404, 'unknown', []]);
    expect(shop.logs.some((line) => line.includes('"dropped":1'))).toBe(true);
  },
  async 'many about strangers are not all asked about'(stage) {
    const { fake, driver } = stage;
    const slow = openShop(driver, fake, { timing: { ...TIMING, strangerMs: 600_000 } });
    try {
      const ids = Array.from({ length: 30 }, (_, index) => `POSNOBODY${index}`);
      const replies = await Promise.all(ids.map((id) => slow.connector.webhook!(notification(id, 'GW1'))));
      expect(replies.map(({ body }) => body)).toEqual(['unknown', ...ids.slice(1).map(() => 'busy')]);
    } finally {
      await slow.close();
    }
  },
  async 'a flood of forged ones for one open QR is not queued, and does not keep the payment away'(stage) {
    const { shop, fake } = stage;
    const session = await shop.charge();
    const flood = Array.from({ length: 200 }, (_, index) =>
      shop.connector.webhook!(notification(session, `GW${index}`)),
    );
    const bodies = (await Promise.all(flood)).map(({ body }) => body);
    expect(bodies.filter((body) => body !== 'busy')).toEqual(['not confirmed yet', 'not confirmed yet']);
    fake.pay(session);
    await shop.until('the payment', () => shop.state(session) === 'paid');
  },
  async 'a forged one for an open QR tells nothing, and the true payment still comes'(stage) {
    const { shop, fake } = stage;
    const session = await shop.charge();
    const reply = await shop.connector.webhook!(notification(session, 'GW12345'));
    expect([reply.status, reply.body, shop.events]).toEqual([503, 'not confirmed yet', []]);
    fake.pay(session);
    await shop.until('the payment', () => shop.state(session) === 'paid');
  },
  async 'one under another gateway id than the books’ tells nothing and is an alarm'(stage) {
    const { fake, driver } = stage;
    const asleep = openShop(driver, fake, { timing: { ...TIMING, pollMs: 600_000, pollLaterMs: 600_000 } });
    try {
      const session = await asleep.chargeBlindly();
      fake.paySilently(session);
      const reply = await asleep.connector.webhook!(notification(session, 'GW12345'));
      expect([reply.status, reply.body, asleep.events]).toEqual([409, 'differs', []]);
      expect(asleep.logs.some((line) => line.includes('do not bear out'))).toBe(true);
      await asleep.lookUp(session);
      expect(asleep.timesPaid(session)).toBe(1);
    } finally {
      await asleep.close();
    }
  },
  async 'one about a payment of another amount is answered 409 and refused by the bridge'(stage) {
    const { shop, fake } = stage;
    const session = await shop.charge();
    fake.trouble('other-amount');
    fake.paySilently(session);
    const reply = await shop.connector.webhook!(fake.push!(session, 'none'));
    expect([reply.status, reply.body, shop.timesPaid(session)]).toEqual([409, 'differs', 0]);
    expect(shop.rejections).toContain('amount-mismatch');
  },
  async 'one of a charge that a new process does not know is told when the books agree'(stage) {
    const { shop, fake } = stage;
    const session = await shop.charge();
    shop.expire(session);
    await shop.restart();
    fake.paySilently(session);
    const reply = await shop.connector.webhook!(fake.push!(session, 'none'));
    expect([reply.status, reply.body]).toEqual([200, 'received']);
    expect([shop.timesPaid(session), shop.of(session).late]).toEqual([1, true]);
  },
  async 'a lost one is made up for by polling'(stage) {
    const { shop, fake } = stage;
    real(stage).faults.set('notify-lost');
    const session = await shop.charge();
    fake.pay(session);
    await shop.until('the payment', () => shop.state(session) === 'paid');
    expect(real(stage).ledger.seen.notifications).toEqual([]);
  },
  async 'one that is posted as a form, and one as JSON, are taken too'(stage) {
    const { shop, fake } = stage;
    for (const fault of ['notify-post-form', 'notify-post-json'] as const) {
      real(stage).faults.set(fault, { times: 1 });
      const session = await shop.charge();
      fake.pay(session);
      await shop.until('the payment', () => shop.state(session) === 'paid');
      await shop.until('the answer', () => fake.acceptsReply(real(stage).ledger.seen.notifications.at(-1)?.body ?? ''));
    }
  },
  async 'one without its names is 400, another method 405'({ shop }) {
    const good = notification('A', 'B');
    const answers = await Promise.all(
      [
        { ...good, query: '' },
        { ...good, method: 'POST', query: '' },
        { ...good, method: 'HEAD' },
      ].map((asked) => shop.connector.webhook!(asked)),
    );
    expect(answers.map(({ status }) => status)).toEqual([400, 400, 405]);
  },
  async 'nothing of a notification or a token is ever in the log'(stage) {
    const { shop, fake } = stage;
    const session = await shop.charge();
    await shop.connector.webhook!(notification(session, 'GWSECRET1'));
    fake.pay(session);
    await shop.until('the payment', () => shop.state(session) === 'paid');
    const { apiPassword, secretKey, customer } = real(stage).config;
    for (const secret of ['GWSECRET1', apiPassword, secretKey, customer.email]) {
      expect(shop.logs.join('\n')).not.toContain(secret);
      expect(JSON.stringify(shop.healths)).not.toContain(secret);
    }
  },
};

runCases('npx: its notification', npx, notificationCases);
