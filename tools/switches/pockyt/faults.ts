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
  'refund-slow', // money that a cancel sends back is under way and not yet back
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

export interface Faults {
  /** On until cleared, or for the next `times` uses. */
  set(fault: Fault, options?: { value?: number | undefined; times?: number | undefined }): void;
  clear(fault?: Fault): void;
  /** Is it on? Uses up one of its times. Gives its value (0 without one). */
  use(fault: Fault): number | undefined;
  list(): Fault[];
}

export function createFaults(): Faults {
  const on = new Map<Fault, { value: number; times: number }>();
  return {
    set: (fault, { value = 0, times = Infinity } = {}) => void on.set(fault, { value, times }),
    clear: (fault) => (fault === undefined ? on.clear() : void on.delete(fault)),
    use(fault) {
      const found = on.get(fault);
      if (found === undefined) return undefined;
      found.times--;
      if (found.times <= 0) on.delete(fault);
      return found.value;
    },
    list: () => [...on.keys()],
  };
}
