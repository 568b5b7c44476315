// Pockyt over HTTP: add, pay (or prepay), tran-query, cancel. JSON both ways, every request signed.
import { SwitchError } from '../../payments/ports';
import type { CurrencyCode } from '../../payments/types';
import { formatAmount } from '../../payments/amount';
import { RequestError, requestJson } from '../../net/json-request';
import type { Pace } from '../../net/pace';
import { vendorHint, vendorName } from './code';
import type { PockytConfig } from './config';
import { decodeReply, type TxnRecord } from './decode';
import type { RoadHealth } from './health';
import { verifySignOf, type Params } from './sign';

const ANSWER_LIMIT_BYTES = 256 * 1024;
const PATHS = {
  add: '/app-instore/v3/add',
  query: '/app-data-search/v3/tran-query',
  cancel: '/app-data-search/v3/cancel',
  refund: '/app-data-search/v3/refund',
};
const NOTHING_FOUND = '000021';
const OTHER_STATE = '000040';

export interface Money {
  amountMinor: number;
  currency: CurrencyCode;
}

/** Every call rejects with a SwitchError. */
export interface Api {
  /** A new transaction that nobody has paid. Its answer must be about what was asked. */
  add(reference: string, money: Money): Promise<TxnRecord & { transactionNo: string }>;
  /** @returns undefined when the answer is about another transaction: then nobody knows how this one stands */
  pay(reference: string, transactionNo: string | undefined, code: string): Promise<TxnRecord | undefined>;
  /** @returns undefined when the switch has nothing, or answers about another transaction */
  query(reference: string): Promise<TxnRecord | undefined>;
  cancel(reference: string): Promise<TxnRecord | undefined>;
  /** Orders the money back; whether it has gone is in the books. */
  refund(reference: string, money: Money, refundReference: string): Promise<void>;
}

export interface ApiParts {
  config: PockytConfig;
  pace: Pace;
  health: RoadHealth;
  signal: AbortSignal;
  /** An answer about a transaction that was not asked for. */
  foreign(): void;
}

export function createApi(parts: ApiParts): Api {
  const { config, pace } = parts;
  return {
    async add(reference, money) {
      const body = {
        amount: formatAmount(money.amountMinor, money.currency),
        currency: money.currency,
        settleCurrency: config.settleCurrency,
        reference,
        ipnUrl: config.ipnUrl,
        merGroupNo: config.merGroupNo,
        storeAdminNo: config.storeAdminNo,
      };
      const record = await call(parts, 'add', PATHS.add, body, config.timing.requestMs);
      return checkAdded(record, reference, money, config);
    },
    async pay(reference, transactionNo, code) {
      const vendor = config.vendor === 'sniff' ? vendorHint(code) : config.vendor && vendorName(config.vendor);
      // Exactly one of the two may be sent.
      const which = transactionNo === undefined ? { reference } : { transactionNo };
      const body = { ...which, paymentBarcode: code, vendor, storeAdminNo: config.storeAdminNo };
      const record = await call(parts, 'pay', config.payPath, body, config.timing.payMs);
      return ours(parts, record, (known) =>
        transactionNo === undefined ? known.reference === reference : known.transactionNo === transactionNo,
      );
    },
    async query(reference) {
      if (!(await pace.turn(config.timing.requestMs)))
        throw new SwitchError('limit', 'pockyt: tran-query: waiting as long as the switch asked', true);
      try {
        const record = await call(parts, 'tran-query', PATHS.query, { reference }, config.timing.requestMs);
        return ours(parts, record, (known) => known.reference === reference);
      } catch (error) {
        if (error instanceof Refusal && error.retCode === NOTHING_FOUND) return undefined;
        throw error;
      }
    },
    async cancel(reference) {
      const record = await call(parts, 'cancel', PATHS.cancel, { reference }, config.timing.requestMs);
      return ours(parts, record, (known) => known.reference === undefined || known.reference === reference);
    },
    async refund(reference, { amountMinor, currency }, refundReference) {
      const { settleCurrency } = config;
      const body = {
        reference,
        refundReference,
        refundAmount: formatAmount(amountMinor, currency),
        currency,
        settleCurrency,
      };
      await call(parts, 'refund', PATHS.refund, body, config.timing.requestMs);
    },
  };
}

/** An answer with a ret_code other than success. */
class Refusal extends SwitchError {
  constructor(
    readonly retCode: string,
    ...words: ConstructorParameters<typeof SwitchError>
  ) {
    super(...words);
  }
}

