import type { Language } from './language';
import { en } from './languages/en';
import { ne } from './languages/ne';

/** Every language, one line each. The data is built when it is used, so that it takes no memory between announcements. */
export const languages: { tag: string; load: (this: void) => Language }[] = [
  { tag: 'en', load: en },
  { tag: 'ne', load: ne },
];

/** The language of this BCP 47 tag, or the first one: a box that was given an unknown tag still speaks. */
export function languageOf(tag: string): Language {
  for (const language of languages) {
    if (language.tag === tag) return language.load();
  }
  return languages[0].load();
}
