// Keys by their names, from wherever words come to the box.
import type { InputSink, KeyName } from '../../ports';

// prettier-ignore
const KEYS: KeyName[] = [
  'repeat', 'total', 'dismiss', 'louder', 'quieter', 'volume', 'language',
  '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', '00', 'clear', 'enter',
];

/** Gives each word that is the name of a key to the sink; other words are ignored. */
export function typedKeys(onWord: (handler: (word: string) => void) => void, sink: InputSink): void {
  onWord((word) => {
    for (const key of KEYS) if (key === word) sink.key(key);
  });
}