/** Did the switch refuse the call itself, before it did anything? */
export function nothingDone(error: SwitchError): boolean {
  // "Not in this state" means that the transaction has moved already, perhaps by this very payment.
  if (error instanceof Refusal && error.retCode === OTHER_STATE) return false;
  return error.code === 'refused' || error.code === 'auth' || (error.code === 'limit' && error.retry);
}

async function call(
  { config, pace, health, signal }: ApiParts,
  what: string,
  path: string,
  fields: Params,
  timeoutMs: number,
): Promise<TxnRecord> {
  const { merchantNo, storeNo, token } = config;
  const params: Params = { ...withoutEmpty(fields), merchantNo, storeNo };
  try {
    const reply = await requestJson({
      who: `pockyt: ${what}`,
      method: 'POST',
      url: config.baseUrl + path,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ ...params, verifySign: verifySignOf(params, token) }),
      timeoutMs,
      limitBytes: ANSWER_LIMIT_BYTES,
      signal,
    });
    const decoded = decodeReply(reply.body);
    if (decoded.is === 'refused') throw explain(what, reply.status, decoded.code, decoded.message);
    health.ok();
    return decoded.record;
  } catch (error) {
    if (error instanceof RequestError && error.code === 'limit') pace.holdFor(error.retryAfterMs ?? 0);
    // A refusal of this request is an answer: the road is good.
    if (error instanceof SwitchError) {
      if (error.code === 'refused') health.ok();
      else if (!signal.aborted) health.trouble(error.message);
    }
    throw error;
  }
}

/** ret_code, as the response-codes page has them, and what to do. */
function explain(what: string, status: number, code: string, message: string): SwitchError {
  const said = `pockyt: ${what}: refused with ${code === '' ? `HTTP ${status}` : code}`;
  const auth = `${said}: the credentials were refused; check token, merchantNo and storeNo`;
  switch (code) {
    case '000000':
      // The same code stands for a wrong signature and for trouble inside; only the text differs.
      if (/verify\s*sign/i.test(message)) return new Refusal(code, 'auth', auth, false);
      return new Refusal(code, 'unreachable', `${said}: the switch has trouble of its own`, true);
    case '000030':
      return new Refusal(code, 'auth', auth, false);
    case '000080':
      return new Refusal(code, 'unreachable', `${said}: the wallet behind the switch has trouble`, true);
    case NOTHING_FOUND:
      return new Refusal(code, 'refused', `${said}: the switch knows no such transaction`, false);
    case '000022':
      return new Refusal(code, 'refused', `${said}: fields do not fit together; check merchantNo and storeNo`, false);
    case '000010':
    case '000020':
    case '000023':
      return new Refusal(code, 'refused', `${said}: a field is missing or wrong`, false);
    case OTHER_STATE:
      return new Refusal(code, 'refused', `${said}: not possible in the transaction's state`, false);
    default:
      // An unknown word about a payment is no evidence that nothing happened.
      return new SwitchError(status >= 500 || code !== '' ? 'unreachable' : 'malformed', said, status >= 500);
  }
}

function ours(parts: ApiParts, record: TxnRecord, isOurs: (record: TxnRecord) => boolean): TxnRecord | undefined {
  if (isOurs(record)) return record;
  parts.foreign();
  return undefined;
}

function checkAdded(
  record: TxnRecord,
  reference: string,
  money: Money,
  config: PockytConfig,
): TxnRecord & { transactionNo: string } {
  const { transactionNo } = record;
  const wrong = (what: string) =>
    new SwitchError('malformed', `pockyt: add: answered with ${what}; the charge is not made`, false);
  if (transactionNo === undefined) throw wrong('no transactionNo');
  if (record.reference !== undefined && record.reference !== reference) throw wrong('another reference');
  if (record.amountMinor !== money.amountMinor) throw wrong('another amount');
  if (record.currency !== money.currency) throw wrong('another currency');
  if ((record.merchantNo ?? config.merchantNo) !== config.merchantNo) throw wrong('another merchant');
  if ((record.storeNo ?? config.storeNo) !== config.storeNo) throw wrong('another store');
  if (record.is !== 'made') throw wrong('a transaction that is not new');
  return { ...record, transactionNo };
}

function withoutEmpty(fields: Params): Params {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined && value !== ''));
}
