// What the shop's keys do. Each is answered by a sound, so that nobody has to read.
import { isPresenting, shownCharge } from './charge';
import type { Draft } from './draft';
import { sayAside, sayStatus, setSettings, show, tellBridge } from './draft';
import { loudestOf, volumeOf } from './loudness';
import { isEntryKey, keyIn } from './entry';
import { GIVES_DIGITS } from './traits';
import { repeatLast } from './voice';

/** Below this a payment could be missed. */
const QUIETEST = 1;
/** One key that goes round takes larger steps. */
const ROUND_STEP = 2;

export function takeKey(draft: Draft, key: string): void {
  const asides = draft.state.asides;
  if (GIVES_DIGITS && isEntryKey(key)) keyIn(draft, key);
  else {
    actOn(draft, key);
    tellBridge(draft, { run: 'send', message: { is: 'key', key } });
  }
  if (draft.state.asides === asides) sayStatus(draft, 'key');
}

function actOn(draft: Draft, key: string): void {
  switch (key) {
    case 'repeat':
      return repeatLast(draft);
    case 'total':
      return sayTotal(draft);
    case 'language':
      return nextLanguage(draft);
    case 'louder':
      // What is as loud as it may be at night stays what it is by day.
      return changeVolume(draft, 1, draft.state.settings.volume);
    case 'quieter':
      return changeVolume(draft, -1, QUIETEST);
    case 'volume':
      return changeVolume(draft, ROUND_STEP, QUIETEST);
    case 'dismiss':
      dismiss(draft);
  }
}

/** A QR is not wiped off by a touch: the customer may be paying. */
function dismiss(draft: Draft): void {
  const state = draft.state;
  if (shownCharge(state) !== undefined && !isPresenting(state)) return;
  const fault = state.fault;
  if (state.scene.at === 'home' && fault.is === 'open') state.fault = { is: 'seen', fault: fault.fault };
  show(draft, { at: 'home' });
}

/** The day's total: what the bridge told last and what was told since. */
function sayTotal(draft: Draft): void {
  const state = draft.state;
  const total = state.total;
  // Only a welcome tells in what currency this shop counts.
  if (total.currency === 0) return sayStatus(draft, 'offline');
  sayAside(draft, {
    say: 'total',
    count: total.count,
    amountMinor: total.amountMinor,
    currency: total.currency,
    seqs: [],
    language: state.settings.language,
  });
}

/** `beyond` is what comes after the loudest or the quietest level. */
function changeVolume(draft: Draft, step: number, beyond: number): void {
  const settings = draft.state.settings;
  let volume = volumeOf(settings) + step;
  if (volume > loudestOf(settings.told) || volume < QUIETEST) volume = beyond;
  setSettings(draft, settings.told, settings.language, volume);
  sayStatus(draft, 'volume', volumeOf(draft.state.settings));
}

function nextLanguage(draft: Draft): void {
  const all = draft.state.languages;
  const settings = draft.state.settings;
  let next = 0;
  for (let i = 0; i + 1 < all.length; i++) if (all[i] === settings.language) next = i + 1;
  setSettings(draft, settings.told, all[next], settings.volume);
  sayStatus(draft, 'language');
}
