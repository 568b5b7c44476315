import { CHIME_ATTENTION, CHIME_FAILED, CHIME_PAID } from '../../firmware/speech/language';
import { en } from './languages/en';
import { ne } from './languages/ne';
import type { ClipText, VoiceSource } from './source';

/** The words of every language, one line each. */
const sources: Record<string, VoiceSource> = { en, ne };

/** The tags of all languages that packs can be built for. */
export const languageTags = Object.keys(sources);

/** The language's voice; throws for a tag that has none. */
export function voiceSource(tag: string): VoiceSource {
  const source = sources[tag];
  if (source === undefined) throw new Error(`voice: no language "${tag}". There are: ${languageTags.join(', ')}.`);
  return source;
}

/** Every clip of a language in the order of ids, chimes first. Throws when an id is missing or given twice. */
export function clipTexts(source: VoiceSource): ClipText[] {
  const chimes = [CHIME_PAID, CHIME_FAILED, CHIME_ATTENTION].map((id) => ({
    id,
    text: '',
    goesOn: true,
    isNumber: false,
  }));
  const clips = [...chimes, ...source.clips].sort((a, b) => a.id - b.id);
  clips.forEach((clip, index) => {
    if (clip.id === index) return;
    const what = clip.id < index ? `clip ${clip.id} has two texts` : `clip ${index} has no text`;
    throw new Error(`tools/voice/languages/${source.tag}.ts: ${what}.`);
  });
  return clips;
}

/** What the clips say, in words; chimes are not words. Throws for an id that the language does not have. */
export function words(tag: string, clipIds: readonly number[]): string {
  const clips = clipTexts(voiceSource(tag));
  const spoken = clipIds.map((id) => {
    const clip = clips[id];
    if (clip === undefined) throw new Error(`voice: ${tag} has no clip ${id}.`);
    return clip.text;
  });
  return spoken.filter((text) => text !== '').join(' ');
}
