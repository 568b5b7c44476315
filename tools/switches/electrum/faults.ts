import { faultSet } from '../faults';
import type { FaultSet } from '../faults';

/** What can be made to go wrong. `<place>-<trouble>` are answers instead of the operation's; a value is in brackets. */
const PLACES = ['create', 'pay', 'confirm', 'reverse'] as const;
const TROUBLES = ['500', '503', '504', '429', 'html', 'stall', '401', 'cut', 'duplicate'] as const;
export type Place = (typeof PLACES)[number];
type Trouble = (typeof TROUBLES)[number];

const OTHERS = [
  'no-road', // every connection is cut before its request is read
  'shut-after-create', // nobody listens any more when a QR has been made
  'pay-foreign', // a pay is answered at once with somebody else's payment
  'pay-lost', // a pay is carried out and its connection cut before the answer
  'pay-late', // [ms] the answer comes so much later
  'confirm-lost', // carried out, and the connection cut before the answer
  'reverse-lost',
  'confirm-404',
  'reverse-404',
  'confirm-refused', // 400
  'reverse-refused',
  'echo-foreign', // an advice is answered 202 with another's echo
  'approved-amount', // [cents]
  'approved-absent',
  'approved-currency',
  'approved-payee',
  'nulls', // absent fields are null
  'clock-skew', // [ms]
  'qr-amount', // [cents]
  'qr-currency',
  'qr-payee',
  'qr-tran', // the QR holds another tranId
  'qr-same', // every QR has the same tranId
  'no-qr-properties',
] as const;
export type Fault = (typeof OTHERS)[number] | `${Place}-${Trouble}`;

export const FAULTS: readonly Fault[] = [
  ...OTHERS,
  ...PLACES.flatMap((place) => TROUBLES.map((trouble) => `${place}-${trouble}` as const)),
];

export type Faults = FaultSet<Fault>;

export const createFaults = (): Faults => faultSet<Fault>();
