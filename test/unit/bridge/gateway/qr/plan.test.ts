import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { board } from '../../../../../boards/esp32-cyd';
import { dataCodewords, rangeOf, sideModules } from '../../../../../bridge/gateway/qr/capacity';
import { QrDoesNotFit, planQr } from '../../../../../bridge/gateway/qr/plan';
import { bitsOf, segmentsOf } from '../../../../../bridge/gateway/qr/segments';
import { encodeMessage, seal, sha256 } from '../../../../../firmware/wire/index';
import { payloads } from '../../../../support/payloads';

const ALL = Array.from({ length: 40 }, (_none, i) => i + 1);
const bytesOf = (text: string): Buffer => Buffer.from(text, 'utf8');

/** Module size with one byte segment at level M on any version: what other boxes do. */
function byteModePx(text: string, areaPx: number): number {
  const bytes = bytesOf(text).length;
  const version = ALL.find((v) => dataCodewords(v, 1) * 8 >= 4 + (v <= 9 ? 8 : 16) + bytes * 8)!;
  return Math.floor(areaPx / (sideModules(version) + 4));
}

describe('the segments of a QR text', () => {
  test('never need more bits than one byte segment, and cover the text without a gap', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom(...'0123456789ABC $%az@é') }),
        fc.constantFrom(0, 1, 2),
        (text, range) => {
          const bytes = bytesOf(text);
          const segments = segmentsOf(bytes, range as 0 | 1 | 2);
          const plain = bitsOf(
            bytes,
            bytes.length > 0 ? [{ mode: 'byte', from: 0, to: bytes.length }] : [],
            range as 0 | 1 | 2,
          );
          expect(bitsOf(bytes, segments, range as 0 | 1 | 2).length).toBeLessThanOrEqual(plain.length);
          expect(segments.reduce((at, { from, to }) => (from === at ? to : -1), 0)).toBe(bytes.length);
        },
      ),
    );
  });

  test('are the shortest there are, tried against every way to cut a short text', () => {
    const modes = ['numeric', 'alphanumeric', 'byte'] as const;
    const allowed = (mode: string, char: string): boolean =>
      mode === 'byte' || (mode === 'numeric' ? /\d/ : /[\dA-Z $%*+\-./:]/).test(char);
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'01ABab'), minLength: 1, maxLength: 7 }), (text) => {
        const bytes = bytesOf(text);
        let best = Infinity;
        const cut = (at: number, chosen: (typeof modes)[number][]): void => {
          if (at === text.length) {
            const segments: { mode: (typeof modes)[number]; from: number; to: number }[] = [];
            chosen.forEach((mode, i) => {
              const last = segments.at(-1);
              if (last?.mode === mode) last.to = i + 1;
              else segments.push({ mode, from: i, to: i + 1 });
            });
            best = Math.min(best, bitsOf(bytes, segments, 0).length);
            return;
          }
          for (const mode of modes) if (allowed(mode, text[at]!)) cut(at + 1, [...chosen, mode]);
        };
        cut(0, []);
        expect(bitsOf(bytes, segmentsOf(bytes, 0), 0).length).toBe(best);
      }),
      { numRuns: 60 },
    );
  });
});

describe('the plan of a QR', () => {
  const texts = payloads(7, 200);

  test('has modules as large as the panel allows, then the highest level that keeps them', () => {
    for (const text of texts) {
      const plan = planQr(text, board.qr);
      const bits = (version: number): number =>
        bitsOf(bytesOf(text), segmentsOf(bytesOf(text), rangeOf(version)), rangeOf(version)).length;
      const px = (version: number): number => Math.floor(board.qr.areaPx / (sideModules(version) + 4));
      for (const version of board.qr.versions) {
        for (let level = 0; level < 4; level++) {
          if (bits(version) > dataCodewords(version, level) * 8) continue;
          expect([plan.modulePx, plan.level].join()).toBe(
            [
              Math.max(plan.modulePx, px(version)),
              px(version) >= plan.modulePx ? Math.max(plan.level, level) : plan.level,
            ].join(),
          );
        }
      }
      expect(plan.quietModules).toBeGreaterThanOrEqual(2);
      expect(plan.codewords.length).toBeLessThanOrEqual(dataCodewords(plan.version, plan.level));
    }
  });

  test('never has smaller modules than byte mode at level M', () => {
    for (const text of texts)
      expect(planQr(text, board.qr).modulePx).toBeGreaterThanOrEqual(Math.min(byteModePx(text, board.qr.areaPx), 6));
  });

  test('says with figures when a text is too long for the panel', () => {
    expect(() => planQr('x'.repeat(1200), board.qr)).toThrow(QrDoesNotFit);
    expect(() => planQr('x'.repeat(1200), board.qr)).toThrow(/1200 bytes.*240 x 240 px/);
  });

  test('of a 180-character EMV string travels in at most 190 bytes', () => {
    const emv = texts.find((text) => text.startsWith('0002') && text.length >= 176 && text.length <= 184)!;
    const { version, level, mask, codewords } = planQr(emv, board.qr);
    const message = encodeMessage({
      is: 'show-qr',
      seq: 1000,
      charge: 1000,
      amountMinor: 125_050,
      currency: 524,
      expiresAt: 1_800_000_000,
      version,
      level,
      mask,
      codewords,
    });
    expect(seal(sha256, 'k'.repeat(32), 'g/demo-1/d', message).length).toBeLessThanOrEqual(190);
  });
});
