// Writes the words section of a voice pack (firmware/speech/words.ts names its places, README.md describes it).
import * as at from '../../firmware/speech/words';
import type { Language, Rule } from './language';

const RULE_PARTS = at.RULE_BYTES - at.RULE_PARTS_AT;
const MOST_NUMBER = 2 ** 31 - 1;

/** What compose() reads of a language, as a binary string. Throws when the language says what no box could follow. */
export function wordsSection(language: Language): string {
  const rules = [...new Set(language.currencies.map((currency) => currency.rules))];
  const tables = rules.map((list) => Buffer.concat(checked(language.tag, list).map(ruleBytes)));
  const rulesAt = at.CURRENCIES_AT + 1 + language.currencies.length * at.CURRENCY_BYTES;
  const before = (list: Rule[]): number =>
    tables.slice(0, rules.indexOf(list)).reduce((sum, table) => sum + table.length, rulesAt);
  const currencies = language.currencies.map((words) => {
    const { numeric, one, many, minorOne = at.NOTHING, minorMany = at.NOTHING } = words;
    const bytes = Buffer.from([0, 0, one, many, minorOne, minorMany, 0, 0]);
    bytes.writeUInt16LE(numeric, 0);
    bytes.writeUInt16LE(before(words.rules), 6);
    return bytes;
  });
  const sentences = at.sentences.map((name) => {
    const parts = language.sentences[name];
    if (parts === undefined) throw new Error(`tools/voice/languages/${language.tag}.ts: no sentence "${name}".`);
    return padded(language.tag, parts, at.SENTENCE_PARTS);
  });
  const section = [...sentences, Buffer.from([currencies.length]), ...currencies, ...tables];
  return Buffer.concat(section).toString('latin1');
}

function ruleBytes(rule: Rule): Buffer {
  const bytes = Buffer.alloc(at.RULE_PARTS_AT);
  bytes.writeUInt32LE(rule.from, 0);
  bytes.writeUInt32LE(rule.by, 4);
  return Buffer.concat([bytes, Buffer.from(rule.parts), Buffer.alloc(RULE_PARTS - rule.parts.length, at.NOTHING)]);
}

function padded(tag: string, parts: number[], length: number): Buffer {
  if (parts.length > length || parts.some((part) => part > at.AMOUNT))
    throw new Error(
      `tools/voice/languages/${tag}.ts: [${parts.join(', ')}] does not fit; ${length} parts are the most.`,
    );
  return Buffer.concat([Buffer.from(parts), Buffer.alloc(length - parts.length, at.NOTHING)]);
}

/** A box follows rules without a limit of its own: they must fall to 0, and each must make the number smaller. */
function checked(tag: string, rules: Rule[]): Rule[] {
  rules.forEach((rule, i) => {
    const above = rules[i - 1]?.from ?? MOST_NUMBER;
    const smaller = !rule.parts.includes(at.TIMES) || rule.by > 1;
    const fits =
      rule.parts.length <= RULE_PARTS && rule.from < above && rule.by >= 1 && rule.by <= Math.max(1, rule.from);
    if (!fits || !smaller)
      throw new Error(`tools/voice/languages/${tag}.ts: the rule from ${rule.from} is not usable.`);
  });
  if (rules.at(-1)?.from !== 0) throw new Error(`tools/voice/languages/${tag}.ts: no rule reaches down to 0.`);
  return rules;
}
