import type { InputPin, SerialLine } from '../../firmware/drivers/ports';
import { DrivenClock } from '../../tools/simulator/clock';

/** A serial line whose far end and clock are the test's. */
export function handLine() {
  const clock = new DrivenClock();
  const cancels: (() => void)[] = [];
  const written: { atMs: number; bytes: number[] }[] = [];
  let handler: (bytes: string) => void = () => undefined;
  const line: SerialLine = {
    after: (ms, run) => cancels.push(clock.after(ms, run)) - 1,
    cancel: (timer) => cancels[timer]?.(),
    write: (bytes) => written.push({ atMs: clock.nowMs(), bytes: [...Buffer.from(bytes, 'latin1')] }),
    onBytes: (taker) => (handler = taker),
  };
  return { line, clock, written, receive: (bytes: string) => handler(bytes) };
}

/** A pin that the test pulls. */
export function handPin() {
  let high = true;
  const handlers: ((high: boolean) => void)[] = [];
  const pin: InputPin = { isHigh: () => high, onChange: (handler) => handlers.push(handler) };
  return {
    pin,
    set(next: boolean) {
      if (next === high) return;
      high = next;
      for (const handler of handlers) handler(high);
    },
  };
}
