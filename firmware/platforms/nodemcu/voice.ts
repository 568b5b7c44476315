import type { Utterance } from '../../app/effects';
import { digits } from '../../canvas/amount';

export interface Voice {
  /** About how many milliseconds the sentence will take. `done` comes once, at once when there is nothing to play. */
  say(utterance: Utterance, volume: number, done: (fault: string | undefined) => void): number;
  hush(): void;
}

function kindOf(utterance: Utterance): string {
  return utterance.say === 'paid' ? utterance.kind : utterance.say;
}

/** Tells the console that a sentence begins. */
export function began(utterance: Utterance): void {
  print('{"saying":{"seqs":' + list(utterance.seqs) + ',"kind":"' + kindOf(utterance) + '"}}');
}

/** Tells the console that all of a sentence was played. */
export function ended(utterance: Utterance, clips: number[]): void {
  const what = '"clips":' + list(clips) + ',"kind":"' + kindOf(utterance) + '","language":"' + utterance.language + '"';
  print('{"said":{"seqs":' + list(utterance.seqs) + ',' + what + '}}');
}

function list(numbers: number[]): string {
  let text = '';
  for (const one of numbers) text += (text === '' ? '' : ',') + digits(one);
  return '[' + text + ']';
}
