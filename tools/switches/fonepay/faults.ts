import { faultSet } from '../faults';
import type { FaultSet } from '../faults';

/** What can be made to go wrong. `<place>-<trouble>` are answers of one call; a value is in brackets. */
const PLACES = ['qr', 'status'] as const;
const TROUBLES = [
  '500',
  '429', // [seconds] Retry-After
  'html',
  'stall',
  '401',
  'refused', // errorCode 406
  'cut', // the connection ends without an answer
] as const;
export type Place = (typeof PLACES)[number];

const OTHERS = [
  // The QR.
  'qr-amount', // [paisa]
  'qr-currency',
  'qr-no-amount',
  'qr-socketless', // without a socket's address
  'qr-foreign-socket', // with somebody else's
  'qr-lost', // made, and the answer never comes
  // The status.
  'status-lag', // payments are made and shown as pending
  'status-pending-is-failed', // as the document's own sample prints it
  'status-foreign', // of another prn
  // The socket.
  'refuse-sockets',
  'half-open', // what is connected now neither reads nor writes any more, and is not closed
  'silent', // nothing is told
  'duplicate-events',
  'foreign-events', // each event is preceded by a payment of another prn
  'other-amount', // [paisa] a payment is told over this
  'no-amount', // a payment is told without one
  'old-spelling', // QRVerified
  'garbage', // each event is preceded by what is no event
] as const;
export type Fault = (typeof OTHERS)[number] | `${Place}-${(typeof TROUBLES)[number]}`;

export const FAULTS: readonly Fault[] = [
  ...OTHERS,
  ...PLACES.flatMap((place) => TROUBLES.map((trouble) => `${place}-${trouble}` as const)),
];

export type Faults = FaultSet<Fault>;

export const createFaults = (): Faults => faultSet<Fault>();
