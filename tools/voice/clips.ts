// The words of clips, and how the voice is asked for them.

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

/** Number words in a row from `first` on. */
export function numbers(first: number, texts: string[]): ClipText[] {
  return texts.map((text, index) => ({ id: first + index, text, goesOn: true, isNumber: true }));
}

/** A number word that multiplies: hundred. */
export function multiplier(id: number, text: string, say?: string): ClipText {
  return { id, text, say, goesOn: true, isNumber: true };
}

/** A clip in the middle of sentences. */
export function middle(id: number, text: string, say?: string): ClipText {
  return { id, text, say, goesOn: true, isNumber: false };
}

/** A clip that ends sentences. */
export function last(id: number, text: string, say?: string): ClipText {
  return { id, text, say, goesOn: false, isNumber: false };
}
