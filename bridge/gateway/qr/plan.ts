import type { Board } from '../../../boards/board';
import { dataCodewords, rangeOf, sideModules } from './capacity';
import { penalty } from './penalty';
import { bitsOf, segmentsOf } from './segments';
import { interleaved, maskedModules } from './symbol';

/** A QR as the bridge decided it for one board: what travels, and how large the box will draw it. */
export interface QrPlan {
  version: number;
  /** 0 L to 3 H. */
  level: number;
  mask: number;
  /** Data codewords up to the terminator, filled to the byte, without pad codewords; one char a byte. */
  codewords: string;
  modulePx: number;
  quietModules: number;
}

/** The text needs a module smaller than a phone can read on this panel. */
export class QrDoesNotFit extends Error {
  constructor(bytes: number, areaPx: number) {
    super(
      `A QR of ${bytes} bytes does not fit ${areaPx} x ${areaPx} px with modules of ${LEAST_MODULE_PX} px or more. Shorten the text or choose a larger panel.`,
    );
    this.name = 'QrDoesNotFit';
  }
}

const LEAST_MODULE_PX = 2;
const LEAST_QUIET_MODULES = 2;
const LEVELS = [3, 2, 1, 0];

/**
 * Decides a QR for a panel: the largest whole module with a quiet zone of 2 or more, then the highest error correction
 * that keeps it, among the versions whose tables the board carries; then the mask with the lowest penalty among those
 * that the board carries (a fixed one was measured to be harmless for scanning, but all of them cost next to nothing).
 * @throws QrDoesNotFit
 */
export function planQr(text: string, qr: Board['qr']): QrPlan {
  const bytes = Buffer.from(text, 'utf8');
  const encoded = new Map<number, number[]>();
  const bitsFor = (version: number): number[] => {
    const range = rangeOf(version);
    const known = encoded.get(range) ?? bitsOf(bytes, segmentsOf(bytes, range), range);
    encoded.set(range, known);
    return known;
  };
  let best: { version: number; level: number; modulePx: number; bits: number[] } | undefined;
  for (const version of [...qr.versions].sort((a, b) => a - b)) {
    const modulePx = Math.floor(qr.areaPx / (sideModules(version) + 2 * LEAST_QUIET_MODULES));
    if (modulePx < LEAST_MODULE_PX) continue;
    const bits = bitsFor(version);
    const level = LEVELS.find((one) => bits.length <= dataCodewords(version, one) * 8);
    if (level === undefined) continue;
    const better = best === undefined || modulePx > best.modulePx || (modulePx === best.modulePx && level > best.level);
    if (better) best = { version, level, modulePx, bits };
  }
  if (best === undefined) throw new QrDoesNotFit(bytes.length, qr.areaPx);
  return planned(best.version, best.level, qr, best.modulePx, best.bits);
}

function planned(version: number, level: number, qr: Board['qr'], modulePx: number, bits: number[]): QrPlan {
  const room = Math.floor((Math.floor(qr.areaPx / modulePx) - sideModules(version)) / 2);
  const codewords = packed(bits, dataCodewords(version, level) * 8);
  return {
    version,
    level,
    mask: bestMask(version, level, qr.masks, codewords),
    codewords,
    modulePx,
    quietModules: Math.min(4, room),
  };
}

/** The mask with the lowest penalty (7.8.3); the first of them when there are several. */
function bestMask(version: number, level: number, masks: readonly number[], codewords: string): number {
  if (masks.length === 1) return masks[0]!;
  const all = interleaved({ version, level, codewords });
  const scored = masks.map((mask) => ({ mask, score: penalty(maskedModules({ version, level }, mask, all)) }));
  return scored.reduce((best, one) => (one.score < best.score ? one : best)).mask;
}

/** Terminator (up to four 0 bits) and 0 bits to the byte's end; pad codewords are the box's work (7.4.9, 7.4.10). */
function packed(bits: number[], capacityBits: number): string {
  const ended = [...bits, ...Array<number>(Math.min(4, capacityBits - bits.length)).fill(0)];
  let codewords = '';
  for (let i = 0; i < ended.length; i += 8) {
    let byte = 0;
    for (let bit = 0; bit < 8; bit++) byte = byte * 2 + (ended[i + bit] ?? 0);
    codewords += String.fromCharCode(byte);
  }
  return codewords;
}
