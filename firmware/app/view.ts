import { isInviting } from './charge';
import type { SaidKind, View } from './effects';
import type { LinkState } from './events';
import type { MessageScene, Scene, State } from './state';
import { GIVES_DIGITS } from './traits';

/** Any of the messages, with what any of them has. */
interface Everything {
  at: MessageScene['at'];
  amountMinor: number;
  currency: number;
  reason?: string;
  kind?: SaidKind;
  paidAt?: number;
  count?: number;
}

/** What the screen shows in this state. `unixSeconds` drives the countdown. */
export function viewOf(state: State, unixSeconds: number): View {
  const scene = state.scene;
  const language = state.settings.language;
  switch (scene.at) {
    case 'starting':
      return { at: 'starting' };
    case 'home':
      return home(state);
    case 'charge':
      return charge(scene, state.link.is, language, unixSeconds);
    default:
      return messageOf(scene, language);
  }
}

/** What a message's screen may show of it; what its scene does not have stays undefined. */
function messageOf(scene: MessageScene, language: string): View {
  const of = scene as Everything;
  return {
    at: of.at,
    amountMinor: of.amountMinor,
    currency: of.currency,
    reason: of.reason,
    kind: of.kind,
    paidAt: of.paidAt,
    count: of.count,
    language,
  } as View;
}

/** The lamp says by colour what the screen says: done, look here, wait. */
export function ledOf(view: View): 'off' | 'green' | 'red' | 'blue' {
  switch (view.at) {
    case 'paid':
    case 'recap':
      return 'green';
    case 'scanned':
    case 'pending':
    case 'present':
    case 'confirm':
      return 'blue';
    case 'failed':
    case 'reversed':
    case 'fault':
      return 'red';
    default:
      if (GIVES_DIGITS && view.at === 'asking') return 'blue';
      return GIVES_DIGITS && (view.at === 'declined' || view.at === 'unanswered') ? 'red' : 'off';
  }
}

function home(state: State): View {
  const shop = state.settings.told.shop;
  const language = state.settings.language;
  if (state.fault.is === 'open') return { at: 'fault', fault: state.fault.fault, language };
  const link = state.link.is;
  const total = state.total;
  if (link !== 'online') return { at: 'offline', link, shop, total, language };
  return { at: 'idle', shop, link, switches: state.switches, total, symbol: state.symbol, language };
}

function charge(scene: Extract<Scene, { at: 'charge' }>, link: LinkState, language: string, unixSeconds: number): View {
  const qr = scene.open;
  const stage = scene.stage;
  if (qr.is !== 'show-qr' || !isInviting(stage)) {
    // Without a QR, a page that was opened is a customer who is about to pay.
    const at = isInviting(stage) ? 'scanned' : stage;
    return { at, amountMinor: qr.amountMinor, currency: qr.currency, language, link };
  }
  const secondsLeft = qr.expiresAt > unixSeconds ? qr.expiresAt - unixSeconds : 0;
  return {
    at: 'qr',
    amountMinor: qr.amountMinor,
    currency: qr.currency,
    secondsLeft,
    opened: stage === 'opened',
    failed: stage === 'retry',
    version: qr.version,
    level: qr.level,
    mask: qr.mask,
    codewords: qr.codewords,
    link,
    language,
  };
}
