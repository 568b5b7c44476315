import type { InputPin, SerialLine, Timers } from '../../../firmware/drivers/ports';
import type { SerialModel } from '../../../tools/simulator/chips/serial';
import { DrivenClock } from '../../../tools/simulator/clock';

/** A bench whose clock moves a millisecond at a time and takes the models with it. */
export function bench() {
  const clock = new DrivenClock();
  const cancels: (() => void)[] = [];
  const ticks: ((nowMs: number) => void)[] = [];
  const timers: Timers = {
    after: (ms, run) => cancels.push(clock.after(ms, run)) - 1,
    cancel: (timer) => cancels[timer]?.(),
  };
  return {
    timers,
    /** Takes part in the passing of time. */
    add: (tick: (nowMs: number) => void) => void ticks.push(tick),
    wait(ms: number): void {
      for (let i = 0; i < ms; i++) {
        clock.advance(1);
        for (const tick of ticks) tick(clock.nowMs());
      }
    },
    /** The serial line to a module. */
    line: (module: SerialModel): SerialLine => ({
      ...timers,
      write: (bytes) => module.receive(Buffer.from(bytes, 'latin1')),
      onBytes: (handler) => module.onBytes((bytes) => handler(Buffer.from(bytes).toString('latin1'))),
    }),
  };
}

/** A pin that a model answers for; a change is told when `look` finds it. */
export function watchedPin(isHigh: () => boolean): { pin: InputPin; look: () => void } {
  const handlers: ((high: boolean) => void)[] = [];
  let last = isHigh();
  return {
    pin: { isHigh, onChange: (handler) => void handlers.push(handler) },
    look() {
      const now = isHigh();
      if (now === last) return;
      last = now;
      for (const handler of handlers) handler(now);
    },
  };
}
