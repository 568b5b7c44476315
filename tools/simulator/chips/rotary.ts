// A rotary encoder with a push switch: two contacts to ground, a quarter of a step apart.
// Document: Alps Alpine, EC11 series datasheet: 20 steps a turn, A before B clockwise, "chattering 3 ms max." at 60 turns a
// minute, both contacts open at rest (detents).
import { contact } from './contact';
import type { ContactPin } from './contact';

export interface RotaryModel {
  readonly a: ContactPin;
  readonly b: ContactPin;
  readonly push: ContactPin;
  /** Turns by so many detents, clockwise when positive, each in `detentMs`. What is still turning is finished first. */
  turn(detents: number, detentMs: number): void;
  press(): void;
  release(): void;
  /** Sets the clock that turns and bounces go by; it never goes back. */
  tick(nowMs: number): void;
}

const CHATTER_MS = 3;
const PUSH_BOUNCE_MS = 5;
/** One detent is one cycle: four changes, so that a fast turn leaves no room for all the chatter. */
const PARTS = [0.2, 0.4, 0.6, 0.8];
const STEP_MS = 0.1;

export function rotary(): RotaryModel {
  const a = contact(CHATTER_MS);
  const b = contact(CHATTER_MS);
  const push = contact(PUSH_BOUNCE_MS);
  const moves: { atMs: number; which: typeof a; closed: boolean }[] = [];
  let now = 0;
  let freeAtMs = 0;

  function turnOne(clockwise: boolean, detentMs: number): void {
    const first = clockwise ? a : b;
    const second = clockwise ? b : a;
    const order = [first, second, first, second];
    order.forEach((which, i) => moves.push({ atMs: freeAtMs + PARTS[i]! * detentMs, which, closed: i < 2 }));
    freeAtMs += detentMs;
  }
  function step(toMs: number): void {
    now = toMs;
    while (moves.length > 0 && moves[0]!.atMs <= now) {
      const { which, closed, atMs } = moves.shift()!;
      which.set(closed, atMs);
    }
    for (const one of [a, b, push]) one.tick(now);
  }
  return {
    a: a.pin,
    b: b.pin,
    push: push.pin,
    turn(detents, detentMs) {
      freeAtMs = Math.max(freeAtMs, now);
      for (let i = 0; i < Math.abs(detents); i++) turnOne(detents > 0, detentMs);
    },
    press: () => push.set(true, now),
    release: () => push.set(false, now),
    tick(nowMs) {
      // In small steps, so that the changes of both contacts come in their order.
      while (now < nowMs && (moves.length > 0 || ![a, b, push].every(({ settled }) => settled)))
        step(Math.min(nowMs, now + STEP_MS));
      now = nowMs;
    },
  };
}
