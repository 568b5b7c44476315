import { describe, expect, test } from 'vitest';
import { dataCodewords, sideModules } from '../../../bridge/gateway/qr/capacity';
import { planQr } from '../../../bridge/gateway/qr/plan';

const VERSIONS = Array.from({ length: 40 }, (_none, i) => i + 1);

/** The square that a panel leaves for a QR: what the panels of the boards to come have. */
const PANELS = {
  'e-ink 2.13" 250x122': 122,
  'e-ink 1.54" 200x200': 200,
  'e-ink 2.9" 296x128': 128,
  'LCD 1.3" 240x240': 240,
  'LCD 1.54" 240x240': 240,
  'LCD 2.4" 240x320': 240,
  'e-ink 4.2" 400x300': 300,
};

const field = (id: string, value: string): string => `${id}${String(value.length).padStart(2, '0')}${value}`;
const shop = field('59', 'DEMO KIRANA PASAL') + field('60', 'KATHMANDU');
const nepal = (template: string, amount: string, more: string): string =>
  `0002010102${amount === '' ? '11' : '12'}${template}${field('52', '5411')}${field('53', '524')}${amount}${field('58', 'NP')}${shop}${more}6304A13A`;
const cambodia = (template: string, more: string): string =>
  `000201010212${template}${field('52', '5999')}${field('53', '116')}${field('54', '50000')}${field('58', 'KH')}${shop}${more}6304A13A`;
const fonepay = field('26', field('00', 'fonepay.com') + field('01', '2222070012345678') + field('02', '123456'));
const nepalpay = field(
  '29',
  field('00', 'NCHL') + field('01', '00009901') + field('02', 'TESTSHP00000001') + field('03', '1234567890123456'),
);
const till = field('62', field('01', '20261121000001') + field('03', 'STORE 000001') + field('07', 'TERMINAL 0001'));
const expiry = field('99', field('00', '1763712000000') + field('01', '1763712300000'));

/** Synthetic, in the structure of the schemes' samples: static and dynamic. */
const TEXTS = {
  'fonepay, static': nepal(fonepay, '', ''),
  'fonepay, dynamic': nepal(fonepay, field('54', '1250.50'), till),
  'NEPALPAY, static': nepal(nepalpay, '', field('62', field('07', 'TERMINAL 0001'))),
  'NEPALPAY, dynamic': nepal(nepalpay, field('54', '1250.50'), till),
  'KHQR, person': cambodia(
    field('29', field('00', 'demo_shop@devb')),
    field('62', field('01', 'INV-2026112100')) + expiry,
  ),
  'KHQR, merchant': cambodia(
    field('30', field('00', 'demo_shop@devb') + field('01', '123456789') + field('02', 'Dev Bank')),
    till + expiry,
  ),
  'a reference of digits': nepal(fonepay, field('54', '100.00'), field('62', field('05', '1'.repeat(60)))),
};

/** One byte segment at level M on any version, as boxes commonly do it. */
function plainPx(text: string, areaPx: number): number {
  const version = VERSIONS.find((v) => dataCodewords(v, 1) * 8 >= 4 + (v <= 9 ? 8 : 16) + text.length * 8)!;
  return Math.floor(areaPx / (sideModules(version) + 4));
}

describe('a payment QR on seven panels', () => {
  const gains = Object.entries(PANELS).flatMap(([panel, areaPx]) =>
    Object.entries(TEXTS).map(([name, text]) => {
      const planned = planQr(text, { areaPx, versions: VERSIONS, masks: [0] });
      return { where: `${name} on ${panel}`, gain: planned.modulePx / plainPx(text, areaPx) };
    }),
  );

  test('never has smaller modules than one byte segment at level M', () => {
    for (const { where, gain } of gains) expect(gain, where).toBeGreaterThanOrEqual(1);
  });

  test('has modules a quarter larger on average', () => {
    expect(gains.reduce((sum, { gain }) => sum + gain, 0) / gains.length).toBeGreaterThanOrEqual(1.25);
  });
});
