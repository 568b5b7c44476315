// The I2S peripheral as NodeMCU's module drives it: DMA buffers that are heard at the rate of the samples, and a request
// for more each time when all that was written is in them.
import type { Max98357aModel } from '../chips/max98357a';
import type { Life } from '../life';

const FRAME_BYTES = 4;
const SLOT_BITS = 16;

export interface I2s {
  start(rateHz: number, dmaFrames: number): void;
  write(bytes: string): void;
  stop(): void;
}

/** `heard` gets each piece when it has been played. `speed` above 1 lets the sample clock run faster. */
export function i2sOf(
  life: Life,
  amplifier: Max98357aModel,
  speed: number,
  request: () => void,
  heard: (samples: Uint8Array, first: boolean) => void,
): I2s {
  let rateHz = 0;
  let dmaFrames = 0;
  /** When what is in the DMA buffers has been heard. */
  let emptyAtMs = 0;
  let first = true;
  let run = 0;

  function msOf(frames: number): number {
    return (frames * 1000) / rateHz / speed;
  }
  /** The module's task asks again when the DMA buffers have taken everything. */
  function askWhenTaken(): void {
    const mine = run;
    const spareMs = msOf(dmaFrames);
    life.after(Math.max(0, emptyAtMs - life.clock.nowMs() - spareMs), () => {
      if (mine === run) request();
    });
  }
  function stop(): void {
    run++;
    if (rateHz > 0) amplifier.stop();
    rateHz = 0;
  }
  life.atEnd(stop);
  return {
    start(rate, frames) {
      run++;
      rateHz = rate;
      dmaFrames = frames;
      first = true;
      emptyAtMs = life.clock.nowMs();
      amplifier.clock(rate, SLOT_BITS);
      askWhenTaken();
    },
    write(bytes) {
      const data = Buffer.from(bytes, 'latin1');
      const frames = data.length / FRAME_BYTES;
      const samples = new Uint8Array(frames);
      for (let i = 0; i < frames; i++) {
        const left = data.readInt16LE(i * FRAME_BYTES);
        amplifier.sample(left, data.readInt16LE(i * FRAME_BYTES + 2));
        samples[i] = (left >> 8) + 128;
      }
      emptyAtMs = Math.max(emptyAtMs, life.clock.nowMs()) + msOf(frames);
      heard(samples, first);
      first = false;
      askWhenTaken();
    },
    stop,
  };
}
