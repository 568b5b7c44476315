// An ear that has never heard of Ghanti: CMU pocketsphinx with its US English model (Debian: pocketsphinx,
// pocketsphinx-en-us). The model was trained on 16 kHz speech and wants that rate.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { seeded } from '../../seeded';

export const EAR_RATE_HZ = 16_000;
const PROGRAM = 'pocketsphinx_batch';
const MODEL = '/usr/share/pocketsphinx/model/en-us';
const LIMIT_MS = 600_000;
/** Half a second before and after each announcement, as the model expects. */
const PAUSE_SAMPLES = EAR_RATE_HZ / 2;
/**
 * Beams that do not lose a slow word, hardly a price for one, and a vocal tract 10 % off the model's: chosen for the pinned
 * voice on one set of amounts, and not for what people hear. With another voice, choose them again.
 */
const FLAGS = '-beam 1e-80 -wbeam 1e-60 -pbeam 1e-80 -wip 0.05 -warp_params 0.9';
/**
 * A quiet room. The model never heard perfect silence: without this it takes whole sentences for silence and an n at the end
 * of a word for nothing. -45 dB of full scale is 30 dB under the voice.
 */
const ROOM_DB = -45;
const ROOM_SEED = 7;
/** Fillers: silence alone. With the model's own list, which has noise too, whole words are taken for noise. */
const SILENCE = '<s> SIL\n</s> SIL\n<sil> SIL\n';

/** What may be said, as a JSGF grammar, its words, and how those are spoken that shall not be as in the model's dictionary. */
export interface Grammar {
  jsgf: string;
  words: string[];
  spoken: Record<string, string[]>;
}

/** The words that are heard in each sound (16 kHz); '' where nothing is understood. Throws when pocketsphinx is absent. */
export function recognise(sounds: Float64Array[], grammar: Grammar): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'ghanti-ear-'));
  try {
    const names = sounds.map((sound, i) => {
      writeFileSync(join(folder, `${i}.raw`), pcm16(sound));
      return String(i);
    });
    writeFileSync(join(folder, 'list'), names.join('\n'));
    writeFileSync(join(folder, 'grammar'), grammar.jsgf);
    writeFileSync(join(folder, 'words'), dictionary(grammar));
    writeFileSync(join(folder, 'silence'), SILENCE);
    const files =
      `-jsgf grammar -dict words -fdict silence -ctl list -hyp heard -cepdir . -cepext .raw -adcin yes`.split(' ');
    const run = spawnSync(PROGRAM, ['-hmm', join(MODEL, 'en-us'), ...files, ...FLAGS.split(' ')], {
      cwd: folder,
      timeout: LIMIT_MS,
      stdio: 'ignore',
    });
    if (run.error !== undefined || run.status !== 0)
      throw new Error(
        `voice: ${PROGRAM} failed (${run.error?.message ?? `exit code ${run.status}`}). Install it with: apt-get install -y pocketsphinx pocketsphinx-en-us`,
      );
    return heardIn(readFileSync(join(folder, 'heard'), 'utf8'), sounds.length);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** In a quiet room: noise of a triangular distribution, the same for every announcement. */
function pcm16(sound: Float64Array): Buffer {
  const next = seeded(ROOM_SEED);
  const width = 10 ** (ROOM_DB / 20) * Math.sqrt(6);
  const bytes = Buffer.alloc(2 * (sound.length + 2 * PAUSE_SAMPLES));
  for (let i = 0; i < bytes.length / 2; i++) {
    const x = (sound[i - PAUSE_SAMPLES] ?? 0) + (next() - next()) * width;
    bytes.writeInt16LE(Math.round(Math.max(-1, Math.min(1, x)) * 32_767), 2 * i);
  }
  return bytes;
}

/** The grammar's own pronunciations, and the lines of the model's dictionary for its other words. */
function dictionary({ words, spoken }: Grammar): string {
  const wanted = new Set(words.filter((word) => spoken[word] === undefined));
  const known = readFileSync(join(MODEL, 'cmudict-en-us.dict'), 'utf8')
    .split('\n')
    .filter((line) => wanted.has(line.slice(0, line.search(/[ (]/))));
  const added = Object.entries(spoken).flatMap(([word, ways]) =>
    ways.map((way, i) => `${word}${i === 0 ? '' : `(${i + 1})`} ${way}`),
  );
  return [...known, ...added].join('\n') + '\n';
}

/** Lines such as "received five rupees (3 -1234)", in any order. */
function heardIn(text: string, count: number): string[] {
  const heard = new Array<string>(count).fill('');
  for (const [, words = '', i] of text.matchAll(/^(.*) ?\((\d+) -?\d+\)$/gm)) heard[Number(i)] = words.trim();
  return heard;
}
