import { seeded } from './amounts';

const RATE_HZ = 48_000;
const BEFORE_MS = 1500;
const WORD_MS = 500;
const AFTER_MS = 500;

/** A WAV (48 kHz, mono, 16 bits) of a buzz of half a second, as long as a word, in a room that is never quite silent. */
export function spoken(given: { amplitude: number; noise: number; beforeMs?: number; afterMs?: number }): Buffer {
  const { amplitude, noise, beforeMs = BEFORE_MS, afterMs = AFTER_MS } = given;
  const next = seeded(9);
  const samples = (ms: number): number => (ms * RATE_HZ) / 1000;
  const [from, to] = [samples(beforeMs), samples(beforeMs + WORD_MS)];
  const length = to + samples(afterMs);
  const wav = Buffer.alloc(44 + 2 * length);
  wav.write('RIFF', 0, 'latin1');
  wav.writeUInt32LE(36 + 2 * length, 4);
  wav.write('WAVEfmt ', 8, 'latin1');
  wav.writeUInt32LE(16, 16);
  wav.writeUInt16LE(1, 20);
  wav.writeUInt16LE(1, 22);
  wav.writeUInt32LE(RATE_HZ, 24);
  wav.writeUInt32LE(2 * RATE_HZ, 28);
  wav.writeUInt16LE(2, 32);
  wav.writeUInt16LE(16, 34);
  wav.write('data', 36, 'latin1');
  wav.writeUInt32LE(2 * length, 40);
  for (let i = 0; i < length; i++) {
    const envelope = i < from || i >= to ? 0 : Math.sin((Math.PI * (i - from)) / (to - from)) ** 0.5;
    const buzz = [1, 2, 3, 5].reduce((sum, n) => sum + Math.sin((2 * Math.PI * 220 * n * i) / RATE_HZ) / n, 0) / 2;
    const x = amplitude * envelope * buzz + noise * (2 * next() - 1);
    wav.writeInt16LE(Math.round(Math.max(-1, Math.min(1, x)) * 32_767), 44 + 2 * i);
  }
  return wav;
}
