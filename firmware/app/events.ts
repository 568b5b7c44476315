import type { Config, Down, Key } from '../wire/index';

/** What happens to a box. Everything that the state machine knows of the world comes in here. */
export type Event =
  | {
      on: 'boot';
      journal: JournalEntry[];
      health: 'ok' | 'repaired' | 'lost';
      floor: number;
      settings: Settings;
      /** Random at every start. */
      boot: number;
      firmware: string;
      board: string;
      /** The box's own three notes, as digits 0 to 7. */
      motif: string;
      /** The languages whose voice is on this box, in the order in which a key goes round. */
      languages: string[];
    }
  /** What the platform knows of the chain; 'no-bridge' is a broker that took our subscription. */
  | { on: 'link'; link: Exclude<LinkState, 'online'> }
  | { on: 'down'; message: Down }
  /** A message whose MAC was good and that could not be used: answered with a refusal. */
  | { on: 'unusable'; of: number; reason: 'malformed' | 'unsupported' }
  /** The journal entry is on flash (or could not be put there). */
  | { on: 'journalled'; seq: number; ok: boolean }
  /** The speaker is done with the utterance of this token; fault is undefined when every sample was played. */
  | { on: 'said'; token: number; fault: string | undefined }
  | { on: 'fault'; fault: string }
  | { on: 'key'; key: Key['key'] }
  /** A customer's code, as the scanner read it. Never logged, never kept. */
  | { on: 'code'; code: string }
  | { on: 'tick' };

/** Where the chain from the box to the bridge is broken; online means that a welcome came on this connection. */
export type LinkState = 'no-wifi' | 'no-broker' | 'no-bridge' | 'online';

/** One announcement on flash. At least 32 are kept. */
export interface JournalEntry {
  seq: number;
  kind: 'paid' | 'reversed' | 'recap';
  charge: number;
  count: number;
  amountMinor: number;
  currency: number;
  paidAt: number;
  /** The bridge said that it may have been spoken before. */
  again: boolean;
  stage: 'received' | 'spoken';
}

/** What the box was told by `config`, and what it speaks and how loud, which keys may have changed. Kept over a restart. */
export interface Settings {
  told: Config;
  language: string;
  /** 0 to 10. */
  volume: number;
}
