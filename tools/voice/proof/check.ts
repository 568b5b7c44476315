// Everything that can be proven of a language's voice without a person who speaks it.
import { existsSync } from 'node:fs';
import type { Assets } from '../../../firmware/drivers/ports';
import { assetsOf } from '../assets';
import { buildPack, clipSamples } from '../build';
import { builtPacks, packPath } from '../packs';
import { play, playWhole } from '../play';
import { clipTexts, words } from '../registry';
import type { Language } from '../language';
import { PACK_UNIT_SAMPLES } from '../../../firmware/drivers/ports';
import { RATE_HZ } from '../sound';
import { announcements, plain } from './announcements';
import type { Announcement } from './announcements';
import { durationFaults } from './durations';
import { figureFaults, figuresOf } from './figures';
import type { Figures } from './figures';
import { snrFaults, snrOf } from './snr';
import { LEAST_MATCH, correlation, transcribe } from './templates';

export interface Check {
  tag: string;
  announcements: number;
  clips: number;
  /** Announcements in which every clip was found, in order, by its sound. */
  matched: number;
  leastMatch: number;
  leadInMs: number;
  snrDb: number;
  leastSnrDb: number;
  least: Figures;
  most: Figures;
  faults: string[];
}

/** What a check works on; the pack is built in memory where none lies in the repository. */
export interface Voice {
  language: Language;
  assets: Assets;
  /** The clips before coding, by id. */
  sources: Float64Array[];
}

/** Renders the sources; throws where no free voice speaks the language and no recordings are given. */
export function voiceOf(language: Language, recordings?: string): Voice {
  const { tag } = language;
  const sources = clipTexts(language).map((clip) => clipSamples(language, clip, recordings));
  const assets =
    recordings === undefined && existsSync(packPath(tag))
      ? builtPacks([tag])
      : assetsOf({ [`voice-${tag}`]: buildPack(tag, () => undefined, recordings).pack });
  return { language, assets, sources };
}

/** Lengths of the sources as a pack has them. */
export const clipMs = ({ sources }: Voice): number[] =>
  sources.map(({ length }) => (Math.ceil(length / PACK_UNIT_SAMPLES) * PACK_UNIT_SAMPLES * 1000) / RATE_HZ);

/** Plays seeded announcements of every kind and holds them against sources, accepted lengths and limits. */
export function checkVoice(voice: Voice, count: number, seed: number): Check {
  const { language, assets, sources } = voice;
  const { tag } = language;
  const snr = snrOf(tag, assets, sources);
  const faults = [...durationFaults(language, clipMs(voice)), ...twinFaults(language, sources), ...snrFaults(snr)];
  const said = announcements(language, count, seed);
  let matched = 0;
  let leastMatch = 1;
  const figures = said.flatMap((announcement) => {
    const sound = fromBytes(play(assets, tag, announcement.clips, 10));
    const { heard, restSamples } = transcribe(sound, sources);
    const fault = matchFault(
      tag,
      announcement,
      heard.map(({ clip }) => clip),
      restSamples,
    );
    if (fault === undefined) matched++;
    else faults.push(fault);
    leastMatch = heard.reduce((least, { match }) => Math.min(least, match), leastMatch);
    // The tap of a key is no voice.
    if (announcement.text === '') return [];
    const found = figuresOf(sound, heard);
    faults.push(...figureFaults(found).map((what) => `"${announcement.text}": ${what}`));
    return [found];
  });
  const [first] = said;
  const whole = playWhole(assets, tag, first!.clips, 10);
  const leadInMs = (whole.findIndex((sample) => sample > 120) * 1000) / RATE_HZ;
  return {
    ...{ tag, announcements: said.length, clips: sources.length, matched, leastMatch, leadInMs, faults },
    ...{ snrDb: snr.packDb, leastSnrDb: snr.leastDb },
    ...{ least: extreme(figures, Math.min), most: extreme(figures, Math.max) },
  };
}

/** 8-bit samples between -1 and 1. */
export const fromBytes = (samples: Uint8Array): Float64Array =>
  Float64Array.from(samples, (sample) => (sample - 128) / 128);

/** Why what is heard is not the announcement; undefined when each word is, and nothing behind the last one. */
export function matchFault(
  tag: string,
  { clips, text }: Pick<Announcement, 'clips' | 'text'>,
  heard: number[],
  restSamples: number,
): string | undefined {
  // Two clips may be the same word; chimes and notes have none.
  const spelled = (ids: number[]): string => ids.map((id) => words(tag, [id]) || String(id)).join(' ');
  if (restSamples === 0 && spelled(heard) === spelled(clips)) return undefined;
  const more = restSamples > 0 ? `, then ${Math.round((restSamples * 1000) / RATE_HZ)} ms of no clip` : '';
  return `"${text}" sounds like "${plain(words(tag, heard))}"${more}`;
}

/** Clips with different words that sound the same: one of them was rendered from the other's words. */
function twinFaults(language: Language, sources: Float64Array[]): string[] {
  const clips = clipTexts(language);
  return clips.flatMap(({ id, text }) =>
    clips.slice(0, id).flatMap((other) => {
      const [a, b] = [sources[id]!, sources[other.id]!];
      const same = a.length === b.length && correlation(a, b, 0) >= LEAST_MATCH;
      return same && plain(text) !== plain(other.text)
        ? [`clips ${other.id} "${other.text}" and ${id} "${text}" sound the same`]
        : [];
    }),
  );
}

function extreme(all: Figures[], of: (...values: number[]) => number): Figures {
  const names = Object.keys(all[0]!) as (keyof Figures)[];
  return Object.fromEntries(names.map((name) => [name, of(...all.map((one) => one[name]))])) as unknown as Figures;
}
