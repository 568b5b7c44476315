// The whole box in one function: no clock, no pin, no network in here.
import type { Announcement, Command, Down } from '../wire/index';
import { announce, journalled } from './announce';
import { ageCharge, close, isPresenting, progress, shownCharge, showQr, showRetry } from './charge';
import type { Draft } from './draft';
import { ack, faulty, sayStatus, show, unixSeconds } from './draft';
import type { Effect } from './effects';
import { declined, unanswered } from './entry';
import type { Event } from './events';
import { takeKey } from './keys';
import { ageLink, configured, linkChanged, watched, welcomed } from './link';
import { started } from './start';
import type { State } from './state';
import { copyOf } from './copy';
import { GIVES_CODES, GIVES_DIGITS } from './traits';
import { ledOf, viewOf } from './view';
import { repeatLast, said, speakNext } from './voice';

export interface Step {
  state: State;
  effects: Effect[];
}

/** What becomes of a box when something happens. `nowSeconds` is its uptime: it never goes back and knows no date. */
export function update(before: State, event: Event, nowSeconds: number): Step {
  const draft: Draft = { state: copyOf(before), effects: [], nowSeconds, redraw: false };
  take(draft, event);
  speakNext(draft);
  if (draft.redraw && isSeen(before, draft.state)) inOrder(draft);
  return { state: draft.state, effects: draft.effects };
}

/** Only the home and charge screens show more than their scene. */
function isSeen(before: State, after: State): boolean {
  return after.scene !== before.scene || after.scene.at === 'home' || after.scene.at === 'charge';
}

function take(draft: Draft, event: Event): void {
  switch (event.on) {
    case 'boot':
      return started(draft, event);
    case 'link':
      return linkChanged(draft, event.link);
    case 'down':
      return takeMessage(draft, event.message);
    case 'unusable':
      return ack(draft, event.of, 'refused', event.reason);
    case 'journalled':
      return journalled(draft, event.seq, event.ok);
    case 'said':
      return said(draft, event.token, event.fault);
    case 'fault':
      return faulty(draft, event.fault);
    case 'key':
      return takeKey(draft, event.key);
    case 'tick':
      return tick(draft);
    case 'code':
      if (GIVES_CODES) codeRead(draft, event.code);
  }
}

/** Nothing before a welcome; announcements by their own numbers; all else only when it is newer than what came. */
function takeMessage(draft: Draft, message: Down): void {
  const state = draft.state;
  if (message.is === 'welcome') {
    welcomed(draft, message);
    return;
  }
  if (state.link.is !== 'online') return;
  const newer = message.seq > state.highest;
  if (newer) state.highest = message.seq;
  if (message.is === 'paid' || message.is === 'reversed' || message.is === 'recap') announce(draft, message);
  else if (newer) takeNewer(draft, message);
}

function takeNewer(draft: Draft, message: Exclude<Down, Announcement | { is: 'welcome' }>): void {
  switch (message.is) {
    case 'show-qr':
      return showQr(draft, message);
    case 'progress':
      return progress(draft, message);
    case 'closed':
      return close(draft, message);
    case 'config':
      return configured(draft, message);
    case 'watch':
      return watched(draft, message);
    case 'command':
      return obey(draft, message.command);
    case 'static-qr':
      draft.state.symbol = message.codewords === '' ? undefined : message;
      draft.redraw = true;
      return;
    case 'update':
      return ack(draft, message.seq, 'refused', 'unsupported');
    case 'declined':
      if (GIVES_DIGITS) declined(draft, message);
  }
}

function obey(draft: Draft, command: Command['command']): void {
  switch (command) {
    case 'restart':
      draft.effects.push({ run: 'restart' });
      return;
    case 'test':
      return sayStatus(draft, 'test');
    case 'repeat':
      return repeatLast(draft);
    case 'clear':
      show(draft, { at: 'home' });
  }
}

/** A customer's code goes up for the charge that waits for one, and is forgotten. */
function codeRead(draft: Draft, code: string): void {
  const state = draft.state;
  if (state.link.is !== 'online') return sayStatus(draft, 'offline');
  const open = shownCharge(state);
  const charge = open !== undefined && isPresenting(state) ? open.charge : 0;
  draft.effects.push({ run: 'send', message: { is: 'scan', charge, code } });
}

function tick(draft: Draft): void {
  if (draft.nowSeconds === draft.state.tickedSeconds) return;
  draft.state.tickedSeconds = draft.nowSeconds;
  ageLink(draft);
  ageScene(draft);
  ageCharge(draft);
}

/** Once a second: nobody keys, nobody answers, nobody looks any more. */
function ageScene(draft: Draft): void {
  const scene = draft.state.scene;
  const until = (scene as { untilSeconds?: number }).untilSeconds;
  if (until === undefined || draft.nowSeconds < until) return;
  if (scene.at === 'failed') showRetry(draft, scene.open);
  else if (GIVES_DIGITS && scene.at === 'asking') unanswered(draft, scene.amountMinor, scene.currency, scene.request);
  else show(draft, { at: 'home' });
}

/**
 * The picture, then the sentence: it takes longer to draw than a speaker may be kept waiting for. A motif comes before it,
 * with the lamp: it sounds while the picture is drawn.
 */
function inOrder(draft: Draft): void {
  const view = viewOf(draft.state, unixSeconds(draft));
  const led = ledOf(view);
  const effects: Effect[] = [];
  let sentence: Effect | undefined = undefined;
  let isFirst = false;
  for (const effect of draft.effects) {
    if (effect.run !== 'say') effects.push(effect);
    else {
      sentence = effect;
      isFirst = effect.utterance.say === 'paid' && effect.utterance.motif !== undefined;
    }
  }
  if (led !== draft.state.led) effects.push({ run: 'led', colour: led });
  draft.state.led = led;
  if (sentence !== undefined && isFirst) effects.push(sentence);
  effects.push({ run: 'draw', view });
  if (sentence !== undefined && !isFirst) effects.push(sentence);
  draft.effects = effects;
}
