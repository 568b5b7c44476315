// The one charge that the screen is about: shown, watched, closed.
import type { Closed, Progress, ShowQr } from '../wire/index';
import type { Draft } from './draft';
import { sayStatus, show, unixSeconds } from './draft';
import type { State } from './state';

const FAILED_SECONDS = 4;
const ENDED_SECONDS = 10;
/** After a welcome the bridge shows an open charge again at once; what it does not show again has ended meanwhile. */
const GONE_SECONDS = 5;

/** The charge on the screen, also while its last try is reported as failed. */
export function shownCharge(state: State): ShowQr | undefined {
  const scene = state.scene;
  return scene.at === 'charge' || scene.at === 'failed' ? scene.qr : undefined;
}

export function showQr(draft: Draft, qr: ShowQr): void {
  const scene = draft.state.scene;
  if (scene.at === 'charge' && scene.qr.charge === qr.charge) {
    show(draft, { at: 'charge', qr, stage: scene.stage, goneAtSeconds: undefined });
    return;
  }
  show(draft, { at: 'charge', qr, stage: 'shown', goneAtSeconds: undefined });
  sayStatus(draft, 'scan');
}

export function progress(draft: Draft, message: Progress): void {
  const qr = shownCharge(draft.state);
  if (qr === undefined || qr.charge !== message.charge) return;
  show(draft, { at: 'charge', qr, stage: message.stage, goneAtSeconds: undefined });
}

/** Ends the charge on the screen without money, or gives its QR back after a failed try. Others are none of ours. */
export function close(draft: Draft, message: Closed): void {
  const qr = shownCharge(draft.state);
  if (qr === undefined || qr.charge !== message.charge) return;
  if (message.how === 'failed') {
    show(draft, { at: 'failed', qr, untilSeconds: draft.nowSeconds + FAILED_SECONDS });
    sayStatus(draft, 'failed');
  } else {
    end(draft, qr, message.how);
  }
}

/** A new welcome: an open charge must be shown again by the bridge to stay. */
export function doubtCharge(draft: Draft): void {
  const qr = shownCharge(draft.state);
  if (qr === undefined) return;
  const scene = draft.state.scene;
  const stage = scene.at === 'charge' ? scene.stage : 'retry';
  draft.state.scene = { at: 'charge', qr, stage, goneAtSeconds: draft.nowSeconds + GONE_SECONDS };
}

/** Once a second: what ends by itself, and the countdown. */
export function ageCharge(draft: Draft): void {
  const scene = draft.state.scene;
  const now = draft.nowSeconds;
  if (scene.at === 'failed' && now >= scene.untilSeconds) {
    show(draft, { at: 'charge', qr: scene.qr, stage: 'retry', goneAtSeconds: undefined });
  } else if (scene.at === 'ended' && now >= scene.untilSeconds) {
    show(draft, { at: 'home' });
  } else if (scene.at === 'charge') {
    if (scene.goneAtSeconds !== undefined && now >= scene.goneAtSeconds) {
      show(draft, { at: 'home' });
      return;
    }
    // A customer who is paying is not told that time is up: only the bridge knows how that ends.
    if (scene.stage !== 'shown' && scene.stage !== 'opened' && scene.stage !== 'retry') return;
    draft.redraw = true;
    if (unixSeconds(draft) >= scene.qr.expiresAt) end(draft, scene.qr, 'expired');
  }
}

function end(draft: Draft, qr: ShowQr, how: 'expired' | 'cancelled'): void {
  const untilSeconds = draft.nowSeconds + ENDED_SECONDS;
  show(draft, { at: 'ended', how, amountMinor: qr.amountMinor, currency: qr.currency, untilSeconds });
  sayStatus(draft, how);
}
