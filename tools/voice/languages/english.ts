// What English is wherever it is spoken: the small numbers, and how the voice is asked for words that it says badly.
import type { ClipBook } from '../clips';

export const LAKH = "[[l'A:k]]";
export const CRORE = "[[kr'o@r]]";

const SMALL =
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen';
const TENS = 'twenty thirty forty fifty sixty seventy eighty ninety';

/** With a long n: word by word espeak-ng ends them so soon that an ear takes thirteen for thirty. */
const TEENS: Record<string, string> = {
  thirteen: "[[T'3:ti:n:]]",
  fourteen: "[[f'o@ti:n:]]",
  fifteen: "[[f'Ifti:n:]]",
  sixteen: "[[s'Iksti:n:]]",
  seventeen: "[[s'Ev@nti:n:]]",
  eighteen: "[['eIti:n:]]",
  nineteen: "[[n'aInti:n:]]",
};

/** Adds zero to nineteen and twenty to ninety to the book; the ids of zero and of twenty. */
export function smallNumbers(book: ClipBook): { zero: number; twenty: number } {
  return { zero: row(book, SMALL), twenty: row(book, TENS) };
}

const row = (book: ClipBook, words: string): number =>
  Math.min(...words.split(' ').map((word) => book.number(word, TEENS[word])));
