// NPX over HTTP: POST JSON with HTTP Basic and a Signature. Every call rejects with a SwitchError.
import { createPace } from '../../net/pace';
import { RequestError, requestJson } from '../../net/json-request';
import { formatAmount } from '../../payments/amount';
import { SwitchError } from '../../payments/ports';
import type { NpxConfig } from './config';
import {
  decodeInstruments,
  decodeLink,
  decodeProcessId,
  decodeServiceCharge,
  decodeStatus,
  type Asked,
  type Instrument,
  type Status,
} from './decode';
import { readEnvelope, saysDuplicate, type Envelope } from './envelope';
import { signed, type Fields } from './fields';

const ANSWER_LIMIT_BYTES = 512 * 1024;

/** NPX took this MerchantTxnId before; another may do. */
export class DuplicateError extends SwitchError {}

export interface Rest {
  /** @param fields of fields.ts, signed */
  paymentLink(fields: Fields, timeoutMs: number): Promise<string>;
  processId(txnId: string, amountMinor: number, timeoutMs: number): Promise<string>;
  status(asked: Omit<Asked, 'nowMs' | 'foreignCards'>, timeoutMs: number): Promise<Status>;
  instruments(): Promise<Instrument[]>;
  serviceCharge(amountMinor: number, instrumentCode: string): Promise<Record<string, string>>;
}

export function createRest(config: NpxConfig, nowMs: () => number, signal: AbortSignal): Rest {
  const pace = createPace(config.timing.gapMs, signal);
  const call = (path: string, fields: Fields, timeoutMs: number): Promise<Envelope> =>
    post(config, path, fields, timeoutMs, signal);

  const askStatus = async (session: string, timeoutMs: number): Promise<Envelope> => {
    const who = 'npx: CheckTransactionStatus';
    const ours = await pace.turn(timeoutMs).catch(() => {
      throw new SwitchError('unreachable', `${who}: closed`, true);
    });
    if (!ours) throw new SwitchError('limit', `${who}: waiting as long as the switch asked`, true);
    try {
      return await call('CheckTransactionStatus', signed(config, { MerchantTxnId: session }), timeoutMs);
    } catch (error) {
      if (error instanceof RequestError && error.retryAfterMs !== undefined) pace.holdFor(error.retryAfterMs);
      throw error;
    }
  };

  return {
    async paymentLink(fields, timeoutMs) {
      const path = 'V2/GeneratePaymentLink';
      const envelope = await call(path, fields, timeoutMs);
      return takeLink(config, demand(path, envelope, decodeLink(envelope)));
    },
    async processId(txnId, amountMinor, timeoutMs) {
      const path = 'GetProcessId';
      const fields = signed(config, { Amount: formatAmount(amountMinor, 'NPR'), MerchantTxnId: txnId });
      const envelope = await call(path, fields, timeoutMs);
      return demand(path, envelope, decodeProcessId(envelope));
    },
    async status({ session, createdAtMs }, timeoutMs) {
      const envelope = await askStatus(session, timeoutMs);
      return decodeStatus(envelope, { session, createdAtMs, nowMs: nowMs(), foreignCards: config.foreignCards });
    },
    async instruments() {
      const path = 'GetPaymentInstrumentDetails';
      const envelope = await call(path, signed(config, {}), config.timing.requestMs);
      return demand(path, envelope, decodeInstruments(envelope));
    },
    async serviceCharge(amountMinor, instrumentCode) {
      const path = 'GetServiceCharge';
      const fields = signed(config, { Amount: formatAmount(amountMinor, 'NPR'), InstrumentCode: instrumentCode });
      const envelope = await call(path, fields, config.timing.requestMs);
      return demand(path, envelope, decodeServiceCharge(envelope));
    },
  };
}

async function post(
  config: NpxConfig,
  path: string,
  fields: Fields,
  timeoutMs: number,
  signal: AbortSignal,
): Promise<Envelope> {
  const who = `npx: ${path}`;
  const credentials = Buffer.from(`${config.merchantName}:${config.apiPassword}`, 'utf8').toString('base64');
  const { status, body } = await requestJson({
    who,
    method: 'POST',
    url: `${config.baseUrl}/${path}`,
    headers: { authorization: `Basic ${credentials}`, 'content-type': 'application/json' },
    body: JSON.stringify(fields),
    timeoutMs,
    limitBytes: ANSWER_LIMIT_BYTES,
    signal,
  });
  // Whatever a 5xx or a time-out says inside, it is no answer about the transaction.
  if (status >= 500 || status === 408) throw new SwitchError('unreachable', `${who}: HTTP ${status}`, true);
  const envelope = readEnvelope(body);
  if (envelope === undefined) {
    throw new SwitchError('malformed', `${who}: answered JSON without a code (HTTP ${status}); check baseUrl`, false);
  }
  if (envelope.is === 'ok' && status >= 400) {
    throw new SwitchError('malformed', `${who}: answered code 0 with HTTP ${status}`, false);
  }
  return envelope;
}

/** What the answer must hold; else why not. */
function demand<T>(path: string, envelope: Envelope, value: T | undefined): T {
  if (value !== undefined) return value;
  const who = `npx: ${path}`;
  const why = envelope.errors.length === 0 ? 'no reason given' : envelope.errors.join('; ');
  if (envelope.is === 'busy') throw new SwitchError('unreachable', `${who}: in process (code 2)`, true);
  if (envelope.is === 'error') {
    if (saysDuplicate(envelope.errors)) throw new DuplicateError('refused', `${who}: refused (${why})`, true);
    throw new SwitchError('refused', `${who}: refused (${why})`, false);
  }
  throw new SwitchError('malformed', `${who}: an answer that is not understood (${why})`, false);
}

/** A customer is sent to nobody but NPX: https, and one of link.domains or below it. Plain http only on this machine. */
function takeLink(config: NpxConfig, link: string): string {
  const refused = (why: string) =>
    new SwitchError('malformed', `npx: a payment link ${why}; the QR is not shown`, false);
  const url = URL.canParse(link) ? new URL(link) : undefined;
  if (url === undefined || link.length > 300 || /[^\x21-\x7e]/.test(link)) throw refused('that cannot be read');
  const { protocol, hostname, username, password } = url;
  const isOurs = config.link.domains.some((domain) => hostname === domain || hostname.endsWith(`.${domain}`));
  if (!isOurs) throw refused('to a domain that is not in link.domains');
  const isSafe = protocol === 'https:' || (protocol === 'http:' && hostname === '127.0.0.1');
  if (!isSafe || username !== '' || password !== '') throw refused('that is not https');
  return link;
}
