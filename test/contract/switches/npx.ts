import type { Connector, Webhook } from '../../../bridge/payments/ports';
import { npx as kind } from '../../../bridge/switches/npx/index';
import type { SwitchKind } from '../../../bridge/switches/registry';
import { startNpx, type Npx, type NpxOptions } from '../../../tools/switches/npx';
import type { Fault } from '../../../tools/switches/npx/faults';
import { openNotificationUrl, type NotificationUrl } from '../../support/notification-url';
import type { FakeSwitch, PushFlaw, SwitchDriver, Trouble } from './driver';
import { openShop, type Shop } from './shop';

/** Long enough for a busy machine, short enough for many cases. */
export const TIMING = {
  requestMs: 700,
  createMs: 6_000,
  retryMinMs: 10,
  retryMaxMs: 80,
  gapMs: 1,
  pollMs: 40,
  pollEagerMs: 2_000,
  pollLaterMs: 80,
  afterEndMs: 60_000,
  pollLateMs: 80,
  strangerMs: 1,
};

const FAULTS: Partial<Record<Trouble, [Fault, number?]>> = {
  'create-500': ['link-500'],
  'create-429': ['link-429'],
  'create-429-retry-after': ['link-429', 30],
  'create-html': ['link-html'],
  'create-stall': ['link-stall'],
  'create-auth': ['link-401'],
  'status-500': ['status-500'],
  'status-429': ['status-429'],
  'status-429-retry-after': ['status-429', 30],
  'status-html': ['status-html'],
  'status-stall': ['status-stall'],
  'status-auth': ['status-401'],
  'duplicate-events': ['notify-twice'],
  'foreign-events': ['notify-unknown'],
  'half-open': ['half-open'],
  'no-road': ['no-road'],
  'other-amount': ['other-amount', 9_900],
  'foreign-status': ['foreign-status'],
  'status-lag': ['status-lag'],
  'clock-skew': ['clock-skew', -36_000_000],
  'qr-other-payee': ['link-domain'],
};

interface NpxSwitch extends FakeSwitch {
  real: Npx;
  url: NotificationUrl;
}
/** The fake behind the driver, for cases that only NPX has. */
export function real(stage: { fake: FakeSwitch }): Npx {
  return (stage.fake as NpxSwitch).real;
}
/** NotificationUrl of the driver's shop. */
export function urlOf(stage: { fake: FakeSwitch }): NotificationUrl {
  return (stage.fake as NpxSwitch).url;
}

const urls = new Map<string, NotificationUrl>();

export async function startDriven(options: NpxOptions = {}): Promise<NpxSwitch> {
  const url = await openNotificationUrl();
  const fake = await startNpx({ notifyTo: `${url.base}/notify`, repeatMs: 30, ...options });
  urls.set(fake.baseUrl, url);
  const { ledger, faults } = fake;
  return {
    real: fake,
    url,
    // The kit charges less than the ten rupees that are the least by default.
    config: { ...fake.config, limits: { leastMinor: 100 }, timing: TIMING },
    onChange: (changed) => void ledger.changes.on('change', changed),
    listening: (session) => (ledger.seen.statuses.get(session) ?? 0) > 0,
    // Nobody hears of it: neither NPX nor we.
    scan: () => undefined,
    pay: (session) => void fake.pay(session),
    paySilently: (session) => void fake.pay(session, { silent: true }),
    fail: (session) => void fake.fail(session),
    leaveOpen: (session) => void fake.leave(session),
    resolveOpen: fake.resolve,
    refund() {
      throw new Error('npx gives no money back');
    },
    trouble(trouble, times) {
      const [fault, value] = FAULTS[trouble] ?? [];
      if (fault === undefined) throw new Error(`npx cannot have ${trouble}`);
      fake.faults.set(fault, { value, times });
    },
    heal: () => faults.clear(),
    drop: fake.drop,
    expireCredentials: () => undefined,
    statusLookUps: (session) => ledger.seen.statuses.get(session) ?? 0,
    push: (session, flaw) => notification(session, lastGatewayId(fake, session, flaw)),
    acceptsReply: (body) => body === 'received' || body === 'already received',
    async close() {
      urls.delete(fake.baseUrl);
      await fake.close();
      await url.close();
    },
  };
}

