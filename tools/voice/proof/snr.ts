import type { Assets } from '../../../firmware/drivers/ports';
import { openPack, spansOf } from '../../../firmware/speech/pack';
import { decode, energies } from '../bfp6';
import { LEAST_SNR_DB } from '../build';
import { crc32 } from '../crc32';

interface Snr {
  /** Of the pack as a whole, in decibels. */
  packDb: number;
  /** Of its worst clip. */
  leastDb: number;
}

/** Signal over what the coding adds, the pack's clips against their sources at 8 kHz. Throws when the pack is damaged. */
export function snrOf(tag: string, assets: Assets, sources: Float64Array[]): Snr {
  const pack = openPack(assets, tag, (bytes) => crc32(Buffer.from(bytes, 'latin1')));
  if (pack === undefined) throw new Error(`voice: the ${tag} pack is damaged.`);
  const clips = sources.flatMap((source, id) =>
    (spansOf(pack, [id]) ?? []).map(({ offset, bytes, samples }) =>
      energies(source, decode(Buffer.from(assets.read(pack.file, offset, bytes), 'latin1'), samples)),
    ),
  );
  const sum = (of: 'signal' | 'noise'): number => clips.reduce((total, clip) => total + clip[of], 0);
  const inDb = (signal: number, noise: number): number => 10 * Math.log10(signal / noise);
  return {
    packDb: inDb(sum('signal'), sum('noise')),
    leastDb: Math.min(...clips.map(({ signal, noise }) => inDb(signal, noise))),
  };
}

/** Empty when neither the pack nor one of its clips is too noisy. */
export function snrFaults({ packDb, leastDb }: Snr): string[] {
  return Math.min(packDb, leastDb) >= LEAST_SNR_DB
    ? []
    : [`SNR is ${packDb.toFixed(1)} dB, of the worst clip ${leastDb.toFixed(1)} dB; ${LEAST_SNR_DB} dB are the least`];
}
