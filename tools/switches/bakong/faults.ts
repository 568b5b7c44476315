import { faultSet } from '../faults';
import type { FaultSet } from '../faults';

/** What can be made to go wrong. `<place>-<trouble>` are HTTP answers; a value is in brackets. */
const PLACES = ['check', 'list', 'renew'] as const;
const TROUBLES = ['401', '403', '429', '500', '504', 'html', 'stall', 'reset'] as const;
export type Place = (typeof PLACES)[number];
type Trouble = (typeof TROUBLES)[number];

const OTHERS = [
  'slow', // [ms] every check waits this long
  'half-open', // connections that are open now get no answer any more, and are not closed
  'token-after', // [calls] then the token has ended
  'renew-unregistered', // error 10
  'renew-same', // the new token is refused like the old one
  'unauthorized-code', // HTTP 200 with error 6 instead of HTTP 401
  // Answers about a transaction.
  'status-lag', // payments are made and not yet in the answers
  'other-amount', // [minor units]
  'other-account',
  'other-currency',
  'float-noise',
  'null-fields', // what public clients have seen as null
  'missing-fields', // a success without an amount
  'unknown-text', // an error code and words that no document has
  'static-code', // error 2
  'clock-skew', // [ms]
  // Lists.
  'list-object', // takes {md5List} and refuses a bare array
  'list-reversed',
  'list-foreign', // a paid row of somebody else's MD5 in every list
  'list-short', // the last row is missing
  'list-failed', // FAILED instead of NOT_FOUND, which no document has
  'list-inline', // the transaction stands in the row itself
] as const;
export type Fault = (typeof OTHERS)[number] | `${Place}-${Trouble}`;

export const FAULTS: readonly Fault[] = [
  ...OTHERS,
  ...PLACES.flatMap((place) => TROUBLES.map((trouble) => `${place}-${trouble}` as const)),
];

export type Faults = FaultSet<Fault>;

export const createFaults = (): Faults => faultSet<Fault>();