function lastGatewayId(fake: Npx, session: string, flaw: PushFlaw): string {
  const last = fake.ledger.txns.get(session)?.tries.at(-1)?.gatewayId;
  return flaw === 'none' && last !== undefined ? last : 'GW66666666';
}

/** As NPX sends it. */
export function notification(txnId: string, gatewayId: string): Webhook {
  const query = new URLSearchParams({ MerchantTxnId: txnId, GatewayTxnId: gatewayId }).toString();
  return { path: 'notify', query, method: 'GET', headers: {}, body: '' };
}

/** What NPX notifies reaches the connector that was made last for it, as it would reach a bridge that restarts. */
function connected(config: unknown, connect: () => Connector): Connector {
  const connector = connect();
  const url = urls.get((config as { baseUrl: string }).baseUrl);
  if (url !== undefined) url.take = connector.webhook;
  return connector;
}

const NO_SCAN = 'NPX does not tell when a link is scanned';
const NO_BELIEF = 'NPX’s status is the only proof, so nothing is told while it cannot be had; own cases show that';
const NO_FIELD = 'the notification names two ids and nothing else';

export const npx: SwitchDriver = {
  kind: {
    ...(kind as unknown as SwitchKind<unknown>),
    connect: (config, context) => connected(config, () => kind.connect(config as never, context)),
  },
  currency: 'NPR',
  foreignCurrency: 'INR',
  tells: ['pending', 'failed'],
  start: () => startDriven(),
  cannot: {
    'a scan that comes after its payment changes nothing': NO_SCAN,
    'after a drop the next events come over the new road': `${NO_SCAN}, and each look-up is a road of its own`,
    'a payment is found even when the road never comes back': NO_BELIEF,
    'a status that lags does not hold the payment back for ever': NO_BELIEF,
    ...Object.fromEntries(
      ['500', '429', '429-retry-after', 'html', 'stall', 'auth'].map((trouble) => [
        `status-${trouble}: the payment is told, once, and nothing is told as failed`,
        NO_BELIEF,
      ]),
    ),
    'a good notification is believed while the status cannot be had': NO_BELIEF,
    'money given back is told as reversed': 'no call of NPX gives money back or tells of it',
    'credentials that end are renewed without losing a payment':
      'NPX’s credentials are a name and a password without end',
    'qr other amount: the QR is not shown': 'a payment link names no amount; the status does',
    'qr other currency: the QR is not shown': 'a payment link names no currency; the status does',
    'a good notification is told once and answered alike each time':
      'the first answer is `received`, the next `already received`',
    'an unsigned notification is refused': 'no notification of NPX is signed',
    'a notification without credentials is refused': 'no notification of NPX has credentials',
    'a notification of another amount is not announced': NO_FIELD,
    'a notification in another currency is not announced': NO_FIELD,
    'a notification for another payee is not announced': NO_FIELD,
  },
};

/** Presses a button of the hosted page. */
export const press = async (page: string, choice: 'succeed' | 'fail' | 'leave'): Promise<Response> => {
  const html = await (await fetch(page)).text();
  const action = new RegExp(`action="([^"]+/${choice})"`).exec(html)?.[1];
  return fetch(new URL(action!, page), { method: 'POST', redirect: 'manual' });
};

/** A shop with settings of its own. */
export async function withShop(driven: FakeSwitch, config: object, run: (shop: Shop) => Promise<void>): Promise<void> {
  const shop = openShop(npx, driven, config);
  try {
    await run(shop);
  } finally {
    await shop.close();
  }
}
