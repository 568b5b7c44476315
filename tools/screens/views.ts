// One example of every screen, for contact sheets and golden pictures.
import { shaped } from '../../bridge/gateway/arabic';
import type { View } from '../../firmware/app/effects';

/** A QR as the bridge planned it: version, level, mask and data codewords. */
export interface PlannedQr {
  version: number;
  level: number;
  mask: number;
  codewords: string;
}

const NPR = 524;

/** Shops that write their name as their language does. */
const SHOPS: Record<string, string> = {
  ne: 'हिमाल किराना पसल',
  hi: 'हिमालय किराना स्टोर',
  mr: 'गणेश किराणा दुकान',
  bn: 'মা কালী মিষ্টান্ন ভাণ্ডার',
  gu: 'જય અંબે કરિયાણા સ્ટોર',
  ur: 'علی کریانہ اسٹور',
  km: 'ហាងបាយ សុខសាន្ត',
  vi: 'Tạp hóa Bà Nguyễn',
};

/** Every screen in one language, by a name for its file. */
export function exampleViews(language: string, qr: PlannedQr): [name: string, view: View][] {
  const money = { amountMinor: 125_050, currency: NPR, language };
  const charge = { ...money, link: 'online' as const };
  const symbol = { version: qr.version, level: qr.level, mask: qr.mask, codewords: qr.codewords };
  const idle = {
    at: 'idle' as const,
    shop: utf8(shaped(SHOPS[language] ?? 'Himal Kirana Pasal')),
    link: 'online' as const,
    switches: [
      { name: 'NEPALPAY', health: 'ok' as const },
      { name: 'Fonepay', health: 'ok' as const },
    ],
    total: { count: 12, amountMinor: 1_845_000, currency: NPR },
    symbol: undefined,
    language,
  };
  const shown = { at: 'qr' as const, ...charge, secondsLeft: 287, opened: false, failed: false, ...symbol };
  const off = { at: 'offline' as const, shop: idle.shop, total: idle.total, language };
  const paid = { at: 'paid' as const, ...money, paidAt: 0 };
  return [
    ['starting', { at: 'starting' }],
    ['idle', idle],
    ['idle-first', { ...idle, ...troubled, shop: '' }],
    ['idle-code', { ...idle, symbol }],
    ['idle-code-trouble', { ...idle, ...troubled, symbol }],
    ['qr', shown],
    ['qr-opened', { ...shown, amountMinor: 214_748_364, secondsLeft: 200, opened: true }],
    ['qr-failed', { ...shown, amountMinor: 5_000, secondsLeft: 21, opened: true, failed: true }],
    ['qr-offline', { ...shown, amountMinor: 99_900, secondsLeft: 65, link: 'no-broker' }],
    ['qr-riel', { ...shown, amountMinor: 48_000, currency: 116 }],
    ['scanned', { at: 'scanned', ...charge }],
    ['scanned-offline', { at: 'scanned', ...charge, link: 'no-wifi' }],
    ['pending', { at: 'pending', ...charge }],
    ['present', { at: 'present', ...charge }],
    ['confirm', { at: 'confirm', ...charge }],
    ['entry', { at: 'entry', ...money, amountMinor: 12_500 }],
    ['asking', { at: 'asking', ...money }],
    ['unanswered', { at: 'unanswered', ...money }],
    [
      'declined',
      { at: 'declined', ...money, reason: language === 'ne' ? utf8('दैनिक सीमा नाघ्यो') : 'over the daily limit' },
    ],
    ['paid', { ...paid, kind: 'new' }],
    ['paid-largest', { ...paid, amountMinor: 2_147_483_647, kind: 'new' }],
    ['paid-again', { ...paid, kind: 'again' }],
    ['paid-repeat', { ...paid, kind: 'replay' }],
    ['failed', { at: 'failed', ...money }],
    ['expired', { at: 'expired', reason: '', ...money }],
    ['cancelled', { at: 'cancelled', reason: '', ...money }],
    ['reversed', { at: 'reversed', ...money }],
    ['recap', { at: 'recap', ...money, count: 3 }],
    ['no-wifi', { ...off, link: 'no-wifi' }],
    ['no-broker', { ...off, link: 'no-broker' }],
    ['no-bridge', { ...off, link: 'no-bridge' }],
    ['fault', { at: 'fault', fault: 'audio-timeout', language }],
    ['fault-journal', { at: 'fault', fault: 'journal-repaired', language }],
  ];
}

const troubled = {
  switches: [
    { name: 'NEPALPAY', health: 'trouble' as const },
    { name: 'Fonepay', health: 'unknown' as const },
  ],
  total: { count: 0, amountMinor: 0, currency: NPR },
};

/** As the box keeps it: one char a byte. */
function utf8(text: string): string {
  return Buffer.from(text, 'utf8').toString('latin1');
}
