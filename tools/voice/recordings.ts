// Clips that a person spoke: a folder with a WAV (mono, 16 bits) for each clip id.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { chime } from './chimes';
import type { ClipText } from './clips';
import { clipTexts } from './registry';
import type { Language } from './language';
import { WINDOW_MS, toDb, windowLevels } from './sound';
import type { Sound } from './sound';
import { readWav } from './wav';

/** What a speaker must record for a language: every clip but the chimes. */
export function toRecord(language: Language): { file: string; text: string }[] {
  return clipTexts(language)
    .filter(({ id }) => chime(id) === undefined)
    .map((clip) => ({ file: fileOf(clip), text: clip.text }));
}

const fileOf = ({ id }: ClipText): string => `${String(id).padStart(3, '0')}.wav`;

/** Reads one clip; throws when `folder` lacks any of the language's. */
export function recorded(language: Language, folder: string, clip: ClipText): Sound {
  const missing = toRecord(language).filter(({ file }) => !existsSync(join(folder, file)));
  if (missing.length > 0)
    throw new Error(
      `voice: ${folder} lacks ${missing.length} recordings:\n  ${missing.map(({ file, text }) => `${file}  ${text}`).join('\n  ')}`,
    );
  return cropped(readWav(readFileSync(join(folder, fileOf(clip)))));
}

/** Where the word is in a recording, and how loud it is beside the word. */
interface Word {
  fromMs: number;
  toMs: number;
  /** The noise beside the word, against the loudest 5 ms of it; never below FLOOR_DB. */
  noiseDb: number;
}

const FLOOR_DB = -60;
const ABOVE_NOISE_DB = 8;
/** The word reaches at least this far under its loudest part, whatever the noise. */
const LEAST_REACH_DB = -20;
/** The quietest tenth of a recording is the room without the speaker. */
const ROOM_SHARE = 0.1;
/** Soft beginnings such as that of "fifty" lie under the noise's edge. */
const BEFORE_MS = 20;
const AFTER_MS = 40;

/** The loud part of a recording. */
export function wordIn({ samples, rateHz }: Sound): Word {
  const levels = windowLevels(samples, rateHz).map(toDb);
  const loudest = Math.max(...levels);
  const room = [...levels].sort((a, b) => a - b)[Math.floor(levels.length * ROOM_SHARE)] ?? FLOOR_DB;
  const noiseDb = Math.max(FLOOR_DB, room - loudest);
  const isWord = (level: number): boolean => level - loudest > Math.min(LEAST_REACH_DB, noiseDb + ABOVE_NOISE_DB);
  return {
    fromMs: Math.max(0, levels.findIndex(isWord)) * WINDOW_MS,
    toMs: (levels.findLastIndex(isWord) + 1) * WINDOW_MS,
    noiseDb,
  };
}

/** The word alone: a room is never as silent as a voice program, so the master's trimming finds nothing to trim. */
export function cropped(recording: Sound): Sound {
  const { fromMs, toMs } = wordIn(recording);
  const at = (ms: number): number => Math.max(0, Math.round((ms * recording.rateHz) / 1000));
  return { ...recording, samples: recording.samples.slice(at(fromMs - BEFORE_MS), at(toMs + AFTER_MS)) };
}
