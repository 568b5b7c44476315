// RIFF/WAVE, mono, PCM: 16 bits signed or 8 bits unsigned.

const HEADER_BYTES = 44;

/** A WAV file of 8-bit unsigned samples. */
export function wavOfBytes(samples: Uint8Array, rateHz: number): Buffer {
  return Buffer.concat([header(samples.length, rateHz, 1), samples]);
}

/** The same samples as a WAV file of 16 bits, for players that know no other. */
export function wav16OfBytes(samples: Uint8Array, rateHz: number): Buffer {
  const wide = Buffer.alloc(2 * samples.length);
  samples.forEach((sample, i) => wide.writeInt16LE((sample - 128) * 256, 2 * i));
  return Buffer.concat([header(wide.length, rateHz, 2), wide]);
}

function header(dataBytes: number, rateHz: number, bytesPerSample: number): Buffer {
  const head = Buffer.alloc(HEADER_BYTES);
  head.write('RIFF', 0, 'latin1');
  head.writeUInt32LE(HEADER_BYTES - 8 + dataBytes, 4);
  head.write('WAVEfmt ', 8, 'latin1');
  head.writeUInt32LE(16, 16);
  head.writeUInt16LE(1, 20);
  head.writeUInt16LE(1, 22);
  head.writeUInt32LE(rateHz, 24);
  head.writeUInt32LE(rateHz * bytesPerSample, 28);
  head.writeUInt16LE(bytesPerSample, 32);
  head.writeUInt16LE(8 * bytesPerSample, 34);
  head.write('data', 36, 'latin1');
  head.writeUInt32LE(dataBytes, 40);
  return head;
}

/** Samples between -1 and 1 of a mono 16-bit WAV. A length that a pipe left open (0xFFFFFFFF, espeak-ng --stdout) is cut to the file. */
export function readWav(file: Buffer): { rateHz: number; samples: Float64Array } {
  if (file.length < HEADER_BYTES || file.toString('latin1', 0, 4) !== 'RIFF') throw new Error('voice: not a WAV file.');
  let rateHz = 0;
  for (let at = 12; at + 8 <= file.length;) {
    const name = file.toString('latin1', at, at + 4);
    const bytes = Math.min(file.readUInt32LE(at + 4), file.length - at - 8);
    if (name === 'fmt ') {
      const form = [file.readUInt16LE(at + 8), file.readUInt16LE(at + 10), file.readUInt16LE(at + 22)].join();
      if (form !== '1,1,16')
        throw new Error(`voice: the WAV is not mono 16-bit PCM (format, channels, bits: ${form}).`);
      rateHz = file.readUInt32LE(at + 12);
    }
    if (name === 'data') return { rateHz, samples: fromInt16(file.subarray(at + 8, at + 8 + bytes)) };
    at += 8 + bytes + (bytes % 2);
  }
  throw new Error('voice: the WAV has no samples.');
}

function fromInt16(bytes: Buffer): Float64Array {
  const samples = new Float64Array(Math.floor(bytes.length / 2));
  for (let i = 0; i < samples.length; i++) samples[i] = bytes.readInt16LE(2 * i) / 32768;
  return samples;
}
