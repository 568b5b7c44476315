// Cashiers and customers of a siege: charges over the API until they are taken, and payments at the clearing house.
import { setTimeout as pause } from 'node:timers/promises';
import { deliverPush } from '../switches/nepalpay/push';
import type { Sale } from './books';
import type { Shop } from './shop';

const TRY_AGAIN_MS = 150;
const REQUEST_MS = 8_000;
/** A cashier's patience; the bridge is away for seconds at a time. */
const CHARGE_LIMIT_MS = 90_000;
/** What neither the socket nor a push has told is found when the QR ends. */
const EXPIRES_SECONDS = 30;
const WALKS_AWAY = 0.04;
const HAS_NO_MONEY = 0.08;
const PUSHED_TWICE = 0.3;
const NOT_PUSHED = 0.1;
/** Units of the sixteen digits and three letters with which the clearing house names a QR. */
const SESSION = /\d{16}TST/;

/** One customer from the counter to the payment. */
export async function sell(shop: Shop, device: string, nth: number, random: () => number): Promise<Sale> {
  const amountMinor = 100 + nth;
  const charge = await ask(shop, `sale-${nth}`, `/v1/devices/${device}/charges`, amountMinor);
  const session = SESSION.exec(charge.qr)![0];
  const sale: Sale = { charge: charge.id, device, amountMinor, paid: false };
  const mood = random();
  if (mood < WALKS_AWAY) return sale;
  await pause(random() * 40);
  shop.bank.scan(session);
  await pause(random() * 40);
  if (mood < HAS_NO_MONEY) {
    shop.bank.fail(session);
    return sale;
  }
  shop.bank.pay(session, { silent: random() < NOT_PUSHED });
  if (random() < PUSHED_TWICE)
    void deliverPush(`http://127.0.0.1:${shop.apiPort}`, shop.bank.push(session), shop.bank.ledger);
  return { ...sale, paid: true };
}

/** Has the box said it, as far as the bridge knows? False when the bridge does not answer. */
export async function isSpoken(shop: Shop, charge: string): Promise<boolean> {
  const found = await call(shop, `/v1/charges/${charge}`, {}).catch(() => undefined);
  return found?.status === 200 && 'spokenAt' in ((await found.json()) as object);
}

async function ask(shop: Shop, key: string, path: string, amountMinor: number): Promise<{ id: string; qr: string }> {
  const amount = `${Math.floor(amountMinor / 100)}.${String(amountMinor % 100).padStart(2, '0')}`;
  const headers = { 'content-type': 'application/json', 'idempotency-key': key };
  const untilMs = Date.now() + CHARGE_LIMIT_MS;
  let last = 'no answer';
  while (Date.now() < untilMs) {
    try {
      const answer = await call(shop, path, {
        method: 'POST',
        headers,
        body: JSON.stringify({ amount, currency: 'NPR', expiresInSeconds: EXPIRES_SECONDS }),
      });
      if (answer.status === 201) return (await answer.json()) as { id: string; qr: string };
      last = `${answer.status} ${await answer.text()}`;
    } catch (error) {
      last = String(error);
    }
    await pause(TRY_AGAIN_MS);
  }
  throw new Error(`siege: no charge within ${CHARGE_LIMIT_MS / 1000} s: ${last}`);
}

function call({ apiPort, token }: Shop, path: string, init: RequestInit): Promise<Response> {
  return fetch(`http://127.0.0.1:${apiPort}${path}`, {
    ...init,
    headers: { authorization: `Bearer ${token}`, ...(init.headers as Record<string, string>) },
    signal: AbortSignal.timeout(REQUEST_MS),
  });
}
