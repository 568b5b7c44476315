// Announcements: heard, put on flash, owned up to. Never a second entry for one number.
import type { AckStage, Announcement, RefusalReason } from '../wire/index';
import { isTaken, shownCharge } from './charge';
import type { Draft } from './draft';
import { ack, dropPrompts, faulty, show, unixSeconds } from './draft';
import type { SaidKind } from './effects';
import type { JournalEntry } from './events';
import { appended, first, includes, kept, lowest, without } from './lists';
import type { Payment, Scene, State, Waiting } from './state';
import { JOURNAL_LIMIT } from './state';

const GATHER_SECONDS = 3;
const RECOUNT_SECONDS = 5;
/** No amount and no sum is larger (wire.cddl, uint31). */
export const MOST_MINOR = 2147483647;

/** One announcement came, for the first time or again. */
export function announce(draft: Draft, message: Announcement): void {
  const state = draft.state;
  const seq = message.seq;
  const entry = entryOf(message);
  if (includes(state.spoken, seq)) {
    tellAgain(draft, seq, 'spoken', undefined);
    return;
  }
  const waiting = waitingOf(state, seq);
  if (waiting !== undefined) {
    if (waiting.voice === 'silent') tellAgain(draft, seq, 'refused', 'no-voice');
    else ack(draft, seq, 'received', undefined);
    return;
  }
  if (writingOf(state, seq) !== undefined) return;
  if (seq <= state.floor) ack(draft, seq, 'refused', 'old');
  else if (!makeRoom(state)) ack(draft, seq, 'refused', 'full');
  else {
    state.writing = appended(state.writing, entry);
    draft.effects.push({ run: 'journal', entry });
  }
}

/** Either the bridge did not know, and its total lacks it, or somebody plays with us: it shall say what the total is. */
function tellAgain(draft: Draft, seq: number, stage: AckStage, reason: RefusalReason | undefined): void {
  ack(draft, seq, stage, reason);
  recount(draft);
}

/** Flash answered: only now the announcement is ours. */
export function journalled(draft: Draft, seq: number, ok: boolean): void {
  const state = draft.state;
  const entry = writingOf(state, seq);
  if (entry === undefined) return;
  state.writing = kept(state.writing, (one) => one.seq !== seq);
  if (!ok) {
    // Unwritten, it could be told twice as new after a power cut: so it is shown, and left to the bridge.
    ack(draft, seq, 'refused', 'full');
    if (entry.kind === 'paid') showPaid(draft, entry, 'new');
    faulty(draft, 'journal-write');
    return;
  }
  ack(draft, seq, 'received', undefined);
  if (entry.kind === 'paid') dropPrompts(draft);
  const waiting: Waiting = { entry, again: entry.again, voice: 'untried' };
  if (isLate(draft, waiting) && !hasLate(draft)) state.recapAtSeconds = draft.nowSeconds + GATHER_SECONDS;
  state.waiting = appended(state.waiting, waiting);
  showArrived(draft, waiting);
}

/** Takes a spoken announcement into the books: flash, bridge, total. */
export function bookSpoken(draft: Draft, waiting: Waiting): void {
  const state = draft.state;
  const entry = waiting.entry;
  state.waiting = kept(state.waiting, (one) => one.entry.seq !== entry.seq);
  state.spoken = appended(state.spoken, entry.seq);
  draft.effects.push({ run: 'mark-spoken', seq: entry.seq });
  ack(draft, entry.seq, 'spoken', undefined);
  count(draft, waiting);
}

/** Too old to be told as new. What must be said with "again" is told one by one, and a reversal is never gathered. */
export function isLate(draft: Draft, waiting: Waiting): boolean {
  const entry = waiting.entry;
  if (entry.kind === 'recap') return true;
  if (entry.kind === 'reversed' || waiting.again) return false;
  return unixSeconds(draft) - entry.paidAt > draft.state.settings.told.freshSeconds;
}

