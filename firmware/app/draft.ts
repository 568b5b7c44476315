import type { Ack, Config } from '../wire/index';
import type { Effect, Utterance } from './effects';
import { appended, kept } from './lists';
import type { Aside, Scene, State } from './state';

/** One step in the making: a state of its own to write to, and what is to be done about it, in order. */
export interface Draft {
  state: State;
  effects: Effect[];
  nowSeconds: number;
  redraw: boolean;
}

type Status = Exclude<Utterance, { say: 'paid' | 'recap' | 'reversed' | 'total' }>['say'];

/** How long a screen stays that needs nothing any more. */
export const ENDED_SECONDS = 10;
const ASIDES_LIMIT = 4;
/** A sentence about a screen that has gone by would only confuse. */
const ASIDE_SECONDS = 8;

/** Seconds since 1970 as the last welcome told them; uptime before the first. */
export function unixSeconds(draft: Draft): number {
  return draft.nowSeconds + draft.state.unixAheadSeconds;
}

export function show(draft: Draft, scene: Scene): void {
  draft.state.scene = scene;
  draft.redraw = true;
}

/** Nothing is said upward before a welcome: the bridge asks for what it missed. */
export function ack(draft: Draft, of: number, stage: Ack['stage'], reason: Ack['reason']): void {
  tellBridge(draft, { run: 'send', message: { is: 'ack', of, stage, reason } });
}

/** What a bridge that cannot be reached is not told. */
export function tellBridge(draft: Draft, effect: Effect): void {
  if (draft.state.link.is === 'online') draft.effects.push(effect);
}

/** Puts a sentence behind the payments. The oldest gives way when too many wait. */
export function sayAside(draft: Draft, utterance: Utterance): void {
  const aside: Aside = { utterance, untilSeconds: draft.nowSeconds + ASIDE_SECONDS };
  let asides = kept(draft.state.asides, (one) => one.utterance.say !== utterance.say);
  if (asides.length >= ASIDES_LIMIT) {
    const oldest = asides[0];
    asides = kept(asides, (one) => one !== oldest);
  }
  draft.state.asides = appended(asides, aside);
}

/** Sentences about charges give way to money: "cancelled" said behind a payment would sound like taking it back. */
export function dropPrompts(draft: Draft): void {
  draft.state.asides = kept(draft.state.asides, (one) => {
    const say = one.utterance.say;
    return say !== 'failed' && say !== 'expired' && say !== 'cancelled' && say !== 'scan';
  });
}

/** Says what the screen says or a key did, in the box's language. `count` is the number that is said, where one is. */
export function sayStatus(draft: Draft, say: Status, count?: number): void {
  sayAside(draft, { say, count, seqs: [], language: draft.state.settings.language });
}

/** Remembers the latest fault, and tells the bridge while there is one. */
export function faulty(draft: Draft, fault: string): void {
  draft.state.fault = { is: 'open', fault };
  draft.redraw = true;
  tellBridge(draft, { run: 'report', fault });
}

/** Settings hold over a restart, and the screen shows them at once. */
export function setSettings(draft: Draft, told: Config, language: string, volume: number): void {
  const settings = { told, language, volume };
  draft.state.settings = settings;
  draft.effects.push({ run: 'settings', settings });
  draft.redraw = true;
}
