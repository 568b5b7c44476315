// How much of whole announcements an independent recogniser understands. Only English has one in Debian.
import { CHIMES } from '../../../firmware/speech/words';
import { clipSamples } from '../build';
import { clipTexts } from '../registry';
import type { Language } from '../language';
import { PACK_UNIT_SAMPLES } from '../../../firmware/drivers/ports';
import { RATE_HZ, resample } from '../sound';
import { announcements } from './announcements';
import type { Announcement } from './announcements';
import { englishGrammar } from './english';
import { EAR_RATE_HZ, recognise } from './recogniser';
import { playedClips } from './played';

export interface Hearing {
  announcements: number;
  /** Understood word for word. */
  understood: number;
  words: number;
  /** Words put in, left out or taken for others. */
  wordErrors: number;
  /** Words that were said often and mostly not understood. */
  weakWords: string[];
  /** What was misheard. */
  misheard: { said: string; heard: string }[];
}

/** True for the languages that the recogniser knows. */
export const hasEar = ({ tag }: Language): boolean => tag.startsWith('en');

/** Fresh amounts are misheard less often than this. Three standard deviations more are taken for chance: 5 of 71. */
const MISHEARD_SHARE = 1 / 40;
/** Besides what one misheard announcement brings; 2 % of the words of 60 announcements. */
const WORD_ERROR_SHARE = 0.015;
const ERRORS_OF_ONE = 3;
/** A word that is said this often must be understood every second time: else it is the word that is wrong. */
const OFTEN = 4;

/** What is wrong with what was heard; empty when enough was understood and every word of it. */
export function hearingFaults(hearing: Hearing): string[] {
  const { announcements: all, understood, words, wordErrors, weakWords } = hearing;
  const expected = all * MISHEARD_SHARE;
  const most = Math.max(1, Math.floor(expected + 3 * Math.sqrt(expected * (1 - MISHEARD_SHARE))));
  const mostErrors = Math.floor(words * WORD_ERROR_SHARE + ERRORS_OF_ONE);
  const few = `the recogniser understood ${understood} of ${all} announcements, ${all - most} are the least`;
  const wrong = `the recogniser misheard ${wordErrors} of ${words} words, ${mostErrors} are the most`;
  return [
    ...(all - understood > most ? [few] : []),
    ...(wordErrors > mostErrors ? [wrong] : []),
    ...weakWords.map((word) => `the recogniser did not understand "${word}" in more than half of the announcements`),
  ];
}

/** The pack's sources at 16 kHz, joined as a box joins its clips. `swap` exchanges two clips, as a damaged index would. */
export function hearSources(language: Language, count: number, seed: number, swap?: [number, number]): Hearing {
  const said = spoken(language, count, seed);
  const sources = new Map<number, Float64Array>();
  const source = (id: number): Float64Array => {
    const found = sources.get(id) ?? clipSamples(language, clipTexts(language)[id]!, undefined, EAR_RATE_HZ);
    sources.set(id, found);
    return found;
  };
  const gap = new Float64Array((PACK_UNIT_SAMPLES * EAR_RATE_HZ) / RATE_HZ);
  const swapped = (id: number): number => (id === swap?.[0] ? swap[1] : id === swap?.[1] ? swap[0] : id);
  return hear(language, said, ({ clips }) =>
    joined(clips.filter(isSpeech).flatMap((id) => [source(swapped(id)), gap])),
  );
}

/** What the box plays from the pack that is there (8 kHz, 8 bits). The model was not made for it: a trend, no gate. */
export function hearBox(language: Language, count: number, seed: number): Hearing {
  const said = spoken(language, count, seed);
  return hear(language, said, ({ clips }) => {
    const samples = playedClips(language.tag, clips.filter(isSpeech));
    return resample({ rateHz: RATE_HZ, samples }, EAR_RATE_HZ);
  });
}

/** Announcements but chimes alone. */
const spoken = (language: Language, count: number, seed: number): Announcement[] =>
  announcements(language, count, seed).filter(({ text }) => text !== '');

/** A model of speech knows no chimes and notes. */
const isSpeech = (id: number): boolean => id >= CHIMES;

function joined(pieces: Float64Array[]): Float64Array {
  const whole = new Float64Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}

function hear(language: Language, said: Announcement[], sound: (of: Announcement) => Float64Array): Hearing {
  const heard = recognise(said.map(sound), englishGrammar(language));
  const pairs = said.map(({ text }, i) => ({ said: text, heard: heard[i] ?? '' }));
  const words = pairs.reduce((sum, pair) => sum + pair.said.split(' ').length, 0);
  const errors = pairs.reduce((sum, pair) => sum + wordErrors(pair.said.split(' '), pair.heard.split(' ')), 0);
  const misheard = pairs.filter((pair) => pair.said !== pair.heard);
  return {
    announcements: said.length,
    understood: said.length - misheard.length,
    words,
    wordErrors: errors,
    weakWords: weak(pairs),
    misheard,
  };
}

function weak(pairs: { said: string; heard: string }[]): string[] {
  const words = [...new Set(pairs.flatMap(({ said }) => said.split(' ')))];
  return words.filter((word) => {
    const saying = pairs.filter(({ said }) => said.split(' ').includes(word));
    const hearing = saying.filter(({ heard }) => heard.split(' ').includes(word));
    return saying.length >= OFTEN && hearing.length * 2 < saying.length;
  });
}

/** Words put in, left out or taken for others (Levenshtein). */
function wordErrors(said: string[], heard: string[]): number {
  let row = heard.map((_, i) => i + 1);
  said.forEach((word, i) => {
    let corner = i;
    let left = i + 1;
    row = row.map((above, j) => {
      left = Math.min(above + 1, left + 1, corner + (word === heard[j] ? 0 : 1));
      corner = above;
      return left;
    });
  });
  return row.at(-1) ?? said.length;
}
