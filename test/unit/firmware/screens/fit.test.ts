import { describe, expect, test } from 'vitest';
import { languages } from '../../../../boards/languages';
import type { Face } from '../../../../firmware/canvas/font';
import { addText, textWidth, type Line } from '../../../../firmware/canvas/text';
import { countOf } from '../../../../firmware/screens/messages';
import { isRoomy, margin, openBrush, say, type Brush } from '../../../../firmware/screens/paint';
import { besideQr } from '../../../../firmware/screens/qr';
import * as texts from '../../../../firmware/screens/texts';
import { screenAssets } from '../../../../tools/screens/assets';
import { panels } from '../../../../tools/screens/panels';
import { picture } from '../../../../tools/screens/picture';

const tags = Object.keys(languages);
const kinds = Object.entries(panels).filter(
  ([, { display, qr }], at, all) =>
    all.findIndex(
      ([, one]) =>
        JSON.stringify([one.display.widthPx, one.display.heightPx, one.qr.areaPx]) ===
        JSON.stringify([display.widthPx, display.heightPx, qr.areaPx]),
    ) === at,
);

/** Where a text does not fit; undefined when it does. */
function overflow(face: Face, text: string, widthPx: number, limit: number): string | undefined {
  const lines: Line[] = [];
  addText(lines, face, text, widthPx, 99);
  const shown = `"${Buffer.from(text, 'latin1').toString('utf8')}" on ${widthPx} px`;
  if (lines.length > limit) return `${shown} takes ${lines.length} lines of ${limit}`;
  return lines.some((line) => textWidth(line.face, line.text) > widthPx) ? `${shown} is too wide` : undefined;
}

const TITLES = [
  texts.TEXT_GHANTI,
  texts.TEXT_CHECKING,
  texts.TEXT_RECEIVED,
  texts.TEXT_FAILED,
  texts.TEXT_EXPIRED,
  texts.TEXT_CANCELLED,
  texts.TEXT_REVERSED,
  texts.TEXT_ENTRY,
  texts.TEXT_ASKING,
  texts.TEXT_UNANSWERED,
  texts.TEXT_DECLINED,
  texts.TEXT_RECAP,
  texts.TEXT_FAULT,
  texts.TEXT_SCAN_TO_PAY,
  texts.TEXT_CUSTOMER_PAYING,
  texts.TEXT_PRESENT,
  texts.TEXT_CONFIRM,
  texts.TEXT_NO_WIFI,
  texts.TEXT_NO_BROKER,
  texts.TEXT_NO_BRIDGE,
];
const DETAILS = [
  texts.TEXT_STARTING,
  texts.TEXT_DO_NOT_PAY_AGAIN,
  texts.TEXT_AGAIN,
  texts.TEXT_REPEAT,
  texts.TEXT_FAILED_WHAT,
  texts.TEXT_EXPIRED_WHAT,
  texts.TEXT_CANCELLED_WHAT,
  texts.TEXT_REVERSED_WHAT,
  texts.TEXT_ENTRY_WHAT,
  texts.TEXT_UNANSWERED_WHAT,
  texts.TEXT_OFFLINE,
];
const LINKS = [texts.TEXT_NO_WIFI_WHAT, texts.TEXT_NO_BROKER_WHAT, texts.TEXT_NO_BRIDGE_WHAT];
const FAULTS: [number, string][] = [
  [texts.TEXT_FAULT_SPEAKER, 'audio-timeout'],
  [texts.TEXT_FAULT_JOURNAL, 'journal-repaired'],
  [texts.TEXT_FAULT_OTHER, 'busy-timeout'],
];

/** What does not fit where the screens put it (messages.ts, idle.ts, qr.ts). */
function misfits(brush: Brush): string[] {
  const { canvas, small, medium } = brush;
  const widthPx = canvas.widthPx - 2 * margin(brush);
  const text = (number: number): string => say(brush, number);
  const titles = TITLES.map((one) =>
    overflow(isRoomy(brush) || textWidth(medium, text(one)) <= widthPx ? medium : small, text(one), widthPx, 2),
  );
  const details = [
    ...DETAILS.map(text),
    ...LINKS.map((one) => `${text(one)} ${text(texts.TEXT_LATE_NOTICE)}`),
    ...FAULTS.map(([one, word]) => `${text(one)} (${word})`),
    countOf(brush, 188),
  ];
  const day = [
    overflow(medium, text(texts.TEXT_READY), widthPx, 1),
    overflow(small, `${text(texts.TEXT_TODAY)} ${countOf(brush, 188)}`, widthPx, 1),
  ];
  // A low panel has titles and sums; of the rest what there is room for (drawMessage, drawDay).
  if (canvas.heightPx < 100) return titles.filter((one) => one !== undefined);
  return [...titles, ...details.map((one) => overflow(small, one, widthPx, 6)), ...day, ...besides(brush)].filter(
    (one) => one !== undefined,
  );
}

/** Beside the QR, where there is a column: three lines and a mark. */
function besides(brush: Brush): (string | undefined)[] {
  const { canvas, small } = brush;
  const { y, widthPx } = besideQr(brush, 4);
  if (canvas.qrPx === 0 || y > 0) return [];
  const marks = [texts.TEXT_OPENED, texts.TEXT_TRY_AGAIN, texts.TEXT_OFFLINE];
  return [
    overflow(small, say(brush, texts.TEXT_SCAN_TO_PAY), widthPx, 3),
    ...marks.map((one) => overflow(small, say(brush, one), widthPx - 4, isRoomy(brush) ? 2 : 1)),
    ...(canvas.slow ? [overflow(small, `15 ${say(brush, texts.TEXT_MINUTES)}`, widthPx, 1)] : []),
  ];
}

describe.each(kinds)('every text fits on %s', (_name, panel) => {
  const assets = screenAssets(process.cwd(), { ...panel, languages: tags });
  const { canvas } = picture(panel, assets);
  test.each(tags)('in %s', (tag) => {
    expect(misfits(openBrush(canvas, assets, tag)!)).toEqual([]);
  });
});
