// Which languages a box gets, and who speaks them: "ne,km=en" has Nepali whole, and Khmer texts with the English voice.
import { languages } from '../../boards/languages';

/** A language's texts, and the language whose voice says its sentences. */
export interface Chosen {
  tag: string;
  voice: string;
}

/** A wish of a command line, or the board's own list when nothing was wished. Throws for a language that boxes do not know. */
export function wished(text: string | undefined, own: string[]): string[] {
  const list = text === undefined ? own : text.split(',').map((one) => one.trim());
  chosen(list);
  return list;
}

/** The languages of a list, the first being what a box takes when it is told one that it does not have. */
export function chosen(list: string[]): Chosen[] {
  const all = list.map((one): Chosen => {
    const [tag, voice = tag] = one.split('=') as [string, string?];
    return { tag, voice };
  });
  const tags = all.map(({ tag }) => tag);
  const unknown = all.flatMap(({ tag, voice }) => [tag, voice]).find((tag) => languages[tag] === undefined);
  if (unknown !== undefined)
    throw new Error(`--languages: there is no language "${unknown}". There are: ${Object.keys(languages).join(', ')}.`);
  const twice = tags.find((tag, i) => tags.indexOf(tag) !== i);
  if (twice !== undefined) throw new Error(`--languages: ${twice} is named twice.`);
  return all;
}

/** The voice of a language on a box with this list; the first one's for a language that the box does not have. */
export function voiceOf(list: string[], tag: string): string {
  const all = chosen(list);
  return (all.find((one) => one.tag === tag) ?? all[0]!).voice;
}
