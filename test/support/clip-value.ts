import { REST, ROW, TIMES } from '../../firmware/speech/words';
import type { Language, Rule } from '../../tools/voice/language';

/** What each number word says: a value that is added, or a factor that everything smaller before it is multiplied with. */
function meanings(rules: Rule[]): { values: Map<number, number>; factors: Map<number, number> } {
  const values = new Map<number, number>();
  const factors = new Map<number, number>();
  rules.forEach(({ from, by, parts }, i) => {
    const end = rules[i - 1]?.from ?? Infinity;
    const first = parts[1] ?? 0;
    if (parts[0] === ROW) for (let times = from / by; times * by < end; times++) values.set(first + times, times * by);
    else if (parts[0] === TIMES && parts[2] === REST) factors.set(first, by);
    else throw new Error(`test/support/clip-value.ts cannot read back the rule from ${from}.`);
  });
  return { values, factors };
}

/** The number that clips say by these rules, read back word by word; undefined when one of them is no number word. */
export function numberOf(rules: Rule[], clips: number[]): number | undefined {
  const { values, factors } = meanings(rules);
  let [total, part] = [0, 0];
  for (const clip of clips) {
    const value = values.get(clip);
    const factor = factors.get(clip);
    if (value !== undefined) part += value;
    else if (factor === 100) part *= 100;
    else if (factor !== undefined) [total, part] = [total + part * factor, 0];
    else return undefined;
  }
  return clips.length === 0 ? undefined : total + part;
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
