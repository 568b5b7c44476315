// How long each clip of each language was when somebody last accepted it. No recogniser notices a word that is cut short.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../packs';
import { clipTexts } from '../registry';
import type { Language } from '../language';

/**
 * Clips are counted in units of 8 ms, and the same espeak-ng gives the same samples; where another processor rounds a
 * sine differently, a trim window of 5 ms falls on the other side of its threshold and moves a clip by one unit. The
 * burst of a final t or k, the shortest thing that may be lost, lasts longer: 10 to 30 ms.
 */
const TOLERANCE_MS = 8;

type Durations = Record<string, Record<string, number>>;

const path = (): string => join(root(), 'test', 'golden', 'speech', 'durations.json');
const golden = (): Durations => (existsSync(path()) ? (JSON.parse(readFileSync(path(), 'utf8')) as Durations) : {});

const nameOf = ({ id, text }: { id: number; text: string }): string => `${id} ${text}`.trim();

/** Each clip that is longer or shorter than it was accepted, is new, or is gone. `ms` by clip id. */
export function durationFaults(language: Language, ms: number[]): string[] {
  const accepted = golden()[language.tag] ?? {};
  const clips = clipTexts(language);
  const names = clips.map(nameOf);
  const gone = Object.keys(accepted).filter((name) => !names.includes(name));
  return [
    ...gone.map((name) => `clip ${name} is gone`),
    ...names.flatMap((name, id) => {
      const was = accepted[name];
      if (was === undefined) return [`clip ${name} is new`];
      return Math.abs(ms[id]! - was) <= TOLERANCE_MS ? [] : [`clip ${name} takes ${ms[id]} ms, accepted are ${was} ms`];
    }),
  ];
}

/** Accepts the lengths of a language's clips as right. */
export function acceptDurations(language: Language, ms: number[]): void {
  const lengths = Object.fromEntries(clipTexts(language).map((clip) => [nameOf(clip), ms[clip.id]!]));
  writeFileSync(path(), JSON.stringify({ ...golden(), [language.tag]: lengths }, null, 2) + '\n');
}
