// POST /__sim/<word>: the hands of whoever plays the intermediate, its wallets and their customers, over HTTP.
import { FAULTS, type Fault, type Faults } from './faults';
import type { Ledger, Message } from './ledger';

export interface Hands {
  ledger: Ledger;
  faults: Faults;
  /** The wallet notifies the scan. False when it was refused: no pay waits, or the window is over. */
  scan(tranId: string, wallet?: string): boolean;
  /** The customer agrees, after scanning if he had not. False when there is nothing to pay. */
  pay(tranId: string, wallet?: string): boolean;
  /** The wallet refuses. */
  decline(tranId: string, errorType?: string): boolean;
  /** The intermediate does not know how the pay ended, and says so. */
  lose(tranId: string, status?: 500 | 504): boolean;
  /** Nobody scanned in time. */
  closeWindow(tranId: string): boolean;
  /** Cuts every connection. */
  drop(): void;
}

const DEEDS: Record<string, (hands: Hands, tranId: string, body: Message) => unknown> = {
  scan: (hands, tranId, body) => hands.scan(tranId, text(body.wallet)),
  pay: (hands, tranId, body) => hands.pay(tranId, text(body.wallet)),
  decline: (hands, tranId, body) => hands.decline(tranId, text(body.errorType)),
  lose: (hands, tranId, body) => hands.lose(tranId, body.status === 500 ? 500 : 504),
  'close-window': (hands, tranId) => hands.closeWindow(tranId),
  drop: ({ drop }) => drop(),
  fault({ faults }, _tranId, body) {
    if (!isFault(body.fault)) throw new Error(`no such fault; there are: ${FAULTS.join(', ')}`);
    faults.set(body.fault, { value: number(body.value), times: number(body.times) });
  },
  heal: ({ faults }, _tranId, body) => faults.clear(isFault(body.fault) ? body.fault : undefined),
  state: () => undefined,
};

/** Does the deed; says what came of it, which faults are on and what was seen. Throws with the list for a word that is none. */
export function control(hands: Hands, word: string, body: Message): object {
  const deed = DEEDS[word];
  if (deed === undefined) throw new Error(`no such word; there are: ${Object.keys(DEEDS).join(', ')}`);
  const done = deed(hands, text(body.session) ?? '', body);
  const trans = [...hands.ledger.trans.values()].map(({ tranId, amount, pays }) => ({
    ...{ tranId, amount },
    pays: pays.map(({ id, state, wallet }) => ({ id, state, wallet })),
  }));
  return { done, faults: hands.faults.list(), trans };
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
