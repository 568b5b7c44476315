// Words and figures as a shopkeeper reads them.
import type { ChargeView } from '../events';

/** 'NPR 1,250.50' with the grouping of the region: 12,34,567.00. */
export function money(amountMinor: number, currency: string): string {
  return `${currency} ${(amountMinor / 100).toLocaleString('en-IN', { minimumFractionDigits: 2, maximumFractionDigits: 2 })}`;
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
};

const SCREENS: Record<string, string> = {
  '': 'dark',
  starting: 'starting',
  idle: 'idle, with the day’s total',
  qr: 'a QR code with the amount',
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
