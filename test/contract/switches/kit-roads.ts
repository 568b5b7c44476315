// The contract's second half: bad roads, bad notifications and restarts.
import { expect } from 'vitest';
import type { PushFlaw, Trouble } from './driver';
import type { Cases, Stage } from './kit';

export const roadCases: Cases = {
  async 'a drop between scan and payment is healed by a look-up'({ shop, fake }) {
    const session = await shop.charge();
    fake.scan(session);
    await shop.scanSeen(session);
    fake.trouble('no-road');
    fake.drop();
    await shop.until('the trouble', () => shop.health()?.state === 'trouble');
    fake.pay(session);
    fake.heal();
    await shop.until('the payment', () => shop.state(session) === 'paid');
    await shop.until('health', () => shop.health()?.state === 'ok');
    shop.expectTold(session, ['opened', 'scanned', 'paid']);
  },
  async 'a payment is found even when the road never comes back'({ shop, fake }) {
    const session = await shop.charge();
    fake.trouble('no-road');
    fake.drop();
    fake.pay(session);
    await shop.until('the payment', () => shop.state(session) === 'paid');
    expect(shop.health()?.state).toBe('trouble');
    expect(shop.told(session)).not.toContain('failed');
  },
  async 'a half-open road is found and left'({ shop, fake }) {
    const session = await shop.charge();
    fake.trouble('half-open');
    fake.pay(session);
    await shop.until('the trouble', () => shop.healths.some(({ state }) => state === 'trouble'));
    await shop.until('the payment', () => shop.state(session) === 'paid');
    expect(shop.told(session)).not.toContain('failed');
    await shop.until('health', () => shop.health()?.state === 'ok');
  },
  async 'after a drop the next events come over the new road'({ shop, fake }) {
    const session = await shop.charge();
    for (let drop = 1; drop <= 3; drop++) {
      fake.drop();
      await shop.until('the trouble', () => shop.healths.filter(({ state }) => state === 'trouble').length >= drop);
      await shop.until('the new road', () => shop.health()?.state === 'ok' && fake.listening(session));
    }
    fake.scan(session);
    await shop.until('the scan', () => shop.state(session) === 'scanned');
  },
  async 'a bridge that starts before its switch finds it later'({ shop, fake }) {
    fake.trouble('no-road');
    fake.drop();
    await shop.until('the trouble', () => shop.health()?.state === 'trouble');
    const session = await shop.chargeBlindly();
    fake.heal();
    await shop.until('the switch to listen', () => fake.listening(session));
    fake.pay(session);
    await shop.until('the payment', () => shop.timesPaid(session) === 1);
  },
  async 'credentials that end are renewed without losing a payment'({ shop, fake }) {
    const session = await shop.charge();
    await shop.lookUp(session);
    fake.expireCredentials();
    fake.pay(session);
    await shop.until('the payment', () => shop.state(session) === 'paid');
    expect(shop.events.at(-1)).toMatchObject({ kind: 'paid', amountMinor: 125_050 });
  },
  async 'a status that lags does not hold the payment back for ever'({ shop, fake }) {
    const session = await shop.charge();
    fake.trouble('status-lag');
    fake.pay(session);
    await shop.until('the payment', () => shop.state(session) === 'paid');
    fake.heal();
    await shop.lookUp(session);
    expect(shop.timesPaid(session)).toBe(1);
  },
  ...Object.fromEntries(
    (
      [
        'status-500',
        'status-429',
        'status-429-retry-after',
        'status-html',
        'status-stall',
        'status-auth',
      ] satisfies Trouble[]
    ).map((trouble) => [
      `${trouble}: the payment is told, once, and nothing is told as failed`,
      async ({ shop, fake }: Stage) => {
        const session = await shop.charge();
        fake.trouble(trouble);
        fake.scan(session);
        fake.pay(session);
        await shop.until('the payment', () => shop.state(session) === 'paid');
        await expect(shop.lookUp(session)).rejects.toMatchObject({ name: expect.stringMatching(/Error$/) as string });
        fake.heal();
        shop.expectTold(session, ['opened', 'scanned', 'paid']);
      },
    ]),
  ),
  async 'a closed connector is quiet'({ shop, fake }) {
    const session = await shop.charge();
    await shop.connector.close();
    fake.pay(session);
    await expect(shop.chargeBlindly()).rejects.toMatchObject({ name: expect.stringMatching(/Error$/) as string });
    shop.expectTold(session, ['opened']);
  },
};

