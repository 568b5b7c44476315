import { expect, test } from 'vitest';
import { NODEMCU_SHARE, luaFigures } from '../../tools/build/lua/figures';
import { need } from '../support/need';

need('lua5.3', 'the work of a box on NodeMCU', () => {
  test('costs a countable number of instructions, and little memory', { timeout: 120_000 }, () => {
    const figures = luaFigures(process.cwd())!;
    for (const { about, instructions, peakKb64 } of figures) {
      console.log(`${about}: ${instructions} instructions, ${(peakKb64 * NODEMCU_SHARE).toFixed(1)} kB at most`);
    }
    const [qr, paidInLua, paid, announcement] = figures;
    expect(qr!.instructions).toBeGreaterThan(100_000);
    expect(qr!.instructions).toBeLessThan(1_000_000);
    expect(paidInLua!.instructions).toBeGreaterThan(paid!.instructions);
    expect(paidInLua!.instructions).toBeLessThan(100_000);
    expect(paid!.instructions).toBeLessThan(20_000);
    expect(announcement!.instructions).toBeLessThan(1_000_000);
    for (const { peakKb64 } of figures) expect(peakKb64 * NODEMCU_SHARE).toBeLessThan(60);
  });
});
