// Announcements to be proven: of every kind, currency and size of amount, the same ones for the same seed.
import type { Utterance } from '../../../firmware/app/effects';
import { compose } from '../../../firmware/speech/compose';
import { currencies } from '../../../firmware/wire/currencies';
import { seeded } from '../../seeded';
import type { Language } from '../language';
import { words } from '../registry';
import { wordsSection } from '../words';

export interface Announcement {
  utterance: Utterance;
  /** Clip ids, chimes included. */
  clips: number[];
  /** What is said, without chimes and punctuation. */
  text: string;
}

const MOST_COUNT = 99;
const KINDS = ['new', 'again', 'replay', 'recap', 'reversed'] as const;
const WITHOUT_AMOUNT = ['failed', 'expired', 'cancelled', 'offline', 'online', 'test', 'scan'] as const;

/** Words as a recogniser gives them: small letters, no punctuation. */
export const plain = (text: string): string => text.toLowerCase().replace(/[^\p{L}\p{M} ]/gu, '');

/** Every sentence without an amount once, then `count` with amounts of 1 to 31 bits, as many of each length. */
export function announcements(language: Language, count: number, seed: number): Announcement[] {
  const section = wordsSection(language);
  const fixed = WITHOUT_AMOUNT.map((say): Utterance => ({ say, seqs: [], language: language.tag }));
  return [...fixed, ...amounts(language.tag, count, seed)].map((utterance) => {
    const clips = compose(section, utterance);
    return { utterance, clips, text: plain(words(language.tag, clips)) };
  });
}

function amounts(language: string, count: number, seed: number): Utterance[] {
  const next = seeded(seed);
  const below = (end: number): number => Math.floor(next() * end);
  return Array.from({ length: count }, (_, i): Utterance => {
    const kind = KINDS[i % KINDS.length]!;
    const currency = currencies[below(currencies.length)]!.numeric;
    const told = { amountMinor: Math.max(1, Math.floor(2 ** (31 * next())) - 1), currency, seqs: [], language };
    if (kind === 'recap') return { say: 'recap', count: 1 + below(MOST_COUNT), again: false, ...told };
    if (kind === 'reversed') return { say: 'reversed', again: false, ...told };
    return { say: 'paid', kind, ...told };
  });
}
