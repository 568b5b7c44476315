// A passive piezo buzzer on a pin that gives a square wave.
// Document: Murata, PKM13EPYH4000-A0 datasheet: external drive, loudest near 4 kHz, no direct voltage for long.

/** A tone that was heard, or a pause (0 Hz) between two. */
export interface Tone {
  hz: number;
  ms: number;
}

export interface BuzzerModel {
  /** The square wave on the pin changes to this frequency; 0 is silence. */
  tone(hz: number): void;
  /** Everything up to now, pauses between tones included. */
  heard(): Tone[];
  /** Sets the clock; it never goes back. */
  tick(nowMs: number): void;
  /** What is of no use or does harm, in words, oldest first. */
  readonly faults: string[];
}

const LOWEST_HZ = 100;
const HIGHEST_HZ = 10_000;
/** Nobody means to beep this long. */
const STUCK_MS = 10_000;

export function buzzer(): BuzzerModel {
  const tones: Tone[] = [];
  const faults: string[] = [];
  let now = 0;
  let sinceMs = 0;
  let hz = 0;
  const current = (): Tone[] => {
    const silentAtEnd = hz === 0 || now === sinceMs;
    return silentAtEnd ? [] : [{ hz, ms: now - sinceMs }];
  };
  return {
    faults,
    tone(next) {
      if (next !== 0 && (next < LOWEST_HZ || next > HIGHEST_HZ))
        faults.push(`${next} Hz is not heard: ${LOWEST_HZ} to ${HIGHEST_HZ} are`);
      if (next === hz) return;
      const ms = now - sinceMs;
      if (ms > 0 && (hz !== 0 || tones.length > 0)) tones.push({ hz, ms });
      hz = next;
      sinceMs = now;
    },
    heard: () => [...tones, ...current()],
    tick(nowMs) {
      if (hz !== 0 && now - sinceMs < STUCK_MS && nowMs - sinceMs >= STUCK_MS)
        faults.push(`${hz} Hz for ${STUCK_MS / 1000} s: the tone was never ended`);
      now = nowMs;
    },
  };
}
