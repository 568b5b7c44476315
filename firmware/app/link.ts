// The way to the bridge: asking for a welcome, taking it, noticing when nobody is there any more.
import type { Config, Watch, Welcome } from '../wire/index';
import { doubtCharge } from './charge';
import type { Draft } from './draft';
import { sayStatus, setSettings } from './draft';
import type { SwitchLine } from './effects';
import type { Event } from './events';
import type { State } from './state';

const ASK_FIRST_SECONDS = 5;
const ASK_LIMIT_SECONDS = 60;
/** Shorter breaks are shown and not spoken of. */
const OUTAGE_SECONDS = 30;
const REPORT_SECONDS = 300;
const BANK_TOLD = -1;

export function linkChanged(draft: Draft, link: Extract<Event, { on: 'link' }>['link']): void {
  const state = draft.state;
  state.link = { is: 'no-broker' };
  if (link === 'no-wifi') state.link = { is: 'no-wifi' };
  if (link === 'no-bridge') ask(draft, ASK_FIRST_SECONDS);
  breakOff(draft);
}

/** True when this welcome answers our own hello, so that a recorded one opens nothing. */
export function welcomed(draft: Draft, message: Welcome): boolean {
  const state = draft.state;
  // A broker may keep an old welcome and send it again: it would take back the day's total and let old QRs in.
  if (message.seq <= state.highest) return false;
  if (message.boot !== state.boot || (state.link.is !== 'no-bridge' && state.link.is !== 'online')) return false;
  if (state.outage.is === 'told') sayStatus(draft, 'online');
  state.link = { is: 'online', answerBySeconds: undefined };
  state.outage = { is: 'none' };
  state.highest = message.seq;
  state.unixAheadSeconds = message.now - draft.nowSeconds;
  state.total = { count: message.count, amountMinor: message.amountMinor, currency: message.currency };
  state.reportAtSeconds = draft.nowSeconds + REPORT_SECONDS;
  doubtCharge(draft);
  draft.effects.push({ run: 'report', fault: latestFault(state) });
  if (state.scene.at === 'starting') state.scene = { at: 'home' };
  draft.redraw = true;
  return true;
}

/** What a key chose stays until the bridge tells something new: it tells everything again after each hello. */
export function configured(draft: Draft, message: Config): void {
  const before = draft.state.settings;
  const isTold = message.language === before.told.language;
  const language = isTold ? before.language : message.language;
  setSettings(draft, message, language, message.volume === before.told.volume ? before.volume : message.volume);
}

export function watched(draft: Draft, message: Watch): void {
  const state = draft.state;
  state.switches = message.switches;
  state.watchUntilSeconds = draft.nowSeconds + message.ttlSeconds;
  let trouble = false;
  for (const one of message.switches) if (one.health === 'trouble') trouble = true;
  if (!trouble && state.bankSeconds === BANK_TOLD) sayStatus(draft, 'bank');
  if (!trouble) state.bankSeconds = 0;
  else if (state.bankSeconds === 0) state.bankSeconds = draft.nowSeconds + OUTAGE_SECONDS;
  draft.redraw = true;
}

/** Once a second: what was promised for a time and is over. */
export function ageLink(draft: Draft): void {
  const state = draft.state;
  const now = draft.nowSeconds;
  const link = state.link;
  if (link.is === 'no-bridge' && now >= link.askAtSeconds) {
    ask(draft, link.waitSeconds >= ASK_LIMIT_SECONDS ? ASK_LIMIT_SECONDS : link.waitSeconds * 2);
  }
  if (link.is === 'online') {
    if (link.answerBySeconds === undefined) {
      ageWatch(draft);
      ageBank(draft);
      ageTotal(draft);
    } else if (now >= link.answerBySeconds) {
      ask(draft, ASK_FIRST_SECONDS);
      breakOff(draft);
    }
  }
  if (state.link.is === 'online' && now >= state.reportAtSeconds) {
    state.reportAtSeconds = now + REPORT_SECONDS;
    draft.effects.push({ run: 'report', fault: latestFault(state) });
  }
  if (state.outage.is === 'fresh' && now - state.outage.sinceSeconds >= OUTAGE_SECONDS) {
    state.outage = { is: 'told' };
    sayStatus(draft, 'offline');
    if (state.scene.at === 'starting') state.scene = { at: 'home' };
    draft.redraw = true;
  }
}

/** A switch in trouble is said once, and its end only when that was said. */
function ageBank(draft: Draft): void {
  const state = draft.state;
  if (state.bankSeconds < 1 || draft.nowSeconds < state.bankSeconds) return;
  state.bankSeconds = BANK_TOLD;
  sayStatus(draft, 'no-bank');
}

/** The box stops claiming that a switch is watched, and asks whether the bridge is still there. */
function ageWatch(draft: Draft): void {
  const state = draft.state;
  if (state.watchUntilSeconds === 0 || draft.nowSeconds < state.watchUntilSeconds) return;
  const switches: SwitchLine[] = [];
  for (const one of state.switches) switches.push({ name: one.name, health: 'unknown' });
  state.switches = switches;
  state.watchUntilSeconds = 0;
  askOnline(draft);
  draft.redraw = true;
}

/** The total is in doubt: the welcome tells it. */
function ageTotal(draft: Draft): void {
  const state = draft.state;
  if (state.recountAtSeconds === 0 || draft.nowSeconds < state.recountAtSeconds) return;
  state.recountAtSeconds = 0;
  askOnline(draft);
}

function askOnline(draft: Draft): void {
  draft.state.link = { is: 'online', answerBySeconds: draft.nowSeconds + ASK_FIRST_SECONDS };
  hello(draft);
}

function ask(draft: Draft, waitSeconds: number): void {
  draft.state.link = { is: 'no-bridge', askAtSeconds: draft.nowSeconds + waitSeconds, waitSeconds };
  hello(draft);
}

function breakOff(draft: Draft): void {
  const state = draft.state;
  if (state.outage.is === 'none') state.outage = { is: 'fresh', sinceSeconds: draft.nowSeconds };
  draft.redraw = true;
}

function hello(draft: Draft): void {
  const state = draft.state;
  let last = 0;
  for (const seq of state.spoken) if (seq > last) last = seq;
  for (const one of state.waiting) if (one.entry.seq > last) last = one.entry.seq;
  const message = {
    is: 'hello' as const,
    boot: state.boot,
    last,
    floor: state.floor,
    firmware: state.firmware,
    board: state.board,
    journal: state.health,
  };
  draft.effects.push({ run: 'send', message });
}

function latestFault(state: State): string {
  return state.fault.is === 'none' ? '' : state.fault.fault;
}
