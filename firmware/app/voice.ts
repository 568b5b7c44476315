// What the box says next. Payments go before everything else, none is dropped, and the late ones share one sentence.
import { idiv } from '../wire/idiv';
import { bookSpoken, count, isLate, MOST_MINOR, paidScene, paymentOf, showPaid, waitingOf } from './announce';
import { isTaken } from './charge';
import type { Draft } from './draft';
import { ack, faulty, sayAside, show, unixSeconds } from './draft';
import type { SaidKind, Utterance } from './effects';
import type { JournalEntry } from './events';
import { appended, first } from './lists';
import { volumeOf } from './loudness';
import type { Aside, Waiting } from './state';

const REPEAT_SECONDS = 5;

/** Starts the next sentence when the speaker is free. */
export function speakNext(draft: Draft): void {
  if (draft.state.voice.is === 'speaking') return;
  const one = nextSingle(draft);
  if (one !== undefined) {
    sayOne(draft, one);
    return;
  }
  const late = nextLate(draft);
  if (late.length > 0) sayRecap(draft, late);
  else sayNextAside(draft);
}

/** The speaker is done. What it failed to say is tried once more, then left to the screen and the bridge. */
export function said(draft: Draft, token: number, fault: string | undefined): void {
  const voice = draft.state.voice;
  if (voice.is === 'quiet' || voice.token !== token) return;
  draft.state.voice = { is: 'quiet', token };
  for (const seq of voice.tells) {
    const waiting = waitingOf(draft.state, seq);
    if (waiting === undefined) continue;
    if (fault === undefined) bookSpoken(draft, waiting);
    else failed(draft, waiting);
  }
  if (fault !== undefined) faulty(draft, fault);
}

/** Tells the last payment as a repeat, and not more often than a customer can be fooled with. */
export function repeatLast(draft: Draft): void {
  const state = draft.state;
  const last = state.last;
  if (last === undefined || draft.nowSeconds < state.repeatAtSeconds) return;
  state.repeatAtSeconds = draft.nowSeconds + REPEAT_SECONDS;
  const language = state.settings.language;
  const seqs = [last.seq];
  sayAside(draft, {
    say: 'paid',
    kind: 'replay',
    // Below nothing while the box does not know what time it is.
    ageMinutes: idiv(unixSeconds(draft) - last.paidAt, 60),
    amountMinor: last.amountMinor,
    currency: last.currency,
    seqs,
    language,
  });
  if (!isTaken(state, 0)) show(draft, paidScene(last, 'replay'));
}

function nextSingle(draft: Draft): Waiting | undefined {
  return first(draft.state.waiting, (one) => one.voice !== 'silent' && !isLate(draft, one));
}

/** All late ones like the first one, in currency and in whether they may have been heard, once they had time to gather. */
function nextLate(draft: Draft): Waiting[] {
  const late: Waiting[] = [];
  let room = MOST_MINOR;
  if (draft.nowSeconds < draft.state.recapAtSeconds) return late;
  for (const one of draft.state.waiting) {
    if (one.voice === 'silent') continue;
    const oldest = late.length > 0 ? late[0] : one;
    if (oldest.entry.currency !== one.entry.currency || oldest.again !== one.again) continue;
    if (one.entry.amountMinor > room) continue;
    room -= one.entry.amountMinor;
    late.push(one);
  }
  return late;
}

function sayOne(draft: Draft, waiting: Waiting): void {
  const entry = waiting.entry;
  const language = draft.state.settings.language;
  const seqs = [entry.seq];
  const amountMinor = entry.amountMinor;
  const currency = entry.currency;
  if (entry.kind === 'reversed') {
    say(draft, { say: 'reversed', again: waiting.again, amountMinor, currency, seqs, language }, seqs);
    return;
  }
  const kind: SaidKind = waiting.again ? 'again' : 'new';
  draft.state.last = paymentOf(entry);
  showPaid(draft, entry, kind);
  const motif = waiting.again ? undefined : draft.state.motif;
  say(draft, { say: 'paid', kind, motif, amountMinor, currency, seqs, language }, seqs);
}

function sayRecap(draft: Draft, late: Waiting[]): void {
  const language = draft.state.settings.language;
  const seqs: number[] = [];
  let count = 0;
  let amountMinor = 0;
  let newest: JournalEntry | undefined = undefined;
  for (const one of late) {
    const entry = one.entry;
    seqs.push(entry.seq);
    count += entry.count;
    amountMinor += entry.amountMinor;
    if (entry.kind === 'paid') newest = entry;
  }
  const currency = late[0].entry.currency;
  const again = late[0].again;
  if (newest !== undefined) draft.state.last = paymentOf(newest);
  if (newest !== undefined && late.length === 1) showPaid(draft, newest, 'recap');
  else if (!isTaken(draft.state, 0)) show(draft, { at: 'recap', count, amountMinor, currency });
  say(draft, { say: 'recap', count, again, amountMinor, currency, seqs, language }, seqs);
}

function sayNextAside(draft: Draft): void {
  let next: Aside | undefined = undefined;
  let rest: Aside[] = [];
  for (const aside of draft.state.asides) {
    if (draft.nowSeconds >= aside.untilSeconds) continue;
    if (next === undefined) next = aside;
    else rest = appended(rest, aside);
  }
  draft.state.asides = rest;
  if (next !== undefined) say(draft, next.utterance, []);
}

function say(draft: Draft, utterance: Utterance, tells: number[]): void {
  const token = draft.state.voice.token + 1;
  draft.state.voice = { is: 'speaking', token, tells };
  draft.effects.push({ run: 'say', token, volume: volumeOf(draft.state.settings), utterance });
}

function failed(draft: Draft, waiting: Waiting): void {
  const state = draft.state;
  const silent = waiting.voice === 'failed-once';
  const changed: Waiting = {
    entry: waiting.entry,
    // How much of it was heard nobody knows. A recap is never taken for a new payment.
    again: waiting.again || !isLate(draft, waiting),
    voice: silent ? 'silent' : 'failed-once',
  };
  const all: Waiting[] = [];
  for (const one of state.waiting) all.push(one === waiting ? changed : one);
  state.waiting = all;
  if (!silent) return;
  ack(draft, waiting.entry.seq, 'refused', 'no-voice');
  count(draft, waiting);
}
