// Announcements to be proven: every sentence that a box says, in every currency, with amounts, counts and ages of every
// size; the same ones for the same seed.
import type { Utterance } from '../../../firmware/app/effects';
import { compose } from '../../../firmware/speech/compose';
import { currencies } from '../../../firmware/wire/currencies';
import { seeded } from '../../seeded';
import type { Language } from '../language';
import { words } from '../registry';
import { wordsSection } from '../words';

export interface Announcement {
  utterance: Utterance;
  /** Clip ids, chimes and notes included. */
  clips: number[];
  /** What is said, without chimes and punctuation; '' for a chime alone. */
  text: string;
}

/** Sentences without an amount; the record makes the compiler ask for those that are new. */
type Status = Exclude<Utterance['say'], 'paid' | 'recap' | 'total' | 'reversed'>;
const STATUS: Record<Status, true> = {
  ...{ failed: true, expired: true, cancelled: true, offline: true, online: true, 'no-bank': true, bank: true },
  ...{ test: true, scan: true, volume: true, language: true, key: true },
};
const KINDS = ['new', 'again', 'replay', 'minutes', 'hours', 'reversed', 'recap', 'recap-one', 'total'] as const;
/** Each announcement is the one of so many that has the most clips which were not heard before. */
const CANDIDATES = 40;

/** Words as a recogniser gives them: small letters, no punctuation. */
export const plain = (text: string): string => text.toLowerCase().replace(/[^\p{L}\p{M} ]/gu, '');

/** Every sentence without an amount once, then `count` with amounts, so chosen that clips of all kinds are heard soon. */
export function announcements(language: Language, count: number, seed: number): Announcement[] {
  const section = wordsSection(language);
  const announce = (utterance: Utterance): Announcement => {
    const clips = compose(section, utterance);
    return { utterance, clips, text: plain(words(language.tag, clips)) };
  };
  const next = seeded(seed);
  const below = (end: number): number => Math.floor(next() * end);
  const said = (Object.keys(STATUS) as Status[]).map((say) =>
    announce({ say, ...(say === 'volume' ? { count: 1 + below(10) } : {}), seqs: [], language: language.tag }),
  );
  const heard = new Set(said.flatMap(({ clips }) => clips));
  const unheard = ({ clips }: Announcement): number => new Set(clips.filter((clip) => !heard.has(clip))).size;
  for (let i = 0; i < count; i++) {
    const kind = KINDS[i % KINDS.length]!;
    const candidates = Array.from({ length: CANDIDATES }, () => announce(drawn(language.tag, kind, below)));
    const chosen = candidates.reduce((best, one) => (unheard(one) > unheard(best) ? one : best));
    for (const clip of chosen.clips) heard.add(clip);
    said.push(chosen);
  }
  return said;
}

/** One announcement with an amount. Numbers have 0 to `bits` bits, as many of each length. */
function drawn(language: string, kind: (typeof KINDS)[number], below: (end: number) => number): Utterance {
  const bits = (most: number): number => (2 ** below(most + 1) - 1) & below(2 ** most);
  const { numeric: currency, decimals } = currencies[below(currencies.length)]!;
  const minor = decimals === 0 ? 0 : below(2) * bits(7);
  const amountMinor = Math.max(
    1,
    Math.min(2 ** 31 - 1, bits(decimals === 0 ? 31 : 24) * (decimals === 0 ? 1 : 100)) + minor,
  );
  const told = { amountMinor, currency, seqs: [], language };
  const again = below(2) === 1;
  switch (kind) {
    case 'new':
      return { say: 'paid', kind, motif: [below(8), below(8), below(8)].join(''), ...told };
    case 'minutes':
      return { say: 'paid', kind: 'replay', ageMinutes: 2 + below(118), ...told };
    case 'hours':
      return { say: 'paid', kind: 'replay', ageMinutes: 120 + below(120 * 60), ...told };
    case 'reversed':
      return { say: kind, again, ...told };
    case 'recap-one':
      return { say: 'recap', count: 1, again, ...told };
    case 'recap':
      return { say: kind, count: 1 + bits(7), again, ...told };
    case 'total':
      return { say: kind, count: bits(10), ...told };
    default:
      return { say: 'paid', kind, ...told };
  }
}
