import qrcode from 'qrcode-generator';
import { describe, expect, test } from 'vitest';
import { dataCodewords, rangeOf, sideModules } from '../../../../bridge/gateway/qr/capacity';
import { bitsOf } from '../../../../bridge/gateway/qr/segments';
import type { QrSymbol } from '../../../../firmware/drivers/ports';
import { symbolBits } from '../../../../firmware/qr/index';
import { moduleText, qrAssets } from '../../../support/qr';

const VERSIONS = Array.from({ length: 40 }, (_none, i) => i + 1);
const LEVELS = ['L', 'M', 'Q', 'H'] as const;
const MASKS = [0, 1, 2, 3, 4, 5, 6, 7];

/** What qrcode-generator makes of the same bytes in one byte segment; it chooses the mask by itself. */
function theirs(text: string, version: number, level: number): string {
  const code = qrcode(version as TypeNumber, LEVELS[level]!);
  code.addData(text, 'Byte');
  code.make();
  let rows = '';
  for (let y = 0; y < sideModules(version); y++) {
    for (let x = 0; x < sideModules(version); x++) rows += code.isDark(y, x) ? '1' : '0';
  }
  return rows;
}

function byteSymbol(text: string, version: number, level: number, mask: number): QrSymbol {
  const bytes = Buffer.from(text, 'latin1');
  const bits = bitsOf(bytes, [{ mode: 'byte', from: 0, to: bytes.length }], rangeOf(version));
  const capacity = dataCodewords(version, level) * 8;
  for (let i = 0; i < 4 && bits.length < capacity; i++) bits.push(0);
  let codewords = '';
  for (let i = 0; i < bits.length; i += 8) {
    codewords += String.fromCharCode(
      parseInt(
        bits
          .slice(i, i + 8)
          .join('')
          .padEnd(8, '0'),
        2,
      ),
    );
  }
  return { version, level, mask, codewords };
}

describe('a QR symbol', () => {
  test.each(VERSIONS)('of version %i is module by module what another library makes, at every level', (version) => {
    const assets = qrAssets([version], MASKS);
    for (let level = 0; level < 4; level++) {
      const text = 'Ghanti 1250.50 '.repeat(9).slice(0, Math.min(dataCodewords(version, level) - 3, 120));
      const wanted = theirs(text, version, level);
      const same = MASKS.filter((mask) => {
        return moduleText(symbolBits(assets, byteSymbol(text, version, level, mask))!, version) === wanted;
      });
      expect(same, `version ${version} level ${LEVELS[level]}`).toHaveLength(1);
    }
  });

  test('is not drawn when the image carries no table for it, or it is too long for its version', () => {
    const assets = qrAssets([4], [0]);
    expect(symbolBits(assets, byteSymbol('a', 5, 0, 0))).toBeUndefined();
    expect(symbolBits(assets, byteSymbol('a', 4, 0, 1))).toBeUndefined();
    expect(symbolBits(assets, { version: 4, level: 3, mask: 0, codewords: 'x'.repeat(37) })).toBeUndefined();
    expect(symbolBits({ read: () => '' }, byteSymbol('a', 4, 0, 0))).toBeUndefined();
  });
});
