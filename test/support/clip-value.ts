import { ROW, TIMES } from '../../firmware/speech/words';
import type { Language, Rule } from '../../tools/voice/language';

/** What each number word says: a value that is added, or a factor that what is smaller just before it is multiplied with. */
interface Meanings {
  values: Map<number, number>;
  factors: Map<number, number>;
}

function meanings(rules: Rule[], found: Meanings = { values: new Map(), factors: new Map() }): Meanings {
  rules.forEach(({ from, by, parts }, i) => {
    const end = rules[i - 1]?.from ?? Infinity;
    const [first, second] = parts;
    const clips = parts.filter((part): part is number => typeof part === 'number' && part < ROW);
    for (const part of parts) if (typeof part !== 'number') meanings(part, found);
    if (first === ROW && typeof second === 'number')
      for (let times = Math.floor(from / by); times * by < end && times < 100; times++)
        found.values.set(second + times, times * by);
    else if (first === TIMES) found.factors.set(clips[0] ?? -1, by);
    // A word for one number, or one that only fills a gap ("and").
    else if (clips[0] !== undefined) found.values.set(clips[0], by > Math.max(1, from) ? 0 : from);
  });
  return found;
}

/** The number that clips say by these rules, read back word by word; undefined when one of them is no number word. */
export function numberOf(rules: Rule[], clips: number[]): number | undefined {
  const { values, factors } = meanings(rules);
  const parts: number[] = [];
  for (const clip of clips) {
    const value = values.get(clip);
    const factor = factors.get(clip);
    if (value !== undefined) parts.push(value);
    else if (factor !== undefined) {
      let sum = 0;
      while (parts.length > 0 && (parts.at(-1) ?? 0) < factor) sum += parts.pop() ?? 0;
      // A factor may be said of more than itself: two hundred fourteen crore.
      parts.push(sum * factor);
    } else return undefined;
  }
  return clips.length === 0 ? undefined : parts.reduce((sum, part) => sum + part, 0);
}

/** The minor units that an amount's clips say in a currency; undefined when they are no amount. */
export function amountOf(language: Language, numeric: number, clips: number[]): number | undefined {
  const words = language.currencies.find((one) => one.numeric === numeric);
  if (words === undefined) return undefined;
  const major = clips.findIndex((clip) => clip === words.one || clip === words.many);
  const units = major < 0 ? 0 : numberOf(words.rules, clips.slice(0, major));
  const rest = clips.slice(major + 1);
  if (units === undefined || words.minorOne === undefined) return rest.length === 0 ? units : undefined;
  if (rest.length === 0) return units * 100;
  const end = rest.pop();
  const minor = numberOf(words.rules, rest);
  if (minor === undefined || minor >= 100 || (end !== words.minorOne && end !== words.minorMany)) return undefined;
  return units * 100 + minor;
}
