import { readFileSync, readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { boards } from '../../../../boards/registry';
import { wiresOf } from '../../../../tools/build/wiring';
import { layoutOf } from '../../../../tools/boards/layout';
import { pictureOf } from '../../../../tools/boards/picture';
import { readmeFiles } from '../../../../tools/boards/readme';
import { sheetOf } from '../../../../tools/boards/sheet';
import { listRow, sheetText } from '../../../../tools/boards/text';

const root = process.cwd();
const ids = Object.keys(boards);

describe.each(ids)('the sheet of %s', (id) => {
  const sheet = sheetOf(root, id);
  const wires = wiresOf(boards[id]!);

  test('tells the field tech every wire once, with the GPIO of the board', () => {
    const text = sheetText(sheet);
    for (const { gpio } of wires) expect(text.match(new RegExp(`GPIO ${gpio}$`, 'gm'))).toHaveLength(1);
    expect(sheet.parts.flatMap((part) => part.wires)).toHaveLength(wires.length);
  });

  test('gives every part that is soldered its ground, or lets its pins do', () => {
    for (const { driver, wires: own, rails } of sheet.parts) {
      const grounded = rails.some(([, rail]) => rail === 'GND') || driver === 'keypad';
      expect(own.length === 0 || grounded, driver).toBe(true);
    }
  });

  test('has a picture in which every wire ends at the pin of its GPIO and at its part', () => {
    const { wires: drawn, pins, parts, widthPx, heightPx } = layoutOf(sheet);
    expect(drawn).toHaveLength(wires.length);
    const rows = parts.flatMap((part) => part.rows);
    drawn.forEach((points, index) => {
      const from = pins.find(({ x, y }) => x === points[0]!.x && y === points[0]!.y);
      expect(from?.gpio).toBe(rows[index]!.gpio);
      expect(points.at(-1)).toEqual({ x: rows[index]!.x, y: rows[index]!.y });
      for (const { x, y } of points) expect(x > 0 && x < widthPx && y > 0 && y < heightPx).toBe(true);
    });
  });

  test('has a picture in which no two wires run in one lane, and no parts lie on each other', () => {
    const { wires: drawn, parts } = layoutOf(sheet);
    const upright = drawn.flatMap((points) => [...new Set(points.slice(1, -1).map(({ x }) => x))]);
    expect(new Set(upright).size).toBe(upright.length);
    for (const side of ['left', 'right']) {
      const column = parts.filter((part) => part.side === side);
      column.slice(1).forEach((part, i) => expect(part.y).toBeGreaterThan(column[i]!.y + column[i]!.heightPx));
    }
  });
});

test('the page and the pictures of all boards are as `ghanti board readme` makes them', () => {
  const files = readmeFiles(root);
  for (const [path, made] of Object.entries(files)) expect(readFileSync(path, 'utf8'), path).toBe(made);
  expect(readdirSync('boards/pictures').sort()).toEqual(ids.map((id) => `${id}.svg`).sort());
});

test('a scanner on the connector of a Cheap Yellow Display is wired crosswise', () => {
  const cyd = boards['esp32-cyd']!;
  const scanner = { driver: 'gm65', bus: { is: 'uart', baud: 9600, pins: { TX: 22, RX: 27 } } } as const;
  boards['cyd-with-scanner'] = { ...cyd, inputs: [scanner] };
  const sheet = sheetOf(root, 'cyd-with-scanner');
  delete boards['cyd-with-scanner'];
  expect(sheet.parts.at(-1)!.wires.map(({ pin, gpio }) => `${pin} ${gpio}`)).toEqual(['RX 22', 'TX 27']);
  expect(pictureOf(sheet)).toContain('2D scanner, GM65');
});

test('a board that is not there is refused with the boards that are', () => {
  expect(() => sheetOf(root, 'toaster')).toThrow(/no board "toaster". Boards: esp32-cyd/);
});

test('the list says on which panel a payment QR has how large modules', () => {
  expect(listRow(sheetOf(root, 'esp32-epaper-154'))).toEqual([
    'esp32-epaper-154',
    'Espruino ESP32',
    '200x200 e-paper',
    '3 px, 0.414 mm',
    'en, ne',
  ]);
});