/** The paid screen, unless the screen is about something else, which then goes on. */
export function showPaid(draft: Draft, entry: JournalEntry, kind: SaidKind): void {
  if (isTaken(draft.state, entry.charge)) return;
  const scene = draft.state.scene;
  if (scene.at === 'paid' && scene.seq === entry.seq && scene.kind === kind) return;
  show(draft, paidScene(entry, kind));
}

export function paidScene(of: Payment, kind: SaidKind): Scene {
  return { at: 'paid', seq: of.seq, amountMinor: of.amountMinor, currency: of.currency, paidAt: of.paidAt, kind };
}

export function paymentOf(entry: JournalEntry): Payment {
  return { seq: entry.seq, amountMinor: entry.amountMinor, currency: entry.currency, paidAt: entry.paidAt };
}

export function waitingOf(state: State, seq: number): Waiting | undefined {
  return first(state.waiting, (one) => one.entry.seq === seq);
}

function writingOf(state: State, seq: number): JournalEntry | undefined {
  return first(state.writing, (entry) => entry.seq === seq);
}

function hasLate(draft: Draft): boolean {
  return first(draft.state.waiting, (one) => one.voice !== 'silent' && isLate(draft, one)) !== undefined;
}

/** The amount is seen as soon as it is known, but not over one that is being told just now. */
function showArrived(draft: Draft, waiting: Waiting): void {
  const entry = waiting.entry;
  const voice = draft.state.voice;
  const closes = shownCharge(draft.state)?.charge === entry.charge;
  if (voice.is === 'speaking' && voice.tells.length > 0 && !closes) return;
  if (entry.kind === 'paid' && !isLate(draft, waiting)) showPaid(draft, entry, waiting.again ? 'again' : 'new');
  else if (entry.kind === 'paid' && closes) showPaid(draft, entry, 'recap');
  else if (entry.kind === 'reversed' && !isTaken(draft.state, entry.charge)) {
    show(draft, { at: 'reversed', amountMinor: entry.amountMinor, currency: entry.currency });
  }
}

/** Makes room for one more by forgetting the lowest spoken one. False when all that is there must still be spoken. */
function makeRoom(state: State): boolean {
  if (state.spoken.length + state.waiting.length + state.writing.length < JOURNAL_LIMIT) return true;
  if (state.spoken.length === 0) return false;
  const oldest = lowest(state.spoken);
  state.spoken = without(state.spoken, oldest);
  if (oldest > state.floor) state.floor = oldest;
  return true;
}

/** The day's total grows by what was told, aloud or, for want of a voice, on the screen. */
export function count(draft: Draft, waiting: Waiting): void {
  const state = draft.state;
  const entry = waiting.entry;
  const total = state.total;
  const link = state.link;
  // A welcome that is on its way does not know of it; the last one may know of what was told before; and only the bridge
  // knows to which day a late payment belongs, or one that was taken back.
  const asked = link.is === 'no-bridge' || (link.is === 'online' && link.answerBySeconds !== undefined);
  if (asked || waiting.again || entry.kind === 'reversed' || isLate(draft, waiting)) recount(draft);
  if (entry.kind === 'reversed' || (total.count > 0 && total.currency !== entry.currency)) return;
  const room = MOST_MINOR - total.amountMinor;
  state.total = {
    count: total.count + (entry.kind === 'recap' ? entry.count : 1),
    amountMinor: entry.amountMinor > room ? MOST_MINOR : total.amountMinor + entry.amountMinor,
    currency: entry.currency,
  };
  draft.redraw = true;
}

/** Asks the bridge for the day's total, soon and not for each of many. */
function recount(draft: Draft): void {
  const state = draft.state;
  if (state.recountAtSeconds === 0) state.recountAtSeconds = draft.nowSeconds + RECOUNT_SECONDS;
}

function entryOf(message: Announcement): JournalEntry {
  return {
    seq: message.seq,
    kind: message.is,
    charge: message.is === 'recap' ? 0 : message.charge,
    count: message.is === 'recap' ? message.count : 1,
    amountMinor: message.amountMinor,
    currency: message.currency,
    paidAt: message.paidAt,
    again: message.is === 'paid' && message.again,
    stage: 'received',
  };
}
