// What goes into the box's font file: faces by size, each with the characters that screens can ask it for.
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** One size of one style. `glyphs` are strings: a character, or a Devanagari cluster that is drawn as one shape. */
export interface FaceRequest {
  name: string;
  /** Font size in CSS pixels. */
  sizePx: number;
  weight: 400 | 700;
  glyphs: string[];
}

const ASCII = Array.from({ length: 95 }, (_, i) => String.fromCharCode(32 + i));
const AMOUNT = [...'0123456789,.- '];
const CONSONANTS = [...'कखगघङचछजझञटठडढणतथदधनपफबभमयरलवशषसह'];
const MATRAS = ['', 'ा', 'ि', 'ी', 'ु', 'ू', 'े', 'ै', 'ो', 'ौ', 'ं', '्'];
const VOWELS = [...'अआइईउऊएऐओऔ०१२३४५६७८९।'];

/** Grapheme clusters of a text, with conjuncts (consonant, virama, consonant) kept in one piece. */
export function clusters(text: string): string[] {
  const out: string[] = [];
  for (const { segment } of new Intl.Segmenter('ne', { granularity: 'grapheme' }).segment(text)) {
    const last = out[out.length - 1];
    // Node's ICU keeps conjuncts together; older rules cut behind the virama, so join what they cut.
    if (last !== undefined && /\u094d\u200d?$/.test(last) && /^[\u0915-\u0939]/.test(segment))
      out[out.length - 1] = last + segment;
    else out.push(segment);
  }
  return out;
}

/** Every text of every language: tools/screens/texts/<language>.json. */
export function screenTexts(folder: string): Record<string, Record<string, string>> {
  const texts: Record<string, Record<string, string>> = {};
  for (const file of readdirSync(folder).sort()) {
    texts[file.replace('.json', '')] = JSON.parse(readFileSync(join(folder, file), 'utf8')) as Record<string, string>;
  }
  return texts;
}

/** The faces of the standard font file. */
export function faces(folder: string): FaceRequest[] {
  const used = new Set<string>();
  for (const texts of Object.values(screenTexts(folder))) {
    for (const text of Object.values(texts)) {
      for (const cluster of clusters(text)) if (cluster.charCodeAt(0) > 126) used.add(cluster);
    }
  }
  const names = new Set<string>(used);
  for (const consonant of CONSONANTS) for (const matra of MATRAS) names.add(consonant + matra);
  for (const vowel of VOWELS) names.add(vowel);
  return [
    { name: 'small', sizePx: 16, weight: 700, glyphs: [...ASCII, ...names] },
    { name: 'medium', sizePx: 24, weight: 700, glyphs: [...ASCII, ...names] },
    { name: 'amount', sizePx: 36, weight: 700, glyphs: AMOUNT },
    { name: 'large', sizePx: 54, weight: 700, glyphs: AMOUNT },
    { name: 'icons', sizePx: 64, weight: 700, glyphs: [] },
  ];
}
