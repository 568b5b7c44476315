// NPX's words into ours. Pure; never throws. Sources: OnePG "Checkout API Document 2024" and integrators of the same
// calls; README.md says what of it is certain.
import { AmountError, parseAmount } from '../../payments/amount';
import type { SwitchEvent, SwitchEventKind } from '../../payments/types';
import { asObject, word, type Envelope } from './envelope';

/** MerchantTxnId is ours: letters and digits. Foreign ones may hold more. */
export const TXN_ID = /^[0-9A-Za-z._-]{1,50}$/;
const GATEWAY_ID = /^[\x21-\x7e]{1,64}$/;

/** What CheckTransactionStatus says of one MerchantTxnId. */
export type Status =
  | { is: 'paid'; gatewayId: string; amountMinor: number; currency: string; occurredAtMs: number | undefined }
  | { is: 'failed'; gatewayId: string | undefined }
  /** `doubt`: why a Success is not believed, for the operator. */
  | { is: 'pending'; gatewayId: string | undefined; doubt: string | undefined }
  /** Code "1": NPX knows no such transaction, or does not say what is wrong. */
  | { is: 'unknown'; errors: string[] }
  /** Somebody else's transaction. */
  | { is: 'foreign' };

export interface Asked {
  session: string;
  /** When the QR was made, and now: the payment happened between. */
  createdAtMs: number;
  nowMs: number;
  foreignCards: boolean;
}

/** Anything that is not surely an outcome is `pending`: one more look is cheaper than a wrong announcement. */
export function decodeStatus(envelope: Envelope, asked: Asked): Status {
  if (envelope.is === 'error') return { is: 'unknown', errors: envelope.errors };
  const found = asObject(envelope.data);
  const session = word(found?.MerchantTxnId);
  if (session !== '' && session !== asked.session) return { is: 'foreign' };
  const given = word(found?.GatewayReferenceNo);
  const gatewayId = GATEWAY_ID.test(given) ? given : undefined;
  const said = word(found?.Status).toLowerCase();
  const open = (doubt?: string): Status => ({ is: 'pending', gatewayId, doubt });
  if (envelope.is !== 'ok' || found === undefined) return open();
  if (said === 'fail') return session === '' ? open('Fail without a MerchantTxnId') : { is: 'failed', gatewayId };
  if (said !== 'success') return open();
  if (session === '') return open('Success without a MerchantTxnId');
  if (gatewayId === undefined) return open('Success without a GatewayReferenceNo');
  const amountMinor = rupees(found.Amount);
  if (amountMinor === undefined) return open('Success without a readable Amount');
  const currency = currencyOf(found, asked.foreignCards);
  return { is: 'paid', gatewayId, amountMinor, currency, occurredAtMs: timeOf(word(found.TransactionDate), asked) };
}

/** What a status is worth telling; undefined for nothing. What moved money states how much. */
export function eventOf(session: string, status: Status): SwitchEvent | undefined {
  if (status.is === 'unknown' || status.is === 'foreign') return undefined;
  const event = bare(status.is, session);
  if (status.is !== 'paid') return { ...event, txnId: status.gatewayId };
  const { gatewayId: txnId, amountMinor, currency, occurredAtMs } = status;
  return { ...event, txnId, amountMinor, currency, occurredAtMs };
}

/** An event that states nothing but itself. */
export function bare(kind: SwitchEventKind, session: string): SwitchEvent {
  return {
    switch: 'npx',
    session,
    kind,
    txnId: undefined,
    amountMinor: undefined,
    currency: undefined,
    payee: undefined,
    occurredAtMs: undefined,
  };
}

/**
 * Paisa of "1000.00", "100.0", 100.5 and the like, by digits and never through a float; zeros behind the second decimal
 * are allowed, anything else is no amount.
 */
export function rupees(value: unknown): number | undefined {
  const text = typeof value === 'string' ? value.trim() : typeof value === 'number' ? String(value) : '';
  const parts = /^(\d{1,10}(?:\.\d{1,2})?)0*$/.exec(text);
  if (parts === null || (!text.includes('.') && parts[1] !== text)) return undefined;
  try {
    return parseAmount(parts[1]!, 'NPR');
  } catch (error) {
    if (error instanceof AmountError) return undefined;
    throw error;
  }
}

/** Links are in rupees. Another PaymentCurrency is what a card was billed in, or a sign that Amount is not rupees. */
function currencyOf(found: Record<string, unknown>, foreignCards: boolean): string {
  const named = word(found.PaymentCurrency).toUpperCase();
  if (named === '' || named === 'NPR' || named === '524') return 'NPR';
  const isBilling = foreignCards && Number(word(found.ExchangeRate)) > 0;
  return isBilling ? 'NPR' : named.slice(0, 10);
}

const NEPAL_MS = 345 * 60_000;
const CLOCKS_APART_MS = 120_000;

/**
 * TransactionDate "yyyy-MM-dd HH:mm:ss". No document names its zone, so the reading counts (Nepal's time, then UTC)
 * that falls between the making of the QR and now; else the time is unknown, and the bridge takes its own.
 */
function timeOf(text: string, { createdAtMs, nowMs }: Asked): number | undefined {
  if (!/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/.test(text)) return undefined;
  const utcMs = Date.parse(`${text.replace(' ', 'T')}Z`);
  const readings = [utcMs - NEPAL_MS, utcMs];
  return readings.find((ms) => ms >= createdAtMs - CLOCKS_APART_MS && ms <= nowMs + CLOCKS_APART_MS);
}

/** The link of GeneratePaymentLink: data.PaymentLink, in a review of the paper data.payment_url. */
export function decodeLink(envelope: Envelope): string | undefined {
  const found = asObject(envelope.data);
  const link = [found?.PaymentLink, found?.payment_url].map(word).find((text) => text !== '');
  return envelope.is === 'ok' ? link : undefined;
}

export function decodeProcessId(envelope: Envelope): string | undefined {
  const id = word(asObject(envelope.data)?.ProcessId);
  return envelope.is === 'ok' && /^[\x21-\x7e]{1,200}$/.test(id) ? id : undefined;
}

/** One way to pay, as GetPaymentInstrumentDetails lists it. */
export interface Instrument {
  institution: string;
  instrument: string;
  code: string;
  bankType: string;
}
const INSTRUMENTS_LIMIT = 500;

/** @returns undefined when there is no list; entries without a code are left out */
export function decodeInstruments(envelope: Envelope): Instrument[] | undefined {
  if (envelope.is !== 'ok' || !Array.isArray(envelope.data)) return undefined;
  return (envelope.data as unknown[]).slice(0, INSTRUMENTS_LIMIT).flatMap((entry) => {
    const one = asObject(entry);
    const short = (name: string): string => word(one?.[name]).slice(0, 100);
    const code = short('InstrumentCode');
    if (code === '') return [];
    const found = { institution: short('InstitutionName'), instrument: short('InstrumentName'), code };
    return [{ ...found, bankType: short('BankType') }];
  });
}

/** The charge object of GetServiceCharge, whose fields no document lists: its plain values, as text. */
export function decodeServiceCharge(envelope: Envelope): Record<string, string> | undefined {
  const found = asObject(envelope.data);
  if (envelope.is !== 'ok' || found === undefined) return undefined;
  const plain = Object.entries(found).filter(([, value]) => word(value) !== '');
  return Object.fromEntries(plain.slice(0, 20).map(([name, value]) => [name.slice(0, 40), word(value).slice(0, 100)]));
}
