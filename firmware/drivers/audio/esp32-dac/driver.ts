// The ESP32's own DAC (8 bits, GPIO 25 or 26) through a sample clock with two half buffers.
// Datasheet: ESP32 Series Datasheet v4.x, "Digital-to-Analog Converter"; see README.md for the wires and the limits.
import { PACK_BLOCK_BYTES, PACK_BLOCK_SAMPLES, PACK_CODE_BITS, PACK_RATE_HZ } from '../../ports';
import { PACK_TABLES_AT, PACK_TABLES_BYTES } from '../../ports';
import type { Assets, ClipSpan, Speaker, WaveOut } from '../../ports';
import { idiv } from '../../../wire/idiv';

const SILENCE = 128;
const CODES_PER_TABLE = 64;
/** From 0 V to the middle in 32 ms and back: a step would be heard as a pop. */
const RAMP_BLOCKS = 4;
const RAMP_STEP_SAMPLES = 16;
const RAMP_STEPS = 16;
const RAMP_STEP_LEVEL = 8;
/** How long after the expected end the sample clock is given up. */
const PATIENCE_MS = 2000;
/** Percent of full scale for volume 0 to 10, about 2 dB a step. 0 is quiet, never mute: a payment must be heard. */
const LOUDNESS_PERCENT = [12, 16, 20, 25, 32, 40, 50, 63, 79, 89, 100];

/** Plays bfp6 packs of 8 kHz. Faults: audio-busy, audio-pack, audio-timeout, audio-stopped. */
export function esp32Dac(out: WaveOut, assets: Assets): Speaker {
  let finish: ((fault: string | undefined) => void) | undefined = undefined;
  let file = '';
  let spans: ClipSpan[] = [];
  let span = 0;
  let spanBlock = 0;
  let bytes = '';
  let rampBlock = 0;
  let fault: string | undefined = undefined;
  let loudness = '';
  let loudnessPercent = 0;

  function end(why: string | undefined): void {
    const done = finish;
    finish = undefined;
    bytes = '';
    if (done !== undefined) done(why);
  }

  function ramp(at: number, firstStep: number, up: boolean): void {
    for (let step = 0; step * RAMP_STEP_SAMPLES < PACK_BLOCK_SAMPLES; step++) {
      const height = up ? firstStep + step : RAMP_STEPS - 1 - firstStep - step;
      out.level(at + step * RAMP_STEP_SAMPLES, RAMP_STEP_SAMPLES, height * RAMP_STEP_LEVEL);
    }
  }

  function openSpan(): void {
    const next = spans[span];
    if (next.bytes === 0) return;
    bytes = assets.read(file, next.offset, next.bytes);
    if (bytes.length === next.bytes) {
      out.source(bytes);
      return;
    }
    // A pack cut short: what is left of the sentence would be wrong, so it ends here and says why.
    fault = 'audio-pack';
    span = spans.length;
  }

  function clipBlock(at: number): void {
    if (spanBlock === 0) openSpan();
    if (span >= spans.length || spans[span].bytes === 0) {
      out.level(at, PACK_BLOCK_SAMPLES, SILENCE);
    } else {
      const from = spanBlock * PACK_BLOCK_BYTES;
      const table = bytes.charCodeAt(from) * CODES_PER_TABLE;
      out.decode(at, PACK_BLOCK_SAMPLES, from + 1, PACK_CODE_BITS, table);
    }
    spanBlock++;
    if (span < spans.length && spanBlock * PACK_BLOCK_SAMPLES >= spans[span].samples) {
      span++;
      spanBlock = 0;
    }
  }

  /** One block: the way up, the clips, the way down, then nothing but 0 V. */
  function block(at: number): void {
    if (rampBlock < RAMP_BLOCKS) {
      ramp(at, rampBlock * RAMP_BLOCKS, true);
      rampBlock++;
    } else if (span < spans.length) {
      clipBlock(at);
    } else if (rampBlock < 2 * RAMP_BLOCKS) {
      ramp(at, (rampBlock - RAMP_BLOCKS) * RAMP_BLOCKS, false);
      rampBlock++;
    } else {
      out.level(at, PACK_BLOCK_SAMPLES, 0);
    }
  }

  function fill(): boolean {
    for (let at = 0; at < out.halfSamples; at += PACK_BLOCK_SAMPLES) block(at);
    return rampBlock < 2 * RAMP_BLOCKS;
  }

  function setLoudness(volume: number): void {
    const step = volume < 0 ? 0 : volume >= LOUDNESS_PERCENT.length ? LOUDNESS_PERCENT.length - 1 : volume;
    if (LOUDNESS_PERCENT[step] !== loudnessPercent) {
      loudnessPercent = LOUDNESS_PERCENT[step];
      loudness = loudnessTable(loudnessPercent);
    }
  }

  function play(pack: string, clips: ClipSpan[], volume: number, done: (why: string | undefined) => void): void {
    if (finish !== undefined) {
      done('audio-busy');
      return;
    }
    const tables = assets.read(pack, PACK_TABLES_AT, PACK_TABLES_BYTES);
    if (tables.length !== PACK_TABLES_BYTES) {
      done('audio-pack');
      return;
    }
    setLoudness(volume);
    out.tables(tables, loudness);
    finish = done;
    file = pack;
    spans = clips;
    span = 0;
    spanBlock = 0;
    rampBlock = 0;
    fault = undefined;
    out.start(PACK_RATE_HZ, expectedMs(clips) + PATIENCE_MS, fill, (why) => end(why === undefined ? fault : why));
  }

  function stop(): void {
    if (finish === undefined) return;
    out.stop();
    end('audio-stopped');
  }

  return { play, stop };
}

function expectedMs(clips: ClipSpan[]): number {
  let samples = 2 * RAMP_BLOCKS * PACK_BLOCK_SAMPLES;
  for (const clip of clips) samples += clip.samples;
  return idiv(samples * 1000, PACK_RATE_HZ);
}

/** 256 bytes: what each sample becomes when its distance from the middle is `percent` of what it was. */
function loudnessTable(percent: number): string {
  let table = '';
  for (let sample = 0; sample < 256; sample++) {
    const distance = sample < SILENCE ? SILENCE - sample : sample - SILENCE;
    const quieter = idiv(distance * percent + 50, 100);
    table += String.fromCharCode(sample < SILENCE ? SILENCE - quieter : SILENCE + quieter);
  }
  return table;
}
