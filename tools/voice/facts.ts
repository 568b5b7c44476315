// Number words beside facts that are not ours: spell-outs by CLDR's rules and by npm packages (test/golden/speech).
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pushNumber } from '../../firmware/speech/number';
import { CURRENCIES_AT, CURRENCY_BYTES, half } from '../../firmware/speech/words';
import { root } from './packs';
import { languageOf, words } from './registry';
import { wordsSection } from './words';

/** A language's numbers, as one of its currencies groups them, and the facts that they are held against. */
export interface Spelled {
  tag: string;
  /** A file of test/golden/speech. */
  locale: string;
  currency: number;
  grouping: string;
  /** A word that the facts lack, and what they have in its place. */
  deviation?: { ours: string; theirs: string; why: string };
}

const NPR = 524;
const USD = 840;

export const spelled: Spelled[] = [
  { tag: 'en', locale: 'en', currency: USD, grouping: 'million and billion' },
  { tag: 'en', locale: 'en_IN', currency: NPR, grouping: 'lakh and crore' },
  { tag: 'en-IN', locale: 'en_IN', currency: USD, grouping: 'lakh and crore' },
  { tag: 'bn', locale: 'bn', currency: NPR, grouping: 'lakh and crore' },
  { tag: 'gu', locale: 'gu', currency: NPR, grouping: 'lakh and crore' },
  { tag: 'hi', locale: 'hi', currency: NPR, grouping: 'lakh and crore' },
  { tag: 'id', locale: 'id', currency: NPR, grouping: 'million' },
  { tag: 'km', locale: 'km', currency: NPR, grouping: 'million' },
  {
    ...{ tag: 'mr', locale: 'mr', currency: NPR, grouping: 'lakh and crore' },
    deviation: { ours: 'शंभर', theirs: 'एकशे', why: 'a round hundred has a word of its own' },
  },
  { tag: 'ne', locale: 'ne', currency: NPR, grouping: 'lakh and crore' },
  { tag: 'ur', locale: 'ur', currency: NPR, grouping: 'lakh and crore' },
  { tag: 'vi', locale: 'vi', currency: NPR, grouping: 'million' },
];

/** The clips of numbers as a currency groups them. */
export function speller({ tag, currency }: Pick<Spelled, 'tag' | 'currency'>): (value: number) => number[] {
  const section = wordsSection(languageOf(tag));
  const place = languageOf(tag).currencies.findIndex((one) => one.numeric === currency);
  const rulesAt = half(section, CURRENCIES_AT + 1 + place * CURRENCY_BYTES + 6);
  return (value) => {
    const clips: number[] = [];
    pushNumber(section, rulesAt, 0, value, clips);
    return clips;
  };
}

/** How many facts there are, and those that we say otherwise. */
export function compared(one: Spelled): { facts: number; wrong: string[] } {
  const { ours, theirs } = one.deviation ?? { ours: '', theirs: '' };
  const clipsOf = speller(one);
  const file = join(root(), 'test', 'golden', 'speech', `${one.locale}.json`);
  const facts = Object.entries((JSON.parse(readFileSync(file, 'utf8')) as { words: Record<string, string[]> }).words);
  const wrong = facts.flatMap(([number, spellings]) => {
    const said = plain(words(one.tag, clipsOf(Number(number))));
    return agrees(said.replace(ours, theirs), spellings.map(plain)) ? [] : [`${number}: ${said}`];
  });
  return { facts: facts.length, wrong };
}

/** Khmer marks where words join with U+200B alone; Bengali and Marathi write one letter in two ways each. */
function plain(text: string): string {
  return text
    .normalize('NFC')
    .replace(/\u200b/g, '')
    .replace(/\u0931\u094d/g, '\u0930\u094d\u200d');
}

/** True when each word is one that some source has at its place: sources differ in the spelling of single words. */
function agrees(said: string, spellings: string[]): boolean {
  if (spellings.some((spelling) => spelling.replace(/ /g, '') === said.replace(/ /g, ''))) return true;
  const parts = said.split(' ');
  const sources = spellings.map((one) => one.split(' ')).filter((one) => one.length === parts.length);
  return parts.every((part, i) => sources.some((source) => source[i] === part));
}
