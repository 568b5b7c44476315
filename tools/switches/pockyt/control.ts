// POST /__sim/<word>: the hands of whoever plays the switch, the wallets and the customers, over HTTP.
import { FAULTS, type Fault, type Faults } from './faults';
import type { IpnRequest } from './ipn';
import type { Ledger } from './ledger';

export interface Hands {
  ledger: Ledger;
  faults: Faults;
  /** A code for the customer's phone, new each time; `does` is the wallet's script (customers.ts). */
  code(does: '01' | '02' | '03' | '04' | '05' | '06'): string;
  /** The customer's deeds. `session` names a charge; its newest try is meant. Each throws for one that was never made. */
  confirm(session: string): void;
  refuse(session: string): void;
  /** Paid, and nobody is told. */
  paySilently(session: string): void;
  /** The shop's clerk sends money back in the portal; all of it without `cents`. */
  refund(session: string, cents?: number): void;
  /** Closed by itself, as after two hours. */
  expire(session: string): void;
  /** The webhook about the newest try, as it stands unless told otherwise, as the webhook faults make it. */
  ipn(session: string, status?: string): IpnRequest;
  /** Cuts every request that waits for its answer. */
  drop(): void;
}
type Body = Record<string, unknown>;

const DEEDS: Record<string, (hands: Hands, session: string, body: Body) => object | void> = {
  code: (hands, _session, body) => ({ code: hands.code(isScript(body.does) ? body.does : '04') }),
  confirm: (hands, session) => hands.confirm(session),
  refuse: (hands, session) => hands.refuse(session),
  'pay-silently': (hands, session) => hands.paySilently(session),
  refund: (hands, session, body) => hands.refund(session, number(body.cents)),
  expire: (hands, session) => hands.expire(session),
  drop: ({ drop }) => drop(),
  fault({ faults }, _session, body) {
    if (!isFault(body.fault)) throw new Error(`no such fault; there are: ${FAULTS.join(', ')}`);
    faults.set(body.fault, { value: number(body.value), times: number(body.times) });
  },
  heal: ({ faults }, _session, body) => faults.clear(isFault(body.fault) ? body.fault : undefined),
  state: () => undefined,
};

/** Does the deed; says which faults are on and what was seen. Throws with the list for a word that is none. */
export function control(hands: Hands, word: string, body: Body): object {
  const deed = Object.hasOwn(DEEDS, word) ? DEEDS[word] : undefined;
  if (deed === undefined) throw new Error(`no such word; there are: ${Object.keys(DEEDS).join(', ')}`);
  const more = deed(hands, typeof body.session === 'string' ? body.session : '', body) ?? {};
  const txns = [...hands.ledger.txns.values()].map(({ held: _held, ...txn }) => txn);
  return { ...more, faults: hands.faults.list(), txns, ipns: hands.ledger.seen.ipns };
}

function isScript(value: unknown): value is Parameters<Hands['code']>[0] {
  return typeof value === 'string' && /^0[1-6]$/.test(value);
}
function isFault(value: unknown): value is Fault {
  return FAULTS.includes(value as Fault);
}
function number(value: unknown): number | undefined {
  return typeof value === 'number' ? value : undefined;
}
