// One example of every screen, for contact sheets and golden pictures.
import type { View } from '../../firmware/app/effects';

/** A QR as the bridge planned it: version, level, mask and data codewords. */
export interface PlannedQr {
  version: number;
  level: number;
  mask: number;
  codewords: string;
}

/** Every screen in one language, by a name for its file. */
export function exampleViews(language: string, qr: PlannedQr): [name: string, view: View][] {
  const npr = { amountMinor: 125_050, currency: 524, language };
  const total = { count: 12, amountMinor: 1_845_000, currency: 524 };
  const shop = 'Himal Kirana Pasal';
  const symbol = { version: qr.version, level: qr.level, mask: qr.mask, codewords: qr.codewords };
  return [
    ['starting', { at: 'starting' }],
    [
      'idle',
      {
        at: 'idle',
        shop,
        link: 'online',
        switches: [{ name: 'NEPALPAY', health: 'ok' }],
        total,
        symbol: undefined,
        language,
      },
    ],
    [
      'idle-first',
      {
        at: 'idle',
        shop,
        link: 'online',
        switches: [{ name: 'NEPALPAY', health: 'trouble' }],
        total: { count: 0, amountMinor: 0, currency: 524 },
        symbol: undefined,
        language,
      },
    ],
    ['qr', { at: 'qr', ...npr, secondsLeft: 287, opened: false, failed: false, link: 'online', ...symbol }],
    [
      'qr-opened',
      {
        at: 'qr',
        ...npr,
        amountMinor: 214_748_364,
        secondsLeft: 200,
        opened: true,
        failed: false,
        link: 'online',
        ...symbol,
      },
    ],
    [
      'qr-failed',
      { at: 'qr', ...npr, amountMinor: 5_000, secondsLeft: 21, opened: true, failed: true, link: 'online', ...symbol },
    ],
    [
      'qr-offline',
      {
        at: 'qr',
        ...npr,
        amountMinor: 99_900,
        secondsLeft: 65,
        opened: false,
        failed: false,
        link: 'no-broker',
        ...symbol,
      },
    ],
    ['scanned', { at: 'scanned', ...npr, link: 'online' }],
    ['pending', { at: 'pending', ...npr, link: 'online' }],
    ['paid', { at: 'paid', ...npr, kind: 'new', paidAt: 0 }],
    ['paid-largest', { at: 'paid', ...npr, amountMinor: 2_147_483_647, kind: 'new', paidAt: 0 }],
    ['paid-again', { at: 'paid', ...npr, kind: 'again', paidAt: 0 }],
    ['paid-repeat', { at: 'paid', ...npr, kind: 'replay', paidAt: 0 }],
    ['failed', { at: 'failed', ...npr }],
    ['expired', { at: 'expired', ...npr }],
    ['cancelled', { at: 'cancelled', ...npr }],
    ['reversed', { at: 'reversed', ...npr }],
    ['recap', { at: 'recap', ...npr, count: 3 }],
    ['no-wifi', { at: 'offline', link: 'no-wifi', shop, total, language }],
    ['no-broker', { at: 'offline', link: 'no-broker', shop, total, language }],
    ['no-bridge', { at: 'offline', link: 'no-bridge', shop, total, language }],
    ['fault', { at: 'fault', fault: 'audio-timeout', language }],
  ];
}
