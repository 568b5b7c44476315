import qrcodegen from 'nayuki-qr-code-generator';
import { describe, expect, test } from 'vitest';
import { dataCodewords, sideModules } from '../../../../../bridge/gateway/qr/capacity';
import { penalty } from '../../../../../bridge/gateway/qr/penalty';
import { planQr } from '../../../../../bridge/gateway/qr/plan';
import { symbolModules } from '../../../../../bridge/gateway/qr/symbol';
import { symbolBits } from '../../../../../firmware/qr/index';
import { payloads } from '../../../../support/payloads';
import { moduleText, qrAssets } from '../../../../support/qr';

const { QrCode } = qrcodegen;
const ECC = [QrCode.Ecc.LOW, QrCode.Ecc.MEDIUM, QrCode.Ecc.QUARTILE, QrCode.Ecc.HIGH];
const MASKS = [0, 1, 2, 3, 4, 5, 6, 7];
const PANEL = { areaPx: 240, versions: [2, 4, 6, 9, 14, 20], masks: MASKS };

/** The same data codewords in another library, with its own mask when ours is -1. */
function theirs(version: number, level: number, codewords: string, mask: number): InstanceType<typeof QrCode> {
  const data = [...codewords].map((char) => char.charCodeAt(0));
  for (let pad = 0xec; data.length < dataCodewords(version, level); pad ^= 0xfd) data.push(pad);
  return new QrCode(version, ECC[level]!, data, mask);
}

function modulesOf(code: InstanceType<typeof QrCode>): string {
  let rows = '';
  for (let y = 0; y < code.size; y++) for (let x = 0; x < code.size; x++) rows += code.getModule(x, y) ? '1' : '0';
  return rows;
}

describe('the mask of a QR', () => {
  const plans = payloads(11, 40).map((text) => planQr(text, PANEL));

  test('has the lowest penalty of those that the board carries', () => {
    for (const plan of plans) {
      const scores = MASKS.map((mask) => penalty(symbolModules({ ...plan, mask })));
      expect(scores[plan.mask]).toBe(Math.min(...scores));
    }
  });

  test('is the one that another library takes for the same codewords', () => {
    for (const { version, level, mask, codewords } of plans) {
      expect(theirs(version, level, codewords, -1).mask).toBe(mask);
    }
  });

  test('is never one that the board does not carry', () => {
    const masks = [2, 5];
    for (const text of payloads(12, 20)) expect(masks).toContain(planQr(text, { ...PANEL, masks }).mask);
  });
});

describe('a symbol with eight masks', () => {
  const assets = qrAssets(PANEL.versions, MASKS);

  test('is module by module what another library makes of the same codewords, on the bridge and on the box', () => {
    for (const { version, codewords } of payloads(13, 8).map((text) => planQr(text, PANEL))) {
      for (let level = 0; level < 4; level++) {
        const some = codewords.slice(0, dataCodewords(version, level));
        for (const mask of MASKS) {
          const wanted = modulesOf(theirs(version, level, some, mask));
          const symbol = { version, level, mask, codewords: some };
          expect(symbolModules(symbol).join('')).toBe(wanted);
          expect(moduleText(symbolBits(assets, symbol)!, version)).toBe(wanted);
          expect(wanted).toHaveLength(sideModules(version) ** 2);
        }
      }
    }
  });
});
