// Sentences in a file: RIFF/WAVE, PCM, mono, 8 bits unsigned.
// Document: IBM and Microsoft, Multimedia Programming Interface and Data Specifications 1.0, "Waveform Audio File Format".
import { littleEndian } from '../../little-endian';
import type { Assets, Speaker, WaveOut } from '../../ports';
import { waveSpeaker } from '../wave-speaker';

const FORMAT_BYTES = 16;
/** Of the head behind its second field. */
const HEAD_REST_BYTES = 36;
const SILENCE = 128;

/** A loudspeaker whose sentences end in a file each; between two the level is the middle. */
export function wavFile(out: WaveOut, assets: Assets): Speaker {
  return waveSpeaker(out, assets, SILENCE);
}

/** What stands before this many samples. */
export function wavHead(rateHz: number, samples: number): string {
  const format = littleEndian(1, 2) + littleEndian(1, 2) + littleEndian(rateHz, 4) + littleEndian(rateHz, 4);
  return (
    'RIFF' +
    littleEndian(HEAD_REST_BYTES + samples, 4) +
    ('WAVEfmt ' + littleEndian(FORMAT_BYTES, 4) + format + littleEndian(1, 2) + littleEndian(8, 2)) +
    ('data' + littleEndian(samples, 4))
  );
}