export const restartCases: Cases = {
  async 'a restart with the QR open: the payment comes'({ shop, fake }) {
    const session = await shop.charge();
    await shop.restart();
    await shop.until('the switch to listen', () => fake.listening(session));
    fake.pay(session);
    await shop.until('the payment', () => shop.timesPaid(session) === 1);
  },
  async 'a restart with the QR scanned, paid meanwhile: found at once'({ shop, fake }) {
    const session = await shop.charge();
    fake.scan(session);
    await shop.scanSeen(session);
    await shop.connector.close();
    fake.pay(session);
    await shop.restart();
    await shop.until('the payment', () => shop.timesPaid(session) === 1);
  },
  async 'a restart while pending: the outcome comes'({ shop, fake }) {
    const session = await shop.charge();
    fake.leaveOpen(session);
    await shop.until('pending', () => shop.state(session) === 'pending');
    await shop.restart();
    fake.resolveOpen(session);
    await shop.until('the payment', () => shop.timesPaid(session) === 1);
  },
  async 'a restart after a failed try: told once, and a second try is paid'({ shop, fake }) {
    const session = await shop.charge();
    fake.fail(session);
    await shop.until('the failure', () => shop.state(session) === 'failed');
    await shop.restart();
    await shop.until('the switch to listen', () => fake.listening(session));
    expect(shop.told(session).filter((name) => name === 'failed')).toHaveLength(1);
    fake.pay(session);
    await shop.until('the payment', () => shop.timesPaid(session) === 1);
  },
  async 'a restart after the payment: not told again'({ shop, fake }) {
    const session = await shop.charge();
    fake.pay(session);
    await shop.until('the payment', () => shop.state(session) === 'paid');
    await shop.restart();
    await shop.lookUp(session);
    expect(shop.timesPaid(session)).toBe(1);
  },
};

const refusing =
  (flaw: PushFlaw, rejection: string | undefined): Cases[string] =>
  async ({ shop, fake }) => {
    const session = await shop.charge();
    // Nothing but the notification speaks of a payment: the switch's own books have none.
    fake.trouble('status-lag');
    const reply = await shop.connector.webhook!(fake.push!(session, flaw));
    expect(shop.timesPaid(session)).toBe(0);
    if (rejection === undefined) {
      expect(reply.status).toBeGreaterThanOrEqual(400);
      expect(shop.events.filter(({ kind }) => kind === 'paid')).toEqual([]);
    } else expect(shop.rejections).toContain(rejection);
  };

export const pushCases: Cases = {
  async 'a good notification is told once and answered alike each time'({ shop, fake }) {
    const session = await shop.charge();
    fake.paySilently(session);
    const push = fake.push!(session, 'none');
    const first = await shop.connector.webhook!(push);
    expect([first.status, fake.acceptsReply(first.body), shop.state(session)]).toEqual([200, true, 'paid']);
    expect(await shop.connector.webhook!(push)).toEqual(first);
    expect(shop.timesPaid(session)).toBe(1);
    expect(shop.events.at(-1)?.amountMinor).toBe(125_050);
  },
  async 'a good notification is believed while the status cannot be had'({ shop, fake }) {
    const session = await shop.charge();
    fake.trouble('status-500');
    fake.paySilently(session);
    await shop.connector.webhook!(fake.push!(session, 'none'));
    expect(shop.timesPaid(session)).toBe(1);
  },
  async 'notification and event of one payment are told once'({ shop, fake }) {
    const session = await shop.charge();
    fake.pay(session);
    await shop.connector.webhook!(fake.push!(session, 'none'));
    await shop.until('the payment', () => shop.state(session) === 'paid');
    await shop.lookUp(session);
    expect(shop.timesPaid(session)).toBe(1);
  },
  async 'a notification after a restart is told when the switch’s books agree'({ shop, fake }) {
    const session = await shop.charge();
    fake.trouble('no-road');
    await shop.restart();
    fake.trouble('status-lag');
    fake.paySilently(session);
    const push = fake.push!(session, 'none');
    const early = await shop.connector.webhook!(push);
    expect([early.status, shop.timesPaid(session)]).toEqual([503, 0]);
    fake.heal();
    const again = await shop.connector.webhook!(push);
    expect([again.status, shop.timesPaid(session)]).toEqual([200, 1]);
  },
  async 'a notification is not acknowledged before it is kept'({ shop, fake }) {
    const session = await shop.charge();
    fake.paySilently(session);
    shop.breakStore();
    await expect(shop.connector.webhook!(fake.push!(session, 'none'))).rejects.toThrow('disk full');
    shop.mend();
    await shop.until('the payment', () => shop.timesPaid(session) === 1);
  },
  'a forged notification is refused': refusing('forged', undefined),
  'an unsigned notification is refused': refusing('unsigned', undefined),
  'a notification without credentials is refused': refusing('no-credentials', undefined),
  'a notification of another amount is not announced': refusing('other-amount', 'amount-mismatch'),
  'a notification in another currency is not announced': refusing('other-currency', 'currency-mismatch'),
  'a notification for another payee is not announced': refusing('other-payee', 'payee-mismatch'),
};
