import { describe, expect, test } from 'vitest';
import { switches } from '../../../bridge/switches/registry';
import { createCases, paymentCases, qrCases, runCases } from './kit';
import { pushCases, restartCases, roadCases } from './kit-roads';
import { drivers } from './registry';

describe('the contract of switches', () => {
  test('is kept by every switch of the bridge', () => {
    expect(Object.keys(drivers).sort()).toEqual(Object.keys(switches).sort());
  });
});

for (const [id, driver] of Object.entries(drivers)) {
  const all = { ...paymentCases, ...qrCases, ...createCases, ...roadCases, ...restartCases, ...pushCases };
  test(`${id} names only cases that exist among those it cannot show`, () => {
    expect(Object.keys(driver.cannot).filter((name) => !(name in all))).toEqual([]);
  });
  runCases(`${id}: payments`, driver, paymentCases);
  runCases(`${id}: QRs that must not be shown`, driver, qrCases);
  runCases(`${id}: making a QR`, driver, createCases);
  runCases(`${id}: bad roads`, driver, roadCases);
  runCases(`${id}: restarts`, driver, restartCases);
  runCases(`${id}: notifications`, driver, pushCases);
}
