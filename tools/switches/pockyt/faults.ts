import { faultSet } from '../faults';
import type { FaultSet } from '../faults';

/** What can be made to go wrong. `<place>-<trouble>` are answers instead of the API's; a value is in brackets. */
export const PLACES = ['add', 'pay', 'query', 'cancel'] as const;
/** sign: the vendor's own sample of a refused signature, with its `retMsg`. */
const TROUBLES = ['500', '429', 'html', 'stall', 'sign'] as const;
export type Place = (typeof PLACES)[number];

const OTHERS = [
  'answers-lost', // every request is carried out and its connection cut before the answer
  'add-lost', // the same of add alone
  'pay-silent', // pay is carried out and never answered
  'under-transaction', // the object lies under `transaction` instead of `result`
  'short-amounts', // "13" for "13.00"
  'number-amounts', // 13 for "13.00"
  'status-unknown', // a status that no page lists
  'no-amount', // answers about money without the amount
  'other-amount', // [cents] pay, query and webhooks state this amount
  'add-amount', // [cents]
  'add-currency',
  'add-merchant',
  'query-foreign', // tran-query answers about somebody else's payment
  'query-lag', // payments are made and tran-query shows 'init' yet
  'query-nothing', // tran-query answers 000021
  'cancel-race', // the customer confirms just before the cancel is carried out
  'refund-slow', // money that a cancel or a refund sends back is under way and not yet back
  'clock-skew', // [ms]
  'ipn-first', // the webhook comes before the answer of pay
  'ipn-lost',
  'ipn-twice',
  'ipn-json',
  'ipn-foreign', // each webhook is preceded by one about somebody else's transaction
  'ipn-sign', // signed with another token
  'ipn-unsigned',
  'ipn-amount', // [cents]
  'ipn-currency',
] as const;
export type Fault = (typeof OTHERS)[number] | `${Place}-${(typeof TROUBLES)[number]}`;

export const FAULTS: readonly Fault[] = [
  ...OTHERS,
  ...PLACES.flatMap((place) => TROUBLES.map((trouble) => `${place}-${trouble}` as const)),
];

export type Faults = FaultSet<Fault>;

export const createFaults = (): Faults => faultSet<Fault>();
