// The one charge that the screen is about: shown, watched, closed.
import type { Closed, Progress, ShowQr } from '../wire/index';
import type { Draft } from './draft';
import { ENDED_SECONDS, sayStatus, show, unixSeconds } from './draft';
import { entryOf } from './state';
import type { OpenCharge, Stage, State } from './state';
import { GIVES_DIGITS } from './traits';

const FAILED_SECONDS = 4;
/** After a welcome the bridge shows an open charge again at once; what it does not show again has ended meanwhile. */
const GONE_SECONDS = 5;

/** The charge on the screen, also while its last try is reported as failed. */
export function shownCharge(state: State): OpenCharge | undefined {
  const scene = state.scene;
  return scene.at === 'charge' || scene.at === 'failed' ? scene.open : undefined;
}

/** Is the screen about what news of this charge must not hide: another open charge, an amount that is keyed in? */
export function isTaken(state: State, charge: number): boolean {
  const open = shownCharge(state);
  return (GIVES_DIGITS && entryOf(state) !== undefined) || (open !== undefined && open.charge !== charge);
}

/** The box waits for a customer's code. */
export function isPresenting(state: State): boolean {
  return state.scene.at === 'charge' && state.scene.stage === 'present';
}

/** Nobody has scanned yet, as far as the box knows: the QR is to be seen. */
export function isInviting(stage: Stage): stage is 'shown' | 'opened' | 'retry' {
  return stage === 'shown' || stage === 'opened' || stage === 'retry';
}

export function showQr(draft: Draft, qr: ShowQr): void {
  const scene = draft.state.scene;
  if (scene.at === 'charge' && scene.open.charge === qr.charge) return showOpen(draft, qr, scene.stage);
  showOpen(draft, qr, 'shown');
  sayStatus(draft, 'scan');
}

export function progress(draft: Draft, message: Progress): void {
  const charge = message.charge;
  const amountMinor = message.amountMinor;
  const currency = message.currency;
  const open = shownCharge(draft.state);
  if (open !== undefined && open.charge === charge) showOpen(draft, open, message.stage);
  else if (amountMinor !== undefined && currency !== undefined)
    showOpen(draft, { is: 'progress', charge, amountMinor, currency }, message.stage);
}

function showOpen(draft: Draft, open: OpenCharge, stage: Stage): void {
  show(draft, { at: 'charge', open, stage, goneAtSeconds: undefined });
}

/** A failed try is over: the QR again, or another code. */
function retry(open: OpenCharge): Stage {
  return open.is === 'show-qr' ? 'retry' : 'present';
}

/** Ends the charge on the screen without money, or gives it back after a failed try. Others are none of ours. */
export function close(draft: Draft, message: Closed): void {
  const open = shownCharge(draft.state);
  if (open === undefined || open.charge !== message.charge) return;
  if (message.how === 'failed') {
    show(draft, {
      at: 'failed',
      open,
      amountMinor: open.amountMinor,
      currency: open.currency,
      untilSeconds: draft.nowSeconds + FAILED_SECONDS,
    });
    sayStatus(draft, 'failed');
  } else {
    end(draft, open, message.how);
  }
}

/** A new welcome: an open charge must be shown again by the bridge to stay. */
export function doubtCharge(draft: Draft): void {
  const open = shownCharge(draft.state);
  if (open === undefined) return;
  const scene = draft.state.scene;
  const stage = scene.at === 'charge' ? scene.stage : retry(open);
  draft.state.scene = { at: 'charge', open, stage, goneAtSeconds: draft.nowSeconds + GONE_SECONDS };
}

/** The last try failed a while ago. */
export function showRetry(draft: Draft, open: OpenCharge): void {
  showOpen(draft, open, retry(open));
}

/** Once a second: the countdown. */
export function ageCharge(draft: Draft): void {
  const scene = draft.state.scene;
  const now = draft.nowSeconds;
  if (scene.at === 'charge') {
    if (scene.goneAtSeconds !== undefined && now >= scene.goneAtSeconds) {
      show(draft, { at: 'home' });
      return;
    }
    // A customer who is paying is not told that time is up: only the bridge knows how that ends.
    const open = scene.open;
    if (open.is !== 'show-qr' || !isInviting(scene.stage)) return;
    draft.redraw = true;
    if (unixSeconds(draft) >= open.expiresAt) end(draft, open, 'expired');
  }
}

function end(draft: Draft, open: OpenCharge, how: 'expired' | 'cancelled'): void {
  const untilSeconds = draft.nowSeconds + ENDED_SECONDS;
  show(draft, {
    at: how,
    amountMinor: open.amountMinor,
    currency: open.currency,
    reason: '',
    untilSeconds,
  });
  sayStatus(draft, how);
}
