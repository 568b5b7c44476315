// POST /__sim/<word>: the hands of whoever plays the gateway and its customers, over HTTP.
import { FAULTS, type Fault, type Faults } from './faults';
import type { Ledger } from './ledger';

export interface Hands {
  ledger: Ledger;
  /** The customer's deeds. `session` is the MerchantTxnId; each throws for one that was never made. */
  pay(session: string, how?: { silent?: boolean }): string;
  fail(session: string): string;
  /** The gateway does not know yet; then `resolve` makes it a success without a word. */
  leave(session: string): string;
  resolve(session: string): void;
  /** Notifies of the last try once more. */
  notify(session: string): void;
  /** From now on each try is told there; undefined: no more. */
  notifyTo(url: string | undefined): void;
  faults: Faults;
  /** Cuts every connection. */
  drop(): void;
}
type Body = Record<string, unknown>;

const DEEDS: Record<string, (hands: Hands, session: string, body: Body) => unknown> = {
  pay: (hands, session, body) => hands.pay(session, { silent: body.silent === true }),
  fail: (hands, session) => hands.fail(session),
  leave: (hands, session) => hands.leave(session),
  resolve: (hands, session) => hands.resolve(session),
  notify: (hands, session) => hands.notify(session),
  'notify-to': ({ notifyTo }, _session, body) => notifyTo(text(body.url)),
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
  const deed = DEEDS[word];
  if (deed === undefined) throw new Error(`no such word; there are: ${Object.keys(DEEDS).join(', ')}`);
  deed(hands, text(body.session) ?? '', body);
  const { txns, seen } = hands.ledger;
  const shown = [...txns.values()].map(({ id, amountMinor, token, tries }) => ({ id, amountMinor, token, tries }));
  return { faults: hands.faults.list(), transactions: shown, notifications: seen.notifications };
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
