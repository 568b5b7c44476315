import type { Config, Progress, QrSymbol, ShowQr } from '../wire/index';
import type { SaidKind, SwitchLine, Total, Utterance } from './effects';
import type { JournalEntry, Settings } from './events';

/** Announcements that the box remembers. Only spoken ones are forgotten, the lowest number first. */
export const JOURNAL_LIMIT = 48;

/**
 * The whole memory of a box. Times are seconds of uptime unless the name says Unix. Everything inside is replaced,
 * never changed in place.
 */
export interface State {
  boot: number;
  firmware: string;
  board: string;
  health: 'ok' | 'repaired' | 'lost';
  settings: Settings;
  motif: string;
  languages: string[];
  /** Unix time minus uptime, known since the first welcome; 0 before. */
  unixAheadSeconds: number;
  link: Link;
  outage: Outage;
  /** The highest downward number since welcome: what is shown must be newer. */
  highest: number;
  /** Announcements at or below this number were spoken and forgotten. */
  floor: number;
  /** On flash and spoken. */
  spoken: number[];
  /** On flash and not yet spoken. */
  waiting: Waiting[];
  /** On their way to flash. */
  writing: JournalEntry[];
  /** Late payments are told in one sentence from this moment on. */
  recapAtSeconds: number;
  voice: Voice;
  /** Sentences that are not announcements, and repeats: they wait for payments. */
  asides: Aside[];
  scene: Scene;
  fault: Fault;
  total: Total;
  /** When to ask the bridge what the total is; 0 while there is no doubt. */
  recountAtSeconds: number;
  /** The payment that the repeat key tells. */
  last: Payment | undefined;
  repeatAtSeconds: number;
  switches: SwitchLine[];
  watchUntilSeconds: number;
  /** A switch is in trouble: when it will have lasted long enough to be said, 0 for none, -1 once it was said. */
  bankSeconds: number;
  /** The shop's static QR. */
  symbol: QrSymbol | undefined;
  reportAtSeconds: number;
  tickedSeconds: number;
  led: 'off' | 'green' | 'red' | 'blue';
}

/** How far the box reaches. Between a broker and a bridge lies the welcome. */
type Link =
  | { is: 'no-wifi' }
  | { is: 'no-broker' }
  | { is: 'no-bridge'; askAtSeconds: number; waitSeconds: number }
  /** `answerBy` is set while the box has asked a silent bridge whether it is still there. */
  | { is: 'online'; answerBySeconds: number | undefined };

/** An interruption is told once, and its end only when it was told. */
type Outage = { is: 'none' } | { is: 'fresh'; sinceSeconds: number } | { is: 'told' };

/** silent: the speaker failed twice; the screen keeps the amount and the bridge knows. */
export interface Waiting {
  entry: JournalEntry;
  /** It may have been heard before: the bridge says so, or the power went. */
  again: boolean;
  voice: 'untried' | 'failed-once' | 'silent';
}

export interface Payment {
  seq: number;
  amountMinor: number;
  currency: number;
  paidAt: number;
}

type Voice =
  | { is: 'quiet'; token: number }
  /** `tells` are the announcements that count as spoken when it ends well. */
  | { is: 'speaking'; token: number; tells: number[] };

export interface Aside {
  utterance: Utterance;
  untilSeconds: number;
}

/** What the screen is about. A charge is on it, or it is not: no two of these at once. */
export type Scene =
  | { at: 'starting' }
  /** Idle, offline or a fault, whichever is true. */
  | { at: 'home' }
  | { at: 'charge'; open: OpenCharge; stage: Stage; goneAtSeconds: number | undefined }
  | MessageScene;

/** A screen that is one message. Those with `untilSeconds` end by themselves. */
export type MessageScene =
  /** The last try failed; the charge comes back. */
  | { at: 'failed'; open: OpenCharge; amountMinor: number; currency: number; untilSeconds: number }
  /** `reason` is the bridge's, '' for none. */
  | {
      at: 'expired' | 'cancelled' | 'declined';
      amountMinor: number;
      currency: number;
      reason: string;
      untilSeconds: number;
    }
  | EntryScene
  | { at: 'paid'; seq: number; amountMinor: number; currency: number; paidAt: number; kind: SaidKind }
  | { at: 'recap'; count: number; amountMinor: number; currency: number }
  | { at: 'reversed'; amountMinor: number; currency: number };

/** entry: being keyed in. asking: on its way to the bridge, as request number `request`. unanswered: nobody took it. */
export interface EntryScene {
  at: 'entry' | 'asking' | 'unanswered';
  amountMinor: number;
  currency: number;
  request: number;
  untilSeconds: number;
}

/** A charge with a QR, or one that began with a progress: the customer shows a code. */
export type OpenCharge = ShowQr | { is: 'progress'; charge: number; amountMinor: number; currency: number };

export type Stage = 'shown' | 'retry' | Progress['stage'];

/** The amount that is being keyed in or waits for its answer. */
export function entryOf(state: State): EntryScene | undefined {
  const scene = state.scene;
  return scene.at === 'entry' || scene.at === 'asking' || scene.at === 'unanswered' ? scene : undefined;
}

type Fault = { is: 'none' } | { is: 'open'; fault: string } | { is: 'seen'; fault: string };

function untold(): Config {
  return { is: 'config', seq: 0, shop: '', language: '', volume: 0, freshSeconds: 0, keepaliveSeconds: 0 };
}

/** A box that has not started yet. */
export function unstarted(): State {
  return {
    boot: 0,
    firmware: '',
    board: '',
    health: 'ok',
    settings: { told: untold(), language: '', volume: 0 },
    motif: '',
    languages: [],
    unixAheadSeconds: 0,
    link: { is: 'no-wifi' },
    outage: { is: 'none' },
    highest: 0,
    floor: 0,
    spoken: [],
    waiting: [],
    writing: [],
    recapAtSeconds: 0,
    voice: { is: 'quiet', token: 0 },
    asides: [],
    scene: { at: 'starting' },
    fault: { is: 'none' },
    total: { count: 0, amountMinor: 0, currency: 0 },
    recountAtSeconds: 0,
    last: undefined,
    repeatAtSeconds: 0,
    switches: [],
    watchUntilSeconds: 0,
    bankSeconds: 0,
    symbol: undefined,
    reportAtSeconds: 0,
    tickedSeconds: 0,
    led: 'off',
  };
}
