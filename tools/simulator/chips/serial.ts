/** A module on a serial line, as a box sees it: 9600 baud, 8 data bits, no parity, one stop bit. */
export interface SerialModel {
  /** Bytes from the box. */
  receive(bytes: Uint8Array): void;
  /** Where the module's own bytes go, in pieces as the line brings them. */
  onBytes(handler: (bytes: Uint8Array) => void): void;
  /** Sets the clock that everything goes by; power is on at 0 and it never goes back. */
  tick(nowMs: number): void;
  /** What the manual forbids and the program did, in words, oldest first. */
  readonly faults: string[];
}

/** Start bit, 8 bits, stop bit at 9600 baud. */
const BYTE_MS = 10 / 9.6;

/** The module's side of the line: bytes leave one after another, no faster than the line is. */
export function lineOut() {
  const waiting: { byte: number; atMs: number }[] = [];
  let handler: ((bytes: Uint8Array) => void) | undefined;
  let freeAtMs = 0;
  return {
    onBytes: (to: (bytes: Uint8Array) => void) => (handler = to),
    send(bytes: Iterable<number>, fromMs: number): void {
      freeAtMs = Math.max(freeAtMs, fromMs);
      for (const byte of bytes) waiting.push({ byte, atMs: (freeAtMs += BYTE_MS) });
    },
    /** Gives up what has not left yet. */
    cut(): void {
      waiting.length = 0;
      freeAtMs = 0;
    },
    tick(nowMs: number): void {
      const due = waiting.findIndex(({ atMs }) => atMs > nowMs);
      const left = waiting.splice(0, due < 0 ? waiting.length : due);
      if (left.length > 0) handler?.(Uint8Array.from(left, ({ byte }) => byte));
    },
  };
}
