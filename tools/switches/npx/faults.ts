import { faultSet } from '../faults';
import type { FaultSet } from '../faults';

/** What can be made to go wrong. `<place>-<trouble>` are answers of one call; a value is in brackets. */
const PLACES = ['link', 'process', 'status', 'instruments', 'charge'] as const;
const TROUBLES = [
  '500',
  '429', // [seconds] Retry-After
  'html', // an error page
  'html-200', // the same under HTTP 200
  'stall',
  '401',
  'refused', // code "1" inside HTTP 200
  'busy', // code "2"
  'cut', // the connection ends without an answer
] as const;
export type Place = (typeof PLACES)[number];
type Trouble = (typeof TROUBLES)[number];

const OTHERS = [
  // Making a link.
  'link-lost', // made, and the answer never comes
  'link-domain', // leads to somebody else
  'link-plain', // in data.payment_url under code "200"
  'link-missing', // code "0" without a link
  'made-is-pending', // the status of a link that nobody opened is Pending
  // The status.
  'pending-looks', // Success is shown as Pending; give `times`
  'other-amount', // [paisa] every Success shows this amount
  'other-currency', // PaymentCurrency USD
  'foreign-card', // PaymentCurrency USD beside an ExchangeRate
  'foreign-status', // of another MerchantTxnId
  'status-lag', // payments are made and shown as Pending
  'numeric-amounts', // 100.0 instead of "100.00"
  'short-amounts', // "100.0" instead of "100.00"
  'nameless-success', // without GatewayReferenceNo
  'unknown-status', // a word that no document has
  // The notification.
  'notify-lost',
  'notify-twice',
  'notify-unknown', // preceded by one for a transaction that never was
  'notify-other-gateway', // another GatewayTxnId than the status shows
  'notify-post-form',
  'notify-post-json',
  // The roads.
  'no-road', // every question about payments loses its connection
  'half-open', // what is connected now is never answered
  'clock-skew', // [milliseconds]
] as const;
export type Fault = (typeof OTHERS)[number] | `${Place}-${Trouble}`;

export const FAULTS: readonly Fault[] = [
  ...OTHERS,
  ...PLACES.flatMap((place) => TROUBLES.map((trouble) => `${place}-${trouble}` as const)),
];

export type Faults = FaultSet<Fault>;

export const createFaults = (): Faults => faultSet<Fault>();
