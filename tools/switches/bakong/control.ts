// POST /__sim/<word>: the hands of whoever plays the bank and its customers, over HTTP.
import { FAULTS, type Fault, type Faults } from './faults';
import { scan } from './khqr';
import type { Ledger } from './ledger';

export interface PayOptions {
  /** In major units; the app takes the code's own. A static code needs one. */
  amount?: number;
  /** Pay although the code has ended, as a slow bank does. */
  late?: boolean;
}
export interface Hands {
  ledger: Ledger;
  /** A camera sees the code on the counter. @returns its MD5. @throws when no app would take it */
  show(qr: string): string;
  /** `code` is a KHQR or the MD5 of one that was shown. @throws for anything else, and for a code that has ended */
  pay(code: string, options?: PayOptions): void;
  /** The payment does not go through; the document's code for it is 1, later clients have 3. */
  fail(code: string, errorCode?: 1 | 3): void;
  faults: Faults;
  /** Cuts the connections. */
  drop(): void;
  /** The token ends now. */
  expireToken(): void;
}
type Body = Record<string, unknown>;

export function createHands(ledger: Ledger, faults: Faults, drop: () => void): Hands {
  const show = (qr: string): string => {
    const scanned = scan(qr);
    if (!ledger.codes.has(scanned.md5)) ledger.codes.set(scanned.md5, { scanned, transactions: [], failed: undefined });
    return scanned.md5;
  };
  const of = (code: string) => {
    const found = ledger.codes.get(code.startsWith('000201') ? show(code) : code);
    if (found === undefined) throw new Error('no such code was shown');
    return found;
  };
  return {
    ledger,
    show,
    pay(code, { amount, late = false } = {}) {
      const one = of(code);
      const { scanned } = one;
      if (!late && scanned.expiresAtMs !== undefined && scanned.expiresAtMs < Date.now())
        throw new Error('the code has ended');
      const paid = amount ?? scanned.amount;
      if (paid === undefined) throw new Error('a static code needs an amount');
      const { currency, account } = scanned;
      const transaction = { hash: ledger.newHash(), amount: paid, currency, toAccountId: account };
      one.transactions.push({ ...transaction, createdDateMs: Date.now() });
      ledger.changed();
    },
    fail(code, errorCode = 3) {
      of(code).failed = errorCode;
      ledger.changed();
    },
    faults,
    drop,
    expireToken: () => ledger.revoke(),
  };
}

const DEEDS: Record<string, (hands: Hands, code: string, body: Body) => void> = {
  show: (hands, code) => hands.show(code),
  pay: (hands, code, body) => hands.pay(code, { amount: number(body.amount), late: body.late === true }),
  fail: (hands, code, body) => hands.fail(code, body.errorCode === 1 ? 1 : 3),
  drop: ({ drop }) => drop(),
  'expire-token': (hands) => hands.expireToken(),
  fault({ faults }, _code, body) {
    if (!isFault(body.fault)) throw new Error(`no such fault; there are: ${FAULTS.join(', ')}`);
    faults.set(body.fault, { value: number(body.value), times: number(body.times) });
  },
  heal: ({ faults }, _code, body) => faults.clear(isFault(body.fault) ? body.fault : undefined),
  state: () => undefined,
};

/** Does the deed; says which faults are on and what was seen. Throws with the list for a word that is none. */
export function control(hands: Hands, word: string, body: Body): object {
  const deed = DEEDS[word];
  if (deed === undefined) throw new Error(`no such word; there are: ${Object.keys(DEEDS).join(', ')}`);
  deed(hands, text(body.qr) ?? text(body.md5) ?? '', body);
  const { codes, seen } = hands.ledger;
  const shown = [...codes].map(([md5, { transactions, failed }]) => ({
    md5,
    failed: failed ?? null,
    transactions,
    checks: seen.checks.get(md5) ?? 0,
  }));
  return { faults: hands.faults.list(), codes: shown, lists: seen.lists, renewals: seen.renewals };
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
