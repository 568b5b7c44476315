import { describe, expect, test } from 'vitest';
import { ssd1306 } from '../../../../../tools/simulator/chips/ssd1306';
import { row } from '../../../../support/panel-wires';

/** A lit, upright, dark panel; `commands` go with D/C low, `data` with D/C high. */
function bench() {
  const panel = ssd1306();
  const write = (isData: boolean, bytes: number[]): void => {
    panel.select(true);
    panel.dc(isData);
    panel.bytes(Uint8Array.from(bytes));
    panel.select(false);
  };
  const commands = (...bytes: number[]): void => write(false, bytes);
  const data = (...bytes: number[]): void => write(true, bytes);
  panel.reset(true);
  panel.tick(1);
  panel.reset(false);
  commands(0xa8, 0x3f, 0xd3, 0, 0x40, 0xa1, 0xc8, 0xda, 0x12, 0x81, 0x7f, 0xa4, 0xa6, 0xd5, 0x80, 0x8d, 0x14, 0xaf);
  commands(0x20, 0);
  data(...new Array<number>(1024).fill(0));
  return { panel, commands, data };
}

/** Here lit is what row() draws as a point. */
const lit = (text: string): string => text.replaceAll('.', '@').replaceAll('#', ' ').trimEnd();

describe('the SSD1306 panel', () => {
  test('shows a byte as eight pixels of a column, the lowest bit on top', () => {
    const { panel, data } = bench();
    expect([panel.widthPx, panel.heightPx]).toEqual([128, 64]);
    data(0x01, 0x80);
    expect(lit(row(panel, 0))).toBe('@');
    expect(lit(row(panel, 7))).toBe(' @');
    expect(panel.faults).toEqual([]);
  });

  test('fills a window row by row, and starts over at its end', () => {
    const { panel, commands, data } = bench();
    commands(0x21, 4, 5, 0x22, 2, 3);
    data(1, 0, 0, 1, 0, 1);
    expect(lit(row(panel, 16))).toBe('     @');
    expect(lit(row(panel, 24))).toBe('     @');
    commands(0x20, 1, 0x21, 0, 127, 0x22, 0, 7);
    data(1, 1);
    expect(lit(row(panel, 8))).toBe('@');
    commands(0x20, 2, 0xb4, 0x03, 0x17);
    data(1);
    expect(lit(row(panel, 32))).toBe(' '.repeat(0x73) + '@');
    expect(panel.faults).toEqual([]);
  });

  test('stands on its head without the remaps, and is inverse when it is told so', () => {
    const { panel, commands, data } = bench();
    data(0x01);
    commands(0xa0, 0xc0);
    // A0h turns what is written from then on, C0h what is shown.
    expect(lit(row(panel, 63))).toBe('@');
    commands(0x21, 0, 127, 0x22, 0, 7);
    data(0x01);
    expect(lit(row(panel, 63))).toBe('@' + ' '.repeat(126) + '@');
    commands(0xa7);
    expect(lit(row(panel, 63))).toBe(' ' + '@'.repeat(126));
    commands(0xa6, 0xa5);
    expect(lit(row(panel, 30))).toBe('@'.repeat(128));
  });

  test('is dark when it is off, without its charge pump, and after a reset', () => {
    const { panel, commands } = bench();
    commands(0xa5, 0xae);
    expect(lit(row(panel, 0))).toBe('');
    commands(0xaf, 0x8d, 0x10);
    expect(lit(row(panel, 0))).toBe('');
    commands(0x8d, 0x14);
    expect(lit(row(panel, 0))).toBe('@'.repeat(128));
    panel.reset(true);
    panel.tick(2);
    panel.reset(false);
    expect(lit(row(panel, 0))).toBe('');
  });

  test('scrolls by its start line', () => {
    const { panel, commands, data } = bench();
    data(0x04);
    commands(0x42);
    expect(lit(row(panel, 0))).toBe('@');
  });

  test('refuses what the datasheet forbids', () => {
    const { panel, commands, data } = bench();
    commands(0x20, 3);
    commands(0x03);
    commands(0x21, 9, 8);
    commands(0x22, 0, 8);
    commands(0xa8, 3);
    commands(0xda, 0x02);
    commands(0xd3, 4);
    commands(0xd0);
    commands(0x81);
    data(0x7f);
    panel.reset(true);
    commands(0xaf);
    panel.reset(false);
    commands(0x21, 0, 127);
    expect(panel.faults).toEqual([
      '20h: addressing mode 3 is invalid',
      '03h is for page addressing alone (10.1.1)',
      '21h: 9 to 8 is not a range of 0 to 127',
      '22h: 0 to 8 is not a range of 0 to 7',
      'A8h: 0 to 14 are invalid',
      'DAh: the module has alternative COM pins, not remapped (12h)',
      'D3h: an offset is not modelled',
      "command D0h is not one of this chip's, or not modelled",
      'the data of command 81h came with D/C high',
      'bytes came while RES# is low',
      'the pulse on RES# is too short',
      '21h is not for page addressing (10.1.4)',
    ]);
  });
});
