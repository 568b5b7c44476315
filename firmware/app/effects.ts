import type { QrSymbol, Up } from '../wire/index';
import type { JournalEntry, LinkState, Settings } from './events';

/** What the state machine wants done, in this order. run.ts does it; nothing else may. */
export type Effect =
  | { run: 'draw'; view: View }
  /** `volume` is 0 to 10. */
  | { run: 'say'; token: number; volume: number; utterance: Utterance }
  /** Sends one upward message; the sequence number is put in by run.ts. */
  | { run: 'send'; message: WithoutSeq<Up> }
  /** Puts an announcement on flash, then comes back as `journalled`. */
  | { run: 'journal'; entry: JournalEntry }
  | { run: 'mark-spoken'; seq: number }
  | { run: 'settings'; settings: Settings }
  /** Sends telemetry; memory, signal and restarts are put in by run.ts. */
  | { run: 'report'; fault: string }
  | { run: 'led'; colour: 'off' | 'green' | 'red' | 'blue' }
  | { run: 'restart' };

export type WithoutSeq<M> = M extends { seq: number } ? Omit<M, 'seq'> : never;

/** Everything a screen needs, and nothing else: screens are pure in this. */
export type View =
  | { at: 'starting' }
  | {
      at: 'idle';
      shop: string;
      link: LinkState;
      switches: SwitchLine[];
      total: Total;
      /** The shop's static QR, when it has one. */
      symbol: QrSymbol | undefined;
      language: string;
    }
  | {
      at: 'qr';
      amountMinor: number;
      currency: number;
      secondsLeft: number;
      /** The customer has the payment page open: a mark beside the QR, which stays. */
      opened: boolean;
      /** The last try failed and the QR may be tried again. */
      failed: boolean;
      version: number;
      level: number;
      mask: number;
      codewords: string;
      link: LinkState;
      language: string;
    }
  | {
      /** present: the customer shall show a code. confirm: the customer confirms on the phone. */
      at: 'scanned' | 'pending' | 'present' | 'confirm';
      amountMinor: number;
      currency: number;
      language: string;
      link: LinkState;
    }
  /** entry: an amount is being keyed in. asking: it is on its way to the bridge. unanswered: no bridge took it. */
  | { at: 'entry' | 'asking' | 'unanswered'; amountMinor: number; currency: number; language: string }
  | {
      /** declined: the bridge makes no charge of what was keyed in. */
      at: 'expired' | 'cancelled' | 'declined';
      amountMinor: number;
      currency: number;
      /** Why, for the screen: UTF-8 of at most 40 bytes, often ''. */
      reason: string;
      language: string;
    }
  | { at: 'paid'; amountMinor: number; currency: number; kind: SaidKind; paidAt: number; language: string }
  | { at: 'failed' | 'reversed'; amountMinor: number; currency: number; language: string }
  | { at: 'recap'; count: number; amountMinor: number; currency: number; language: string }
  | { at: 'offline'; link: LinkState; shop: string; total: Total; language: string }
  | { at: 'fault'; fault: string; language: string };

export interface SwitchLine {
  name: string;
  health: 'ok' | 'trouble' | 'unknown';
}
export interface Total {
  count: number;
  amountMinor: number;
  currency: number;
}

/**
 * How a payment is told. new: the chime and the amount, once. again: said with "again" in front because a power cut
 * or the bridge leaves it open whether it was heard. replay: asked for by key or command. recap: one sentence for late ones.
 */
export type SaidKind = 'new' | 'again' | 'replay' | 'recap';

/** language: its own name for itself, when it was chosen. key: a key that has nothing else to say. */
type KeySound = 'volume' | 'language' | 'key';

/** A sentence for the speaker; speech/compose.ts turns it into clip ids. `seqs` are the announcements it tells. */
export type Utterance =
  | {
      say: 'paid';
      kind: 'new' | 'again' | 'replay';
      /** The box's own three notes, for a new payment and nothing else. */
      motif?: string;
      /** How long ago a replayed payment was; below 0 while the box does not know what time it is. */
      ageMinutes?: number;
      amountMinor: number;
      currency: number;
      seqs: number[];
      language: string;
    }
  | {
      say: 'recap';
      count: number;
      /** Told with "again" in front, because it may have been heard before. */
      again: boolean;
      amountMinor: number;
      currency: number;
      seqs: number[];
      language: string;
    }
  /** The day's count and sum, on a key. */
  | { say: 'total'; count: number; amountMinor: number; currency: number; seqs: number[]; language: string }
  | { say: 'reversed'; again: boolean; amountMinor: number; currency: number; seqs: number[]; language: string }
  | {
      say: 'failed' | 'expired' | 'cancelled' | 'offline' | 'online' | 'no-bank' | 'bank' | 'test' | 'scan' | KeySound;
      /** The new volume, the digit that was keyed in. */
      count?: number | undefined;
      seqs: number[];
      language: string;
    };
