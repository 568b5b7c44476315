// An amount that is keyed in at the box, until the bridge makes a charge of it or says why it does not.
import type { Declined } from '../wire/index';
import { idiv } from '../wire/idiv';
import { MOST_MINOR } from './announce';
import { shownCharge } from './charge';
import type { Draft } from './draft';
import { ENDED_SECONDS, sayStatus, show } from './draft';
import { entryOf } from './state';

const KEY_SECONDS = 30;
const ANSWER_SECONDS = 10;

/** Digits, 00, clear and enter: what is keyed in with them is the shop's business and is never sent key by key. */
export function isEntryKey(key: string): boolean {
  const code = key.charCodeAt(0);
  return key === 'clear' || key === 'enter' || (code >= 48 && code <= 57);
}

/** Digits come in from the right, minor units last. An open charge stays on the screen and is asked about no other. */
export function keyIn(draft: Draft, key: string): void {
  const state = draft.state;
  const scene = state.scene;
  if (shownCharge(state) !== undefined) return;
  // Only a welcome tells in what currency this shop counts.
  if (state.total.currency === 0) return sayStatus(draft, 'offline');
  const keyed = scene.at === 'entry' ? scene.amountMinor : 0;
  if (key === 'enter') {
    if (keyed > 0) ask(draft, keyed, state.total.currency, (state.boot + draft.nowSeconds) & MOST_MINOR);
    // The same number again, so that the bridge makes no second charge of what only the answer was lost of.
    else if (scene.at === 'unanswered') ask(draft, scene.amountMinor, scene.currency, scene.request);
  } else if (key !== 'clear') {
    if (scene.at !== 'asking') showEntry(draft, longer(keyed, key));
  } else if (keyed > 0) {
    showEntry(draft, 0);
  } else {
    show(draft, { at: 'home' });
  }
}

/** The bridge makes no charge of it. */
export function declined(draft: Draft, message: Declined): void {
  const scene = entryOf(draft.state);
  if (scene === undefined || scene.at === 'entry' || scene.request !== message.request) return;
  show(draft, {
    at: 'declined',
    amountMinor: scene.amountMinor,
    currency: scene.currency,
    reason: message.reason,
    untilSeconds: draft.nowSeconds + ENDED_SECONDS,
  });
}

function longer(keyed: number, key: string): number {
  let amountMinor = keyed;
  for (let i = 0; i < key.length; i++) {
    const digit = key.charCodeAt(i) - 48;
    // What would be too much is as if it was not pressed.
    if (amountMinor > idiv(MOST_MINOR - digit, 10)) return keyed;
    amountMinor = amountMinor * 10 + digit;
  }
  return amountMinor;
}

function showEntry(draft: Draft, amountMinor: number): void {
  const currency = draft.state.total.currency;
  const untilSeconds = draft.nowSeconds + KEY_SECONDS;
  show(draft, { at: 'entry', amountMinor, currency, request: 0, untilSeconds });
}

function ask(draft: Draft, amountMinor: number, currency: number, request: number): void {
  if (draft.state.link.is !== 'online') return unanswered(draft, amountMinor, currency, request);
  draft.effects.push({ run: 'send', message: { is: 'charge-request', request, amountMinor, currency } });
  const untilSeconds = draft.nowSeconds + ANSWER_SECONDS;
  show(draft, { at: 'asking', amountMinor, currency, request, untilSeconds });
}

export function unanswered(draft: Draft, amountMinor: number, currency: number, request: number): void {
  const untilSeconds = draft.nowSeconds + ENDED_SECONDS;
  show(draft, { at: 'unanswered', amountMinor, currency, request, untilSeconds });
  sayStatus(draft, 'offline');
}
