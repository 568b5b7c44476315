// Speech from espeak-ng (1.51 is what the committed packs were made with). The same text gives the same samples.
import { spawnSync } from 'node:child_process';
import type { ClipText } from './clips';
import type { Engine } from './language';
import { readWav } from './wav';

const PROGRAM = 'espeak-ng';
const LIMIT_MS = 10_000;
const MOST_BYTES = 4_000_000;

/** Renders one clip at the engine's own rate (22,050 Hz). Throws when espeak-ng is absent or lacks the voice. */
export function espeak(engine: Engine, clip: ClipText): { rateHz: number; samples: Float64Array } {
  const text = `${clip.say ?? clip.text}${clip.goesOn ? ',' : '.'}`;
  const perMinute = clip.isNumber ? engine.numbersPerMinute : engine.wordsPerMinute;
  const args = ['-v', engine.voice, '-s', String(perMinute), '-p', String(engine.pitch), '-z', '--stdout'];
  const run = spawnSync(PROGRAM, [...args, '-b', '1', text], { timeout: LIMIT_MS, maxBuffer: MOST_BYTES });
  if (run.error !== undefined && 'code' in run.error && run.error.code === 'ENOENT')
    throw new Error('voice: espeak-ng is not installed. Install it with: apt-get install -y espeak-ng');
  if (run.error !== undefined) throw new Error(`voice: espeak-ng on "${text}": ${run.error.message}`);
  if (run.status !== 0) throw new Error(`voice: espeak-ng on "${text}": ${run.stderr.toString('utf8').trim()}`);
  return readWav(run.stdout);
}
