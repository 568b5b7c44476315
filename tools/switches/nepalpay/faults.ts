import { faultSet } from '../faults';
import type { FaultSet } from '../faults';

/** What can be made to go wrong. `<place>-<trouble>` are HTTP answers; a value is in brackets. */
const PLACES = ['generate', 'oauth', 'report'] as const;
const TROUBLES = ['500', '429', 'html', 'stall', '401'] as const;
export type Place = (typeof PLACES)[number];
type Trouble = (typeof TROUBLES)[number];

const OTHERS = [
  // The event socket.
  'bad-token', // every registration is answered with FAIL
  'silence', // registrations are taken and never answered, and no event is sent
  'no-connected',
  'error-frame', // ERROR instead of an answer to the next registration
  'broken-frame', // a content-length that is wrong
  'endless-frame',
  'split-frames',
  'merged-frames',
  'no-heart-beats', // granted, then not sent
  'half-open', // what is connected now neither reads nor writes any more, and is not closed
  'refuse-sockets',
  'duplicate-events',
  'reordered-events', // each event waits for the next and comes after it
  'foreign-events', // each event is preceded by a payment of somebody else's trace id
  'codes-missing', // COMPLETED without debit_status and credit_status
  'no-repeated-entr', // only the first registration of a trace id is answered
  // The report.
  'report-lag', // payments are made and not yet in it
  'report-behind', // only the newest row is not yet in it
  'report-amount', // [paisa] every row shows this amount
  'report-foreign', // a paid row of another trace id is in every answer
  // The QR.
  'e099',
  'qr-amount', // [paisa]
  'qr-currency',
  'qr-payee',
  'qr-trace',
  'qr-no-amount',
  'qr-crc',
  // The clock, in milliseconds [ms].
  'clock-skew',
  // The push.
  'push-signature',
  'push-unsigned',
  'push-amount', // [paisa]
  'push-currency',
  'push-payee',
] as const;
export type Fault = (typeof OTHERS)[number] | `${Place}-${Trouble}`;

export const FAULTS: readonly Fault[] = [
  ...OTHERS,
  ...PLACES.flatMap((place) => TROUBLES.map((trouble) => `${place}-${trouble}` as const)),
];

export type Faults = FaultSet<Fault>;

export const createFaults = (): Faults => faultSet<Fault>();
