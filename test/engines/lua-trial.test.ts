import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { luaTrial } from '../../tools/build/lua/trial';
import type { TrialStep } from '../../tools/build/lua/trial';
import { buildImage } from '../../tools/build/image';
import { need } from '../support/need';

const LIMIT_MS = 240_000;
interface Machine {
  need: 'lua5.3' | 'NODEMCU_LUA';
  run: string[];
  /** With numbers and pointers of 64 bits what was measured, and a little room; with NodeMCU's own of 32 the budget. */
  residentKb: number;
  peakKb: number;
}
const machines: Machine[] = [
  { need: 'lua5.3', run: ['lua5.3'], residentKb: 62, peakKb: 150 },
  { need: 'NODEMCU_LUA', run: [process.env['NODEMCU_LUA'] ?? '', '-e'], residentKb: 40, peakKb: 95 },
];

let folder = '';
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ghanti-trial-image-'));
  await buildImage('nodemcu-esp32-st7789', folder);
}, LIMIT_MS);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe.each(machines)('the program of nodemcu-esp32-st7789 in $need', (machine) => {
  need(machine.need, 'a day at the counter', () => {
    let steps: TrialStep[] = [];
    const of = (about: RegExp): TrialStep => steps.find((step) => about.test(step.about))!;
    beforeAll(() => {
      steps = luaTrial(process.cwd(), folder, machine.run);
      for (const { about, instructions, peakKb, residentKb, loads } of steps)
        console.log(
          `${about}: ${instructions} instructions, ${peakKb} kB at most, ${residentKb} kB after; ${loads.join(' ')}`,
        );
    }, LIMIT_MS);

    test('keeps no more than it may', () => {
      const residentKb = Math.max(...steps.map((step) => step.residentKb));
      expect(residentKb).toBeLessThan(machine.residentKb);
      expect(Math.max(...steps.map(({ peakKb }) => peakKb))).toBeLessThan(machine.peakKb);
    });

    test('reads the parts that it needs, compiled, and no others', () => {
      expect(of(/QR/).loads).not.toContain('journal.lua');
      expect(of(/QR/).loads.slice(0, 5)).toEqual(['box.lc', 'wire.lc', 'update.lc', 'screens.lc', 'qr.lc']);
      expect(of(/paid/).loads).toContain('sound.lc');
      expect(of(/idle/).loads.sort()).toEqual(['box.lc', 'link.lc', 'update.lc']);
    });

    test('does next to nothing in a second in which nothing happens', () => {
      expect(of(/idle/).instructions).toBeLessThan(20 * 1000);
    });
  });
});
