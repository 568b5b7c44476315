import { describe, expect, test } from 'vitest';
import { panelsForQr } from '../../../tools/qr/panels';
import { payloadKinds } from '../../../tools/qr/payloads';
import { measureRow, shotsOf } from '../../../tools/qr/table';
import type { QrRow } from '../../../tools/qr/table';

const table = (trials: number, panels = panelsForQr, payloads = Object.entries(payloadKinds)): Promise<QrRow[]> =>
  Promise.all(panels.flatMap((panel) => payloads.map(([name, text]) => measureRow(panel, name, text, trials))));

describe('a payment QR on seven panels, beside one byte segment at level M', () => {
  test('never has smaller modules', async () => {
    for (const { panel, payload, ours, plain } of await table(0))
      expect(ours.modulePx, `${payload} on ${panel}`).toBeGreaterThanOrEqual(plain.modulePx);
  });

  test('has modules a quarter larger on average', async () => {
    const gains = (await table(0)).map(({ ours, plain }) => ours.modulePx / plain.modulePx);
    expect(gains.reduce((sum, gain) => sum + gain, 0) / gains.length).toBeGreaterThanOrEqual(1.25);
  });
});

describe('a phone before a panel of 200x200', () => {
  const panel = panelsForQr.filter(({ areaPx }) => areaPx === 200);

  test('reads ours in at least 1.3 times as many pictures', { timeout: 120_000 }, async () => {
    const rows = await table(1, panel);
    const read = (which: 'ours' | 'plain'): number => rows.reduce((sum, row) => sum + row[which].read!, 0);
    expect(read('plain')).toBeGreaterThan((rows.length * shotsOf(1)) / 3);
    expect(read('ours') / read('plain')).toBeGreaterThanOrEqual(1.3);
  });
});
