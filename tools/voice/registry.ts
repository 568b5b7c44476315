import { CHIMES } from '../../firmware/speech/words';
import { bn } from './languages/bn';
import { en } from './languages/en';
import { enIn } from './languages/en-in';
import { gu } from './languages/gu';
import { hi } from './languages/hi';
import { id } from './languages/id';
import { km } from './languages/km';
import { mr } from './languages/mr';
import { ne } from './languages/ne';
import { ur } from './languages/ur';
import { vi } from './languages/vi';
import type { ClipText } from './clips';
import type { Language } from './language';

/** Every language, one line each. */
const languages: Record<string, Language> = { en, 'en-IN': enIn, bn, gu, hi, id, km, mr, ne, ur, vi };

/** The tags of all languages that packs can be built for. */
export const languageTags = Object.keys(languages);

/** The language of this tag; throws for one that there is not. */
export function languageOf(tag: string): Language {
  const language = languages[tag];
  if (language === undefined) throw new Error(`voice: no language "${tag}". There are: ${languageTags.join(', ')}.`);
  return language;
}

/** Every clip of a language in the order of ids, chimes first. Throws when an id is missing or given twice. */
export function clipTexts(language: Language): ClipText[] {
  const chimes = Array.from({ length: CHIMES }, (_none, id) => ({
    id,
    text: '',
    goesOn: true,
    isNumber: false,
  }));
  const clips = [...chimes, ...language.clips].sort((a, b) => a.id - b.id);
  clips.forEach((clip, index) => {
    if (clip.id === index) return;
    const what = clip.id < index ? `clip ${clip.id} has two texts` : `clip ${index} has no text`;
    throw new Error(`tools/voice/languages/${language.tag}.ts: ${what}.`);
  });
  return clips;
}

/** What the clips say, in words; chimes are not words. Throws for an id that the language does not have. */
export function words(tag: string, clipIds: readonly number[]): string {
  const clips = clipTexts(languageOf(tag));
  const spoken = clipIds.map((id) => {
    const clip = clips[id];
    if (clip === undefined) throw new Error(`voice: ${tag} has no clip ${id}.`);
    return clip.text;
  });
  return spoken.filter((text) => text !== '').join(' ');
}
