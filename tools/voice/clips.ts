// The words of clips, and how the voice is asked for them.
import { CHIMES } from '../../firmware/speech/words';

/** One clip: its id (dense, chimes first), its words, and how the voice is asked for them. */
export interface ClipText {
  id: number;
  /** What is heard; '' for a chime. */
  text: string;
  /** What the speech engine is given when its reading of `text` is wrong. */
  say?: string;
  /** True where the sentence goes on after it: the voice then stays up instead of falling as at a full stop. */
  goesOn: boolean;
  /** True for the words of the number grammar. */
  isNumber: boolean;
}

/** Clips in the order in which a language names them; each call returns an id. */
export interface ClipBook {
  clips: ClipText[];
  /** Number words in a row; returns the id of the first one. */
  row(words: string[]): number;
  /** A number word: hundred. */
  number(text: string, say?: string): number;
  /** A clip in the middle of sentences. */
  middle(text: string, say?: string): number;
  /** A clip that ends sentences. */
  last(text: string, say?: string): number;
}

/** An empty book. Ids follow the chimes without a hole. */
export function clipBook(): ClipBook {
  const clips: ClipText[] = [];
  const add = (text: string, say: string | undefined, goesOn: boolean, isNumber: boolean): number => {
    const id = CHIMES + clips.length;
    clips.push({ id, text, say, goesOn, isNumber });
    return id;
  };
  const number: ClipBook['number'] = (text, say) => add(text, say, true, true);
  return {
    clips,
    row: (words) => words.map((word) => number(word))[0] ?? 0,
    number,
    middle: (text, say) => add(text, say, true, false),
    last: (text, say) => add(text, say, false, false),
  };
}
