// The DAC pin and its sample clock: Waveform with one buffer or two halves (src/jswrap_waveform.c, 2v29), and what a microphone
// in front of the speaker would have recorded.
import type { Life } from './life';
import { Emitter } from './life';

/** The recording of one sound. Samples are 8 bits, unsigned. */
export interface Recording {
  rateHz: number;
  samples: Uint8Array;
  /** False while it is still playing, and for a sound that the power cut short. */
  complete: boolean;
}

/** At most two minutes of one sound are kept. */
const LONGEST_SAMPLES = 960_000;

export class Speaker {
  private chunks: Uint8Array[] = [];
  private rateHz = 8000;
  private kept = 0;
  private sounding = false;

  /** What was heard last. */
  get last(): Recording {
    return {
      rateHz: this.rateHz,
      samples: Buffer.concat(this.chunks),
      complete: !this.sounding && this.chunks.length > 0,
    };
  }
  get playing(): boolean {
    return this.sounding;
  }

  begin(rateHz: number): void {
    this.chunks = [];
    this.kept = 0;
    this.rateHz = rateHz;
    this.sounding = true;
  }
  hear(samples: Uint8Array): void {
    if (this.kept + samples.length > LONGEST_SAMPLES) return;
    this.kept += samples.length;
    // The box's own arrays have Espruino's slice.
    this.chunks.push(new Uint8Array(samples));
  }
  end(): void {
    this.sounding = false;
  }
}

/** What the speaker's owner wants to know while it plays. */
export interface SpeakerWatch {
  began(rateHz: number): void;
  heard(samples: Uint8Array): void;
}

/**
 * Makes the Waveform class of one life. `speed` above 1 lets the sample clock run faster than it would, so that a test
 * need not wait for long sentences; the recording is the same. A late host makes the sound late, never torn. A single
 * buffer leaves the pin at its last level; two halves that are started then go on from there, in the same recording.
 */
export function waveformClass(
  life: Life,
  speaker: Speaker,
  watch: SpeakerWatch,
  speed: number,
  newBytes: (length: number) => Uint8Array,
): unknown {
  let silence: (() => void) | undefined;
  /** Since when the pin has stood at a level that no clock changes, and which. */
  let held: { sinceMs: number; level: number } | undefined;
  life.atEnd(() => silence?.());

  function begin(rateHz: number, isWhole: boolean): void {
    if (isWhole || held === undefined) {
      speaker.begin(rateHz);
      watch.began(rateHz);
    } else {
      const samples = Math.round(((life.clock.nowMs() - held.sinceMs) * rateHz * speed) / 1000);
      if (samples > 0) hear(new Uint8Array(samples).fill(held.level));
    }
    held = undefined;
  }

  function hear(samples: Uint8Array): void {
    speaker.hear(samples);
    watch.heard(samples);
  }

  return function Waveform(this: unknown, samples: number, options?: { doubleBuffer?: boolean; bits?: number }) {
    if (!(samples > 0)) throw new Error('Samples must be greater than 0');
    if (options?.bits === 16) throw new Error('simulator: only 8 bits are simulated');
    const isDouble = options?.doubleBuffer === true;
    const events = new Emitter(life);
    const halves = [newBytes(samples), isDouble ? newBytes(samples) : undefined] as const;
    let cancel: (() => void) | undefined;
    let running = false;
    const wave = {
      buffer: halves[0],
      buffer2: halves[1],
      on: events.on,
      startOutput(pin: unknown, frequencyHz: number, how?: { repeat?: boolean }) {
        if (running) throw new Error('Waveform is already running');
        if (pin === undefined) throw new Error('Invalid pin');
        if (isDouble !== (how?.repeat === true))
          throw new Error('simulator: two buffers are only simulated with repeat, and one without');
        running = true;
        silence = () => {
          cancel?.();
          speaker.end();
        };
        begin(frequencyHz, !isDouble);
        const bufferMs = (samples * 1000) / frequencyHz / speed;
        let current: 0 | 1 = 0;
        let dueMs = life.clock.nowMs();
        const next = (): void => {
          dueMs = Math.max(dueMs + bufferMs, life.clock.nowMs());
          cancel = life.after(dueMs - life.clock.nowMs(), () => {
            const heard = halves[current]!;
            hear(heard);
            if (!isDouble) {
              running = false;
              held = { sinceMs: life.clock.nowMs(), level: heard[heard.length - 1]! };
              events.fire('finish');
              return;
            }
            current = current === 0 ? 1 : 0;
            next();
            events.fire('buffer', heard);
          });
        };
        next();
      },
      stop() {
        if (!running) throw new Error('Waveform is not running');
        // `running` stays: a stopped Waveform cannot be started again (seen on the real interpreter).
        silence?.();
      },
    };
    return wave;
  };
}
