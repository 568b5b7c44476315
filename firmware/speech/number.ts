import { idiv } from '../wire/idiv';
import type { NumberGrammar, Scale } from './language';

/**
 * Appends the clips of a whole number, 0 to 2,147,483,647, to `clips`. `scales` are descending and end with hundred.
 * The coefficient before a scale and the rest after it are numbers themselves, so one rule reads every number.
 */
export function pushNumber(value: number, grammar: NumberGrammar, scales: Scale[], clips: number[]): void {
  if (value < grammar.below) {
    clips.push(grammar.zero + value);
    return;
  }
  for (const scale of scales) {
    if (value >= scale.value) {
      const times = idiv(value, scale.value);
      pushNumber(times, grammar, scales, clips);
      clips.push(scale.clip);
      pushRest(value - times * scale.value, grammar, scales, clips);
      return;
    }
  }
  if (grammar.twenty !== undefined) {
    const tens = idiv(value, 10);
    clips.push(grammar.twenty + tens - 2);
    pushRest(value - tens * 10, grammar, scales, clips);
  }
}

function pushRest(rest: number, grammar: NumberGrammar, scales: Scale[], clips: number[]): void {
  if (rest > 0) pushNumber(rest, grammar, scales, clips);
}
