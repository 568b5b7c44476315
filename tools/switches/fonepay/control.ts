// POST /__sim/<word>: the hands of whoever plays the switch and its customers, over HTTP.
import { FAULTS, type Fault, type Faults } from './faults';
import type { Ledger } from './ledger';

export interface Hands {
  ledger: Ledger;
  /** The customer's deeds. `session` is the prn; each throws for one that was never made. */
  scan(session: string): void;
  pay(session: string, how?: { silent?: boolean }): void;
  fail(session: string, how?: { cancelled?: boolean }): void;
  /** The socket tells a payment, and the status does not know it until `resolve`. */
  leave(session: string): void;
  resolve(session: string): void;
  faults: Faults;
  /** Cuts the event sockets. */
  drop(): void;
}
type Body = Record<string, unknown>;

const DEEDS: Record<string, (hands: Hands, session: string, body: Body) => void> = {
  scan: (hands, session) => hands.scan(session),
  pay: (hands, session, body) => hands.pay(session, { silent: body.silent === true }),
  fail: (hands, session, body) => hands.fail(session, { cancelled: body.cancelled === true }),
  leave: (hands, session) => hands.leave(session),
  resolve: (hands, session) => hands.resolve(session),
  drop: ({ drop }) => drop(),
  fault({ faults }, _session, body) {
    if (!isFault(body.fault)) throw new Error(`no such fault; there are: ${FAULTS.join(', ')}`);
    faults.set(body.fault, { value: number(body.value), times: number(body.times) });
  },
  heal: ({ faults }, _session, body) => faults.clear(isFault(body.fault) ? body.fault : undefined),
  state: () => undefined,
};

/** Does the deed; says which faults are on and what was made. Throws with the list for a word that is none. */
export function control(hands: Hands, word: string, body: Body): object {
  const deed = DEEDS[word];
  if (deed === undefined) throw new Error(`no such word; there are: ${Object.keys(DEEDS).join(', ')}`);
  deed(hands, typeof body.session === 'string' ? body.session : '', body);
  return { faults: hands.faults.list(), qrs: [...hands.ledger.qrs.values()] };
}

function isFault(value: unknown): value is Fault {
  return FAULTS.includes(value as Fault);
}
function number(value: unknown): number | undefined {
  return typeof value === 'number' ? value : undefined;
}
