import { PNG } from 'pngjs';
import { boards } from '../../boards/registry';
import { sideModules } from '../../bridge/gateway/qr/capacity';
import { planQr } from '../../bridge/gateway/qr/plan';
import { symbolModules } from '../../bridge/gateway/qr/symbol';

const LEVELS = ['L', 'M', 'Q', 'H'] as const;

/**
 * Plans a text for a board and draws it pixel for pixel, quiet zone included.
 * @throws with the boards' names for an unknown one, QrDoesNotFit for a text that is too long
 */
export function showQr(text: string, id: string): { facts: Record<string, string | number>; png: Buffer } {
  const board = boards[id];
  if (board === undefined) throw new Error(`there is no board "${id}". Boards: ${Object.keys(boards).join(', ')}.`);
  const plan = planQr(text, board.qr);
  const side = sideModules(plan.version);
  const modules = symbolModules(plan);
  const quietPx = plan.quietModules * plan.modulePx;
  const sidePx = side * plan.modulePx + 2 * quietPx;
  const png = new PNG({ width: sidePx, height: sidePx });
  png.data.fill(255);
  modules.forEach((dark, at) => {
    if (dark !== 1) return;
    const left = quietPx + (at % side) * plan.modulePx;
    const top = quietPx + Math.floor(at / side) * plan.modulePx;
    for (let y = top; y < top + plan.modulePx; y++)
      for (let x = left; x < left + plan.modulePx; x++)
        png.data.fill(0, 4 * (y * sidePx + x), 4 * (y * sidePx + x) + 3);
  });
  const moduleMm = (plan.modulePx * board.display.pitchTenthMicrons) / 10_000;
  return {
    facts: {
      bytes: Buffer.byteLength(text),
      version: plan.version,
      level: LEVELS[plan.level]!,
      mask: plan.mask,
      codewords: plan.codewords.length,
      modulePx: plan.modulePx,
      moduleMm,
      quietModules: plan.quietModules,
    },
    png: PNG.sync.write(png),
  };
}
