// A rotary encoder with a push switch (EC11), for keying in an amount with one knob.
// Document: Alps Alpine, EC11 series datasheet, output phases and chattering; README.md has wires and use.
import type { InputPin, InputSink, KeyName, Timers } from '../../ports';
import { idiv } from '../../../wire/idiv';

/** Both contacts open: a detent. */
const REST = 3;
/** By the levels before (A and B, times 4) and after: a quarter step clockwise, back, or neither. */
const QUARTERS = [0, -1, 1, 0, 1, 0, 0, -1, -1, 0, 0, 1, 0, 1, -1, 0];
const SETTLE_MS = 20;
const LONG_MS = 600;
/** The app gives up an amount after 30 s too. */
const FORGET_MS = 30_000;
/** One more digit than this could pass what an amount can be. */
const MOST = 99_999_999;
const DIGITS: KeyName[] = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'];

/**
 * Turning changes the last digit, a short press goes on to the next one, a long one enters the amount. While no amount is
 * being keyed in, a short press is `repeat` and a long one `dismiss`.
 */
export function rotary(a: InputPin, b: InputPin, push: InputPin, sink: InputSink, timers: Timers): void {
  let amount = 0;
  let keying = false;
  let forget: number | undefined = undefined;

  /** Types the whole amount anew: there is no key that takes one digit back. */
  function retype(next: number): void {
    amount = next;
    keying = true;
    if (forget !== undefined) timers.cancel(forget);
    forget = timers.after(FORGET_MS, () => {
      keying = false;
    });
    sink.key('clear');
    type(amount, sink);
  }

  watchTurns(a, b, (step) => {
    const before = keying ? amount : 0;
    const last = before % 10;
    retype(before - last + ((last + step + 10) % 10));
  });

  watchPush(push, timers, (long) => {
    if (!keying) {
      sink.key(long ? 'dismiss' : 'repeat');
    } else if (long) {
      keying = false;
      sink.key('enter');
    } else if (amount * 10 <= MOST) retype(amount * 10);
  });
}

function type(amount: number, sink: InputSink): void {
  if (amount >= 10) type(idiv(amount, 10), sink);
  sink.key(DIGITS[amount % 10]);
}

/** A detent counts when its quarters add up: a contact that bounces goes there and back. */
function watchTurns(a: InputPin, b: InputPin, turned: (step: number) => void): void {
  let levels = REST;
  let quarters = 0;

  function onChange(): void {
    const now = (a.isHigh() ? 2 : 0) + (b.isHigh() ? 1 : 0);
    quarters += QUARTERS[levels * 4 + now];
    levels = now;
    if (now !== REST) return;
    const sum = quarters;
    quarters = 0;
    if (sum > 1) turned(1);
    else if (sum < -1) turned(-1);
  }

  a.onChange(onChange);
  b.onChange(onChange);
}

/** Long ones count while they are held, short ones when they end. */
function watchPush(push: InputPin, timers: Timers, pressed: (long: boolean) => void): void {
  let down = false;
  let counted = false;
  let settle: number | undefined = undefined;
  let hold: number | undefined = undefined;

  function onSettled(): void {
    settle = undefined;
    const closed = !push.isHigh();
    if (closed === down) return;
    down = closed;
    if (down) {
      counted = false;
      hold = timers.after(LONG_MS, () => {
        counted = true;
        pressed(true);
      });
      return;
    }
    if (hold !== undefined) timers.cancel(hold);
    if (!counted) pressed(false);
  }

  push.onChange(() => {
    if (settle !== undefined) timers.cancel(settle);
    settle = timers.after(SETTLE_MS, onSettled);
  });
}
