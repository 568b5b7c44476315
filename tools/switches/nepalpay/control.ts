// POST /__sim/<word>: the hands of whoever plays the clearing house and its customers, over HTTP.
import type { PayOptions } from './customers';
import { FAULTS, type Fault, type Faults } from './faults';
import type { Ledger } from './ledger';
import type { PushRequest } from './push';

export interface Hands {
  ledger: Ledger;
  /** The customer's deeds. `session` is the validationTraceId; each throws for one that was never made. */
  open(session: string): void;
  scan(session: string): void;
  pay(session: string, options?: PayOptions): void;
  fail(session: string, debit?: string): void;
  /** The clearing house gives the money back: a RFND row of the full amount, nothing on the socket. */
  refund(session: string): void;
  /** The confirm-payment request for the last try, as the push faults make it. */
  push(session: string, status?: 'SUCCESS' | 'PENDING' | 'FAILED'): PushRequest;
  /** From now on each try is posted to {base}/nepalpay/confirm-payment; undefined: no more. */
  pushTo(base: string | undefined): void;
  faults: Faults;
  /** Cuts the event sockets. */
  drop(): void;
  /** Access tokens, and with `all` refresh tokens too, end now. */
  expireTokens(all: boolean): void;
}
type Body = Record<string, unknown>;

const DEEDS: Record<string, (hands: Hands, session: string, body: Body) => void> = {
  open: (hands, session) => hands.open(session),
  scan: (hands, session) => hands.scan(session),
  pay: (hands, session, body) =>
    hands.pay(session, { debit: text(body.debit), credit: text(body.credit), silent: body.silent === true }),
  fail: (hands, session, body) => hands.fail(session, text(body.debit)),
  refund: (hands, session) => hands.refund(session),
  drop: ({ drop }) => drop(),
  'expire-tokens': ({ expireTokens }, _session, body) => expireTokens(body.all === true),
  'push-to': ({ pushTo }, _session, body) => pushTo(text(body.base)),
  fault({ faults }, _session, body) {
    if (!isFault(body.fault)) throw new Error(`no such fault; there are: ${FAULTS.join(', ')}`);
    faults.set(body.fault, { value: number(body.value), times: number(body.times) });
  },
  heal: ({ faults }, _session, body) => faults.clear(isFault(body.fault) ? body.fault : undefined),
  state: () => undefined,
};

/** Does the deed; says which faults are on and what was seen. Throws with the list for a word that is none. */
export function control(hands: Hands, word: string, body: Body): object {
  const deed = DEEDS[word];
  if (deed === undefined) throw new Error(`no such word; there are: ${Object.keys(DEEDS).join(', ')}`);
  deed(hands, text(body.session) ?? '', body);
  const { traces, seen } = hands.ledger;
  return { faults: hands.faults.list(), traces: [...traces.values()], pushes: seen.pushes };
}

function isFault(value: unknown): value is Fault {
  return FAULTS.includes(value as Fault);
}
function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
function number(value: unknown): number | undefined {
  return typeof value === 'number' ? value : undefined;
}
