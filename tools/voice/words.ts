// Writes the words section of a voice pack (firmware/speech/words.ts names its places, README.md describes it).
import * as at from '../../firmware/speech/words';
import { WHOLE } from './language';
import type { Language, Rule } from './language';

const RULE_PARTS = at.RULE_BYTES - at.RULE_PARTS_AT;
const MOST_NUMBER = 2 ** 31 - 1;

/** What compose() reads of a language, as a binary string. Throws when the language says what no box could follow. */
export function wordsSection(language: Language): string {
  const rules = [...new Set(language.currencies.map((currency) => currency.rules))];
  const tables = rules.map((list) => table(language.tag, list));
  const rulesAt = at.CURRENCIES_AT + 1 + language.currencies.length * at.CURRENCY_BYTES;
  const before = (list: Rule[]): number =>
    tables.slice(0, rules.indexOf(list)).reduce((sum, bytes) => sum + bytes.length, rulesAt);
  const currencies = language.currencies.map((words) => {
    const { numeric, one, many, minorOne = at.NOTHING, minorMany = at.NOTHING } = words;
    const bytes = Buffer.from([0, 0, one, many, minorOne, minorMany, 0, 0]);
    bytes.writeUInt16LE(numeric, 0);
    bytes.writeUInt16LE(before(words.rules), 6);
    return bytes;
  });
  const sentences = Object.entries(language.sentences).map(([name, parts]) =>
    Buffer.concat([Buffer.from(name.padEnd(at.SENTENCE_NAME_BYTES)), padded(language.tag, parts, at.SENTENCE_PARTS)]),
  );
  if (sentences.length !== at.SENTENCES)
    throw new Error(`tools/voice/languages/${language.tag}.ts: ${sentences.length} sentences, not ${at.SENTENCES}.`);
  const section = [...sentences, Buffer.from([currencies.length]), ...currencies, ...tables];
  return Buffer.concat(section).toString('latin1');
}

/** A list of rules with the lists that its rules name for a rest, one behind the other. */
function table(tag: string, root: Rule[]): Buffer {
  const lists = [root];
  for (const list of lists)
    for (const part of list.flatMap((rule) => rule.parts))
      if (typeof part !== 'number' && !lists.includes(part)) lists.push(part);
  const place = (list: Rule[]): number => lists.slice(0, lists.indexOf(list)).flat().length;
  return Buffer.concat(
    lists.flatMap((list) => checked(tag, list, list === root).map((rule) => ruleBytes(tag, rule, place))),
  );
}

function ruleBytes(tag: string, rule: Rule, place: (list: Rule[]) => number): Buffer {
  const bytes = Buffer.alloc(at.RULE_PARTS_AT);
  bytes.writeUInt32LE(rule.from, 0);
  bytes.writeUInt32LE(rule.by, 4);
  const parts = rule.parts.flatMap((part) => (typeof part === 'number' ? [part] : [at.REST_BY, place(part)]));
  return Buffer.concat([bytes, padded(tag, parts, RULE_PARTS)]);
}

function padded(tag: string, parts: number[], length: number): Buffer {
  if (parts.length > length || parts.some((part) => part > at.AMOUNT))
    throw new Error(
      `tools/voice/languages/${tag}.ts: [${parts.join(', ')}] does not fit; ${length} parts are the most.`,
    );
  return Buffer.concat([Buffer.from(parts), Buffer.alloc(length - parts.length, at.NOTHING)]);
}

/**
 * A box follows rules without a limit of its own: they must fall to 0, and each must make the number smaller. In a list for
 * a rest a rule may hand the whole number on: such a list is only reached after a rule that made it smaller.
 */
function checked(tag: string, rules: Rule[], isRoot: boolean): Rule[] {
  rules.forEach((rule, i) => {
    const above = rules[i - 1]?.from ?? MOST_NUMBER;
    const smaller = rule.by > 1 || !rule.parts.includes(at.TIMES);
    const handsOn = !isRoot && rule.by === WHOLE && !rule.parts.includes(at.TIMES);
    const divides = rule.by >= 1 && rule.by <= Math.max(1, rule.from);
    if (rule.from >= above || !smaller || !(divides || handsOn))
      throw new Error(`tools/voice/languages/${tag}.ts: the rule from ${rule.from} is not usable.`);
  });
  if (rules.at(-1)?.from !== 0) throw new Error(`tools/voice/languages/${tag}.ts: no rule reaches down to 0.`);
  return rules;
}
