// Speaks voice packs through a sample clock with two half buffers: what the converters and amplifiers have in common.
import {
  PACK_BLOCK_SAMPLES,
  PACK_CODE_BITS,
  PACK_PAUSE_SAMPLES,
  PACK_RATE_HZ,
  PACK_UNIT_BYTES,
  PACK_UNIT_SAMPLES,
} from '../ports';
import { PACK_LOUDNESS_AT, PACK_LOUDNESS_BYTES, PACK_LOUDNESS_STEPS } from '../ports';
import { PACK_TABLES_AT, PACK_TABLES_BYTES } from '../ports';
import type { Assets, ClipSpan, Speaker, WaveOut } from '../ports';
import { idiv } from '../../wire/idiv';

const SILENCE = 128;
const CODES_PER_TABLE = 64;
/** From rest to the middle in 32 ms and back: a single step would be heard as a pop. */
const RAMP_STEPS = 8;
const RAMP_STEP_SAMPLES = 32;
/** How long after the expected end the sample clock is given up: longer than a picture takes to draw. */
const PATIENCE_MS = 4000;

/**
 * Plays bfp6 packs of 8 kHz. Faults: audio-busy (a sentence is being played), audio-pack (the pack is short),
 * audio-timeout (the sample clock hangs), audio-stopped. `rest` is the level before and after a sentence, 0 to 128.
 */
export function waveSpeaker(out: WaveOut, assets: Assets, rest: number): Speaker {
  let finish: ((fault: string | undefined) => void) | undefined = undefined;
  let file = '';
  let spans: ClipSpan[] = [];
  let span = 0;
  /** Samples of the span that were put. */
  let put = 0;
  let bytes = '';
  let rampStep = 0;
  let fault: string | undefined = undefined;

  function end(why: string | undefined): void {
    const done = finish;
    finish = undefined;
    bytes = '';
    spans = [];
    if (done !== undefined) done(why);
  }

  function openClip(clip: ClipSpan): void {
    bytes = assets.read(file, clip.offset, clip.bytes);
    if (bytes.length === clip.bytes) {
      out.source(bytes);
      return;
    }
    // A pack cut short: what is left of the sentence would be wrong, so it ends here and says why.
    fault = 'audio-pack';
    span = spans.length;
  }

  /** Puts a piece of the current span; the number of samples. */
  function putSpan(at: number, room: number): number {
    const now = spans[span];
    if (put === 0 && now.bytes > 0) openClip(now);
    if (span === spans.length) return 0;
    let samples = now.samples - put;
    if (samples > room) samples = room;
    if (now.bytes === 0) {
      out.level(at, samples, SILENCE);
    } else {
      const inBlock = put % PACK_BLOCK_SAMPLES;
      if (samples > PACK_BLOCK_SAMPLES - inBlock) samples = PACK_BLOCK_SAMPLES - inBlock;
      const tables = idiv(now.samples + PACK_BLOCK_SAMPLES - 1, PACK_BLOCK_SAMPLES);
      const table = bytes.charCodeAt(idiv(put, PACK_BLOCK_SAMPLES)) * CODES_PER_TABLE;
      const from = tables + idiv(put, PACK_UNIT_SAMPLES) * PACK_UNIT_BYTES;
      out.decode(at, samples, from, PACK_CODE_BITS, table);
    }
    put += samples;
    if (put >= now.samples) {
      span++;
      put = 0;
    }
    return samples;
  }

  function putRamp(at: number): number {
    const height = rampStep < RAMP_STEPS ? rampStep : 2 * RAMP_STEPS - 1 - rampStep;
    out.level(at, RAMP_STEP_SAMPLES, rest + height * idiv(SILENCE - rest, RAMP_STEPS));
    rampStep++;
    return RAMP_STEP_SAMPLES;
  }

  /** The way up, the clips, the way down, then nothing but rest. */
  function putPiece(at: number, room: number): number {
    if (rampStep < RAMP_STEPS) return putRamp(at);
    if (span < spans.length) return putSpan(at, room);
    if (rampStep < 2 * RAMP_STEPS) return putRamp(at);
    out.level(at, room, rest);
    return room;
  }

  function fill(samples: number): boolean {
    let at = 0;
    while (at < samples) at += putPiece(at, samples - at);
    return rampStep < 2 * RAMP_STEPS;
  }

  function play(pack: string, clips: ClipSpan[], volume: number, done: (why: string | undefined) => void): void {
    if (finish !== undefined) {
      done('audio-busy');
      return;
    }
    const step = volume < 0 ? 0 : volume < PACK_LOUDNESS_STEPS ? volume : PACK_LOUDNESS_STEPS - 1;
    const tables = assets.read(pack, PACK_TABLES_AT, PACK_TABLES_BYTES);
    const loudness = assets.read(pack, PACK_LOUDNESS_AT + step * PACK_LOUDNESS_BYTES, PACK_LOUDNESS_BYTES);
    if (tables.length !== PACK_TABLES_BYTES || loudness.length !== PACK_LOUDNESS_BYTES) {
      done('audio-pack');
      return;
    }
    out.tables(tables, loudness);
    finish = done;
    file = pack;
    spans = clips;
    span = 0;
    put = 0;
    rampStep = 0;
    fault = undefined;
    out.start(PACK_RATE_HZ, expectedMs(clips) + PATIENCE_MS, leadOf(clips), fill, (why) =>
      end(why === undefined ? fault : why),
    );
  }

  function stop(): void {
    if (finish === undefined) return;
    out.stop();
    end('audio-stopped');
  }

  return { play, stop };
}

/** The way up, the chime and the pause behind it; 0 for a sentence that begins with a word. */
function leadOf(clips: ClipSpan[]): number {
  let samples = RAMP_STEPS * RAMP_STEP_SAMPLES;
  for (const clip of clips) {
    samples += clip.samples;
    if (clip.bytes === 0) return clip.samples === PACK_PAUSE_SAMPLES ? samples : 0;
  }
  return 0;
}

function expectedMs(clips: ClipSpan[]): number {
  let samples = 2 * RAMP_STEPS * RAMP_STEP_SAMPLES;
  for (const clip of clips) samples += clip.samples;
  return idiv(samples * 1000, PACK_RATE_HZ);
}
