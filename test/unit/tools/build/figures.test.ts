import { describe, expect, test } from 'vitest';
import { figuresOf } from '../../../../tools/build/figures';
import type { Report } from '../../../../tools/build/image';
import { figuresText } from '../../../../tools/build/report';

const report = (programBytes: number): Report => ({
  image: {
    board: 'esp32-cyd',
    engine: 'espruino',
    languages: ['en', 'ne'],
    version: '0',
    files: [
      { name: '.bootcde', path: 'app.js', bytes: programBytes },
      { name: 'voice-en', path: 'voice-en.pak', bytes: 300 * 1024 },
      { name: 'voice-ne', path: 'voice-ne.pak', bytes: 200 * 1024 },
    ],
  },
  programBytes,
  budgetBytes: 40 * 1024,
  modules: [],
});

describe('the report of an image', () => {
  test('puts the program, the voices and all files beside what is allowed', async () => {
    const { measured } = await figuresOf('.', report(20 * 1024), 'nowhere');
    expect(measured).toEqual([
      { what: 'program', value: 20_480, unit: 'bytes', budget: 40_960 },
      { what: 'voice packs', value: 512_000, unit: 'bytes', budget: 655_360 },
      // 224 pages of 4 kB, two journals of 8 kB and five turns of them kept free.
      { what: 'all files', value: 532_480, unit: 'bytes', budget: 224 * 4096 - 57_344 },
    ]);
  });

  test('names what was not measured, with the command that would', async () => {
    const figures = await figuresOf('.', report(20 * 1024), 'nowhere');
    expect(figures.unmeasured.map(({ what }) => what)).toEqual([
      'resident',
      'QR of version 10-M, codewords to framebuffer',
      'paid, MAC checked and decoded',
      'announcement, pack opened and clips found',
    ]);
    expect(figuresText(figures)).toContain(
      'Not measured:\n  resident: ESPRUINO_BIN=<an Espruino 2v29 for Linux> ghanti build esp32-cyd --report',
    );
  });

  test('says in so many words that a budget is missed', async () => {
    const text = figuresText(await figuresOf('.', report(50 * 1024), 'nowhere'));
    expect(text).toContain('50.0 kB  program: BUDGET MISSED, 125 % of 40.0 kB');
    expect(text).toContain('500.0 kB  voice packs, 78 % of 640.0 kB');
  });
});
