import type { WaveOut } from '../../firmware/drivers/ports';

/** A sample clock that a test turns by hand: each `turn` hears one half buffer and asks for the next. */
export interface HandWaveOut extends WaveOut {
  heard: Uint8Array[];
  rateHz: number;
  limitMs: number;
  leadSamples: number;
  /** As the DAC does: what is up to `leadSamples` is one buffer. */
  playsLead: boolean;
  /** Native passes since the start. */
  passes: number;
  stopped: boolean;
  /** One half; false when the sound is over. */
  turn(): boolean;
  /** The watchdog bites. */
  timeOut(): void;
}

/** A WaveOut over memory with halves of `halfSamples`. */
export function handWaveOut(halfSamples: number): HandWaveOut {
  let half = new Uint8Array(halfSamples);
  let table: number[] = [];
  let source = Buffer.alloc(0);
  let fill: ((samples: number) => boolean) | undefined;
  let ended: (fault: string | undefined) => void = () => undefined;
  const end = (fault: string | undefined): void => {
    fill = undefined;
    ended(fault);
  };
  const out: HandWaveOut = {
    halfSamples,
    heard: [],
    rateHz: 0,
    limitMs: 0,
    leadSamples: 0,
    playsLead: false,
    passes: 0,
    stopped: false,
    start(rateHz, limitMs, leadSamples, fillHalf, whenEnded) {
      Object.assign(out, { rateHz, limitMs, leadSamples, passes: 0, stopped: false, heard: [] });
      fill = fillHalf;
      ended = whenEnded;
    },
    tables: (bytes, through) => (table = [...bytes].map((byte) => through.charCodeAt(byte.charCodeAt(0)))),
    source: (codes) => (source = Buffer.from(codes, 'latin1')),
    decode(at, samples, from, bits, tableAt) {
      out.passes++;
      for (let i = 0; i < samples; i++) {
        let code = 0;
        for (let place = i * bits; place < (i + 1) * bits; place++)
          code = code * 2 + ((source.readUInt8(from + (place >> 3)) >> (7 - (place & 7))) & 1);
        half[at + i] = table[tableAt + code] ?? 0;
      }
    },
    level: (at, samples, value) => half.fill(value, at, at + samples),
    stop() {
      out.stopped = true;
      fill = undefined;
    },
    turn() {
      if (fill === undefined) return false;
      const samples = out.playsLead && out.heard.length === 0 && out.leadSamples > 0 ? out.leadSamples : halfSamples;
      half = new Uint8Array(samples).fill(99);
      const more = fill(samples);
      out.heard.push(half);
      if (!more) end(undefined);
      return more;
    },
    timeOut: () => end('audio-timeout'),
  };
  return out;
}
