/** A pin that a contact pulls to ground: open reads high. */
export interface ContactPin {
  isHigh(): boolean;
  onChange(handler: (high: boolean) => void): void;
}

/** When a closing or opening contact flips, in parts of its bounce time; the last flip stays. */
const FLIPS = [0, 0.06, 0.14, 0.32, 0.42, 0.78, 1];

/** A contact of metal on metal: it closes and opens several times before it stays. */
export function contact(bounceMs: number) {
  let closed = false;
  let waiting: number[] = [];
  const handlers: ((high: boolean) => void)[] = [];
  const pin: ContactPin = {
    isHigh: () => !closed,
    onChange: (handler) => void handlers.push(handler),
  };
  return {
    pin,
    get closed() {
      return closed;
    },
    get settled() {
      return waiting.length === 0;
    },
    /** Begins to close or open. */
    set(toClosed: boolean, nowMs: number): void {
      waiting = FLIPS.map((part) => nowMs + part * bounceMs);
      if (toClosed === closed) waiting.shift();
    },
    tick(nowMs: number): void {
      while (waiting.length > 0 && waiting[0]! <= nowMs) {
        waiting.shift();
        closed = !closed;
        for (const handler of handlers) handler(!closed);
      }
    },
  };
}
