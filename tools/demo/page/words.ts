// Words and figures as a shopkeeper reads them.
import type { ChargeView } from '../events';

interface Money {
  /** As in "Amount in rupees". */
  name: string;
  decimals: number;
  /** Its grouping: 12,34,567.00 for rupees. */
  locale: string;
  /** Amounts of a shop. */
  usual: [string, string, string];
}
const MONEY: Record<string, Money> = {
  NPR: { name: 'rupees', decimals: 2, locale: 'en-IN', usual: ['50', '250', '1250.50'] },
  KHR: { name: 'riel', decimals: 0, locale: 'en-US', usual: ['4000', '20000', '50000'] },
  USD: { name: 'dollars', decimals: 2, locale: 'en-US', usual: ['1.50', '13', '99.95'] },
  ZAR: { name: 'rand', decimals: 2, locale: 'en-US', usual: ['25', '77.70', '450'] },
};

export function moneyOf(currency: string): Money {
  return MONEY[currency] ?? { name: currency, decimals: 2, locale: 'en-US', usual: ['1', '10', '100'] };
}

/** 'NPR 1,250.50', with the currency's grouping and decimals. */
export function money(amountMinor: number, currency: string): string {
  const { decimals, locale } = moneyOf(currency);
  const digits = { minimumFractionDigits: decimals, maximumFractionDigits: decimals };
  return `${currency} ${(amountMinor / 10 ** decimals).toLocaleString(locale, digits)}`;
}

export function timeOf(ms: number): string {
  return new Date(ms).toLocaleTimeString('en-GB');
}

const STATES: Record<ChargeView['state'], string> = {
  open: 'waiting',
  'page-opened': 'page opened',
  scanned: 'scanned',
  pending: 'paying',
  paid: 'paid',
  failed: 'failed, may try again',
  expired: 'expired',
  cancelled: 'cancelled',
  reversed: 'reversed',
};

export function stateWord(charge: ChargeView): string {
  if (charge.state === 'paid' && charge.late === true) return 'paid late';
  return STATES[charge.state];
}

export const SAID_KINDS: Record<string, string> = {
  new: 'new payment',
  again: 'said again',
  replay: 'repeat on request',
  recap: 'summary',
  reversed: 'reversal',
  scan: 'prompt',
  failed: 'prompt',
  expired: 'prompt',
  cancelled: 'prompt',
  offline: 'warning',
  online: 'news',
  test: 'test',
  total: 'today’s total',
  volume: 'the new volume',
  language: 'the new language',
  'no-bank': 'no connection to a payment switch',
  bank: 'the payment switch is back',
  key: 'a tap',
};

const SCREENS: Record<string, string> = {
  '': 'dark',
  starting: 'starting',
  idle: 'idle, with the day’s total',
  qr: 'a QR code with the amount',
  entry: 'an amount is keyed in',
  present: 'the amount; the customer shall show a code',
  confirm: 'the customer confirms on the phone',
  scanned: 'the customer has scanned',
  pending: 'the customer is paying',
  paid: 'paid, with the amount',
  failed: 'the payment failed',
  expired: 'the QR has expired',
  cancelled: 'the charge was cancelled',
  reversed: 'the payment was reversed',
  recap: 'a summary of late payments',
  offline: 'offline',
  fault: 'a fault',
};

export function screenWord(screen: string): string {
  return SCREENS[screen] ?? screen;
}
