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

export interface Faults {
  /** On until cleared, or for the next `times` uses. */
  set(fault: Fault, options?: { value?: number; times?: number }): void;
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
