import { idiv } from '../wire/idiv';
import { NOTHING, REST, REST_BY, ROW, RULE_BYTES, RULE_PARTS_AT, TIMES, whole } from './words';

/**
 * Appends the clips of a whole number, 0 to 2,147,483,647, by the rules that begin at `rulesAt`. The first rule that is
 * not above the number says it; its coefficient and its rest are numbers themselves, so a few rules read every number.
 * The search begins `skip` bytes behind them: behind some words a language has other rules for what is left.
 */
export function pushNumber(words: string, rulesAt: number, skip: number, value: number, clips: number[]): void {
  let at = rulesAt + skip;
  while (whole(words, at) > value) at += RULE_BYTES;
  const divisor = whole(words, at + 4);
  const times = idiv(value, divisor);
  const rest = value - times * divisor;
  const end = at + RULE_BYTES;
  at += RULE_PARTS_AT;
  while (at < end) {
    const part = words.charCodeAt(at++);
    if (part === ROW) clips.push(words.charCodeAt(at++) + times);
    else if (part === TIMES) pushNumber(words, rulesAt, 0, times, clips);
    else if (part === REST) {
      if (rest > 0) pushNumber(words, rulesAt, 0, rest, clips);
    } else if (part === REST_BY) {
      const by = words.charCodeAt(at++) * RULE_BYTES;
      if (rest > 0) pushNumber(words, rulesAt, by, rest, clips);
    } else if (part !== NOTHING) clips.push(part);
  }
}
