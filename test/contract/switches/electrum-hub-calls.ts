// What other shops and wallets say to the intermediate, and what they hear.
import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import { SHOP } from '../../../tools/switches/electrum/ledger';
import { hub, OTHER_SHOP } from './electrum-hub';
import type { Stage } from './kit';

interface Said {
  status: number;
  body: Record<string, unknown> | undefined;
}
type Way = 'qrCodes' | 'scans' | 'payments' | 'payments/confirmations' | 'payments/reversals';

/** One call of an operation, by another shop unless told otherwise. */
export async function call(stage: Stage, way: Way | string, body: unknown, who: string = OTHER_SHOP.id): Promise<Said> {
  const password = who === OTHER_SHOP.id ? OTHER_SHOP.password : `${who} secret`;
  const authorization = `Basic ${Buffer.from(`${who}:${password}`).toString('base64')}`;
  const answer = await fetch(`${hub(stage).hubUrl}/${way}`, {
    method: 'POST',
    headers: { authorization, 'content-type': 'application/json' },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  const text = await answer.text();
  return { status: answer.status, body: text === '' ? undefined : (JSON.parse(text) as Record<string, unknown>) };
}

const sent = (different: object = {}) => ({
  ...{ id: randomUUID(), time: new Date().toISOString(), originator: SHOP.originator },
  client: { id: OTHER_SHOP.id, name: OTHER_SHOP.name },
  amounts: { requestAmount: { amount: 500, currency: '710' } },
  ...different,
});
const identifiers = [{ institutionId: 'other-shop', transactionIdentifier: 'T1' }];
export const creates = (different: object = {}) => sent({ qrProperties: {}, ...different });
export const pays = (tranId: string, different: object = {}) =>
  sent({ tranId, thirdPartyIdentifiers: identifiers, ...different });
export const advises = (requestId: string, different: object = {}) => ({
  ...{ id: randomUUID(), requestId, time: new Date().toISOString(), thirdPartyIdentifiers: identifiers },
  ...different,
});
export const reverses = (requestId: string) => advises(requestId, { reversalReason: 'TIMEOUT' });

/** Another shop's QR. */
export async function made(stage: Stage, different: object = {}): Promise<string> {
  const { status, body } = await call(stage, 'qrCodes', creates(different));
  expect(status).toBe(201);
  return body!.tranId as string;
}
/** Asks again, for two seconds at most, until this is the answer. */
export async function untilStatus(wanted: number, ask: () => Promise<number>): Promise<void> {
  for (let attempt = 0; attempt < 200; attempt++) {
    if ((await ask()) === wanted) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error(`the answer was never ${wanted}`);
}
/** Scans until a pay waits for it. */
export async function scanned(stage: Stage, tranId: string, wallet = 0): Promise<void> {
  const one = hub(stage).wallets[wallet]!;
  await untilStatus(202, () => one.scan(tranId));
  await stage.shop.until('the pay at the wallet', () => one.isAsked(tranId));
}
/** Another shop's pay, agreed to by a wallet's customer. */
export async function paid(stage: Stage, tranId: string, wallet = 0): Promise<{ request: { id: string }; said: Said }> {
  const request = pays(tranId);
  const open = call(stage, 'payments', request);
  await scanned(stage, tranId, wallet);
  hub(stage).wallets[wallet]!.agree(tranId);
  return { request, said: await open };
}
export const atWallet = (stage: Stage, tranId: string, wallet = 0) => hub(stage).wallets[wallet]!.ledger.newest(tranId);
