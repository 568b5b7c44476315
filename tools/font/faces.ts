// What goes into a font: faces by size, each with the characters that screens can ask it for.
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { languages } from '../../boards/languages';
import { shaped } from '../../bridge/gateway/arabic';
import { digitSets, scripts } from './scripts';

/** One size of one style. `glyphs` are strings: a character, or a cluster that is drawn as one shape. */
export interface FaceRequest {
  name: string;
  /** Font size in CSS pixels. */
  sizePx: number;
  weight: 400 | 700;
  glyphs: string[];
  /** Signs that are drawn over whatever stands before them. */
  marks: string[];
  /** Ten digits each. */
  digits: string[];
}

/** Texts by language and name. */
export type Texts = Record<string, Record<string, string>>;

const ASCII = Array.from({ length: 95 }, (_, i) => String.fromCharCode(32 + i));
const AMOUNT = [...'0123456789,.- '];
const VIRAMA = /[\u094d\u09cd\u0acd\u17d2]\u200d?$/;

/** Grapheme clusters of a text, with conjuncts (consonant, virama, consonant) kept in one piece. */
export function clusters(text: string): string[] {
  const out: string[] = [];
  for (const { segment } of new Intl.Segmenter('ne', { granularity: 'grapheme' }).segment(text)) {
    const last = out[out.length - 1];
    // Node's ICU keeps conjuncts together; older rules cut behind the virama, so join what they cut.
    if (last !== undefined && VIRAMA.test(last) && /^\p{L}/u.test(segment)) out[out.length - 1] = last + segment;
    else out.push(segment);
  }
  return out;
}

/** Every text of every language: tools/screens/texts/<language>.json. English is the first. */
export function screenTexts(folder: string): Texts {
  const tags = readdirSync(folder).map((file) => file.replace('.json', ''));
  const texts: Texts = {};
  for (const tag of ['en', ...tags.filter((one) => one !== 'en').sort()])
    texts[tag] = JSON.parse(readFileSync(join(folder, `${tag}.json`), 'utf8')) as Record<string, string>;
  return texts;
}

/** What is drawn in these languages beside ASCII: clusters of their texts, and what names are written with. */
export function glyphsOf(texts: Texts): { glyphs: string[]; marks: string[] } {
  const found = new Set<string>();
  const marks = new Set<string>();
  for (const [tag, list] of Object.entries(texts)) {
    const script = scripts[languages[tag]!.script];
    for (const text of Object.values(list)) for (const cluster of clusters(shaped(text))) found.add(cluster);
    for (const glyph of script.glyphs) found.add(glyph);
    for (const mark of script.marks) marks.add(mark);
  }
  return { glyphs: [...found].filter((glyph) => glyph > '~'), marks: [...marks] };
}

/** The faces of the font that holds all languages. */
export function faces(texts: Texts): FaceRequest[] {
  const { glyphs, marks } = glyphsOf(texts);
  const digits = Object.values(digitSets);
  const text = { weight: 700 as const, glyphs: [...ASCII, ...glyphs], marks, digits };
  const amount = { weight: 700 as const, glyphs: AMOUNT, marks: [], digits };
  return [
    { name: 'small', sizePx: 16, ...text },
    { name: 'medium', sizePx: 24, ...text },
    { name: 'amount', sizePx: 36, ...amount },
    { name: 'large', sizePx: 54, ...amount },
    { name: 'icons', sizePx: 64, weight: 700, glyphs: [], marks: [], digits: [] },
  ];
}
