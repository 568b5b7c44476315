// What a box would play: the firmware's own pack reader and DAC driver over a sample clock that writes to memory.
import type { Assets, WaveOut } from '../../firmware/drivers/ports';
import { esp32Dac } from '../../firmware/drivers/audio/esp32-dac/driver';
import { openPack, spansOf } from '../../firmware/speech/pack';
import { codeAt } from './bfp6';
import { crc32 } from './crc32';

const HALF_SAMPLES = 1024;

/** A sample clock that runs as fast as it is filled and keeps every half buffer. */
function memoryWaveOut(heard: Uint8Array[]): WaveOut {
  let half = new Uint8Array(HALF_SAMPLES);
  let table: number[] = [];
  let codes = new Uint8Array(0);
  return {
    halfSamples: HALF_SAMPLES,
    start(_rateHz, _limitMs, _leadSamples, fill, ended) {
      for (let more = true; more; heard.push(half)) {
        half = new Uint8Array(HALF_SAMPLES);
        more = fill(HALF_SAMPLES);
      }
      ended(undefined);
    },
    tables(bytes, through) {
      table = Array.from(bytes, (_, i) => through.charCodeAt(bytes.charCodeAt(i)));
    },
    source(bytes) {
      codes = Buffer.from(bytes, 'latin1');
    },
    decode(at, samples, from, bits, tableAt) {
      for (let i = 0; i < samples; i++) half[at + i] = table[tableAt + codeAt(codes, from, i, bits)] ?? 0;
    },
    level(at, samples, value) {
      half.fill(value, at, at + samples);
    },
    stop: () => undefined,
  };
}

/** Above the ramp's last step; the clips lie around 128. */
const ABOVE_RAMP = 120;

/** The box's 8-bit samples for these clips, without the ramps from and to 0 V. Throws when the pack cannot play them. */
export function play(assets: Assets, language: string, clips: number[], volume: number): Uint8Array {
  const samples = playWhole(assets, language, clips, volume);
  const isSound = (sample: number): boolean => sample > ABOVE_RAMP;
  return samples.subarray(samples.findIndex(isSound), samples.findLastIndex(isSound) + 1);
}

/** The same from 0 V to 0 V. */
export function playWhole(assets: Assets, language: string, clips: number[], volume: number): Uint8Array {
  const pack = openPack(assets, language, (bytes) => crc32(Buffer.from(bytes, 'latin1')));
  if (pack === undefined)
    throw new Error(`voice: the ${language} pack is absent or damaged. Build it with: ghanti voice build ${language}`);
  const spans = spansOf(pack, clips);
  if (spans === undefined) throw new Error(`voice: the ${language} pack lacks one of the clips ${clips.join(', ')}.`);
  const heard: Uint8Array[] = [];
  let fault: string | undefined = 'not played';
  esp32Dac(memoryWaveOut(heard), assets).play(pack.file, spans, volume, (why) => (fault = why));
  if (fault !== undefined) throw new Error(`voice: the box would report ${fault}.`);
  return Buffer.concat(heard);
}
