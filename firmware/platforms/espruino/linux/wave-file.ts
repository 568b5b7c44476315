import { wavHead } from '../../../drivers/audio/wav-file/driver';
import type { WaveOut } from '../../../drivers/ports';
import { idiv } from '../../../wire/idiv';
import { written } from './files';

const FILE = 'speaker.wav';
const PIECE_SAMPLES = 1024;

/**
 * Sound into speaker.wav: all of a sentence at once, over when its time is. A fault that others have not: audio-write.
 * It puts samples by the same native passes as ../wave-out.ts; a common part would cost the chips' programs 84 bytes.
 */
export function waveFile(): WaveOut {
  const piece = new Uint8Array(PIECE_SAMPLES);
  let table = new Uint8Array(1);
  let codes = E.toArrayBuffer('');
  let timer: number | undefined;

  /** The number of samples; 0 when they could not be written. */
  function write(rateHz: number, limitMs: number, fill: (samples: number) => boolean): number {
    let count = 0;
    const done = written(FILE, (file) => {
      file.write(wavHead(rateHz, 0));
      for (let more = true; more && msOf(count, rateHz) < limitMs; count += PIECE_SAMPLES) {
        more = fill(PIECE_SAMPLES);
        file.write(piece);
      }
      // The length is known now.
      file.seek(0);
      file.write(wavHead(rateHz, count));
    });
    return done ? count : 0;
  }

  return {
    halfSamples: PIECE_SAMPLES,
    start(rateHz, limitMs, _leadSamples, fill, ended) {
      const count = write(rateHz, limitMs, fill);
      timer = setTimeout(
        () => {
          timer = undefined;
          ended(count > 0 ? undefined : 'audio-write');
        },
        msOf(count, rateHz) + 1,
      );
    },
    tables(bytes, through) {
      table = new Uint8Array(bytes.length);
      E.mapInPlace(E.toUint8Array(bytes), table, E.toUint8Array(through));
    },
    source(bytes) {
      codes = E.toArrayBuffer(bytes);
    },
    decode(at, samples, from, bits, tableAt) {
      const coded = new Uint8Array(codes, from, (samples * bits) >>> 3);
      const heard = new Uint8Array(piece.buffer, at, samples);
      E.mapInPlace(coded, heard, new Uint8Array(table.buffer, tableAt, 1 << bits), bits);
    },
    level(at, samples, value) {
      piece.fill(value, at, at + samples);
    },
    stop() {
      if (timer !== undefined) clearTimeout(timer);
      timer = undefined;
    },
  };
}

function msOf(samples: number, rateHz: number): number {
  return idiv(samples * 1000, rateHz);
}
