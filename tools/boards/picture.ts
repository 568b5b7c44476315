import { PART_PX, layoutOf } from './layout';
import type { Layout, PartSpot } from './layout';
import type { Sheet } from './sheet';
import { box, dot, svg, text, wire } from './svg';

const INSET_PX = 14;
/** Told apart by most eyes, also by those that see no red or no green: neighbours differ in lightness. */
const COLOURS = [
  '#0b6e99',
  '#e08a00',
  '#6a3d9a',
  '#2a9d4a',
  '#c2185b',
  '#795548',
  '#00acc1',
  '#9e9d24',
  '#37474f',
  '#ef6c57',
  '#5c6bc0',
  '#1b5e20',
  '#b39ddb',
  '#827717',
];
const RAILS = { '3V3': '#c62828', '5V': '#c62828', GND: '#000000' };
const QUIET = '#b8c4cc';

/** The wiring picture of a board: the module from above, its parts, a coloured wire for each signal. */
export function pictureOf(sheet: Sheet): string {
  const layout = layoutOf(sheet);
  const rows = layout.parts.flatMap((part) => part.rows);
  const colourOf = (index: number): string => COLOURS[index % COLOURS.length]!;
  const colours = new Map(rows.map(({ gpio }, index) => [gpio, colourOf(index)]));
  return svg(layout.widthPx, layout.heightPx, `${sheet.title}: wiring`, [
    text({ x: 24, y: 24 }, sheet.title, { size: 17, bold: true }),
    text({ x: 24, y: 46 }, `${sheet.id}: ${sheet.engine}, build ${sheet.runtime}`, { fill: '#5b6b77' }),
    ...moduleShapes(layout, colours),
    ...layout.parts.flatMap(partShapes),
    ...layout.wires.map((points, index) => wire(points, colourOf(index))),
    ...layout.wires.flatMap((points, index) => [points[0]!, points.at(-1)!].map((end) => dot(end, colourOf(index)))),
  ]);
}

function moduleShapes({ module, pins, builtIn }: Layout, colours: Map<number, string>): string[] {
  const middle = module.x + module.widthPx / 2;
  const words = { fill: '#ffffff', anchor: 'middle' } as const;
  return [
    box({ x: module.x, y: module.y }, module.widthPx, module.heightPx, '#22404f', '#22404f'),
    text({ x: middle, y: module.y + 18 }, module.name, { ...words, bold: true, size: 15 }),
    ...builtIn.flatMap(({ name, driver }, index) => {
      const at = { x: module.x + INSET_PX, y: module.y + 52 + index * 36 };
      return [
        text(at, `${name}, built in`, { fill: '#ffffff' }),
        text({ x: at.x, y: at.y + 16 }, driver, { size: 11, fill: QUIET }),
      ];
    }),
    ...pins.flatMap(({ label, gpio, side, x, y }) => {
      const wired = gpio !== undefined && colours.has(gpio);
      const at = { x: side === 'left' ? x + INSET_PX : x - INSET_PX, y };
      const anchor = side === 'left' ? 'start' : 'end';
      return [
        dot({ x, y }, QUIET),
        text(at, label, { anchor, fill: wired ? '#ffffff' : '#8fa3ae', bold: wired, size: 12 }),
      ];
    }),
    text({ x: middle, y: module.y + module.heightPx - 10 }, 'USB', { ...words, size: 11, fill: QUIET }),
  ];
}

function partShapes({ part, side, x, y, heightPx, rows, railsY, notes }: PartSpot): string[] {
  const signal = (at: number): { x: number; anchor: 'start' | 'end' } =>
    side === 'left' ? { x: at - INSET_PX, anchor: 'end' } : { x: at + INSET_PX, anchor: 'start' };
  return [
    box({ x, y }, PART_PX, heightPx, '#f3f6f8', '#8fa3ae'),
    text({ x: x + INSET_PX, y: y + 18 }, part.name, { bold: true }),
    ...rows.map((row) => {
      const { x: at, anchor } = signal(row.x);
      return text({ x: at, y: row.y }, `${row.pin} - GPIO ${row.gpio}`, { anchor });
    }),
    ...railTexts(part.rails, x + INSET_PX, railsY),
    ...notes.map((note) => text({ x: x + INSET_PX, y: note.y }, note.line, { size: 11, fill: '#5b6b77' })),
  ];
}

function railTexts(rails: PartSpot['part']['rails'], x: number, y: number): string[] {
  const columnPx = (PART_PX - 2 * INSET_PX) / 2;
  return rails.flatMap(([pin, rail], index) => {
    const at = { x: x + index * columnPx, y };
    return [
      dot({ x: at.x + 4, y }, RAILS[rail]),
      text({ x: at.x + INSET_PX, y }, `${pin} to ${rail}`, { size: 12, fill: RAILS[rail] }),
    ];
  });
}
