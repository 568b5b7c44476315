// A board's sheet for a person: on the console and in boards/README.md.
import type { Sheet } from './sheet';

/** All about one board, in lines. */
export function sheetText(sheet: Sheet): string {
  const width = Math.max(...factsOf(sheet).map(([name]) => name.length)) + 2;
  const facts = factsOf(sheet).map(([name, value]) => `${name.padEnd(width)}${value}`);
  const mind = minds(sheet);
  const head = `${sheet.id}: ${sheet.title}`;
  return [head, '', ...facts, '', ...columns(wiringOf(sheet)), ...(mind.length > 0 ? ['', ...mind] : [])].join('\n');
}

/** Rows of cells as lines in which columns stand below each other. */
export function columns(rows: string[][]): string[] {
  const widths = rows[0]!.map((_cell, column) => Math.max(...rows.map((row) => row[column]!.length)) + 2);
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column]!))
      .join('')
      .trimEnd(),
  );
}

/** One line of a list of boards. */
export function listRow({ id, engine, runtime, panel, qr, languages }: Sheet): string[] {
  const glass = `${panel.widthPx}x${panel.heightPx} ${panel.slow ? 'e-paper' : panel.colour ? 'LCD' : 'OLED'}`;
  const shown = qr === undefined ? 'none' : `${qr.modulePx} px, ${millimetres(qr.moduleMm)}`;
  return [id, `${engineName(engine)} ${runtime}`, glass, shown, languages.join(', ')];
}

/** What the columns of listRow say. */
export const LIST_HEAD = ['board', 'engine and build', 'panel', 'module of a payment QR', 'languages'];

/** The facts of a board, name and value. */
export function factsOf(sheet: Sheet): [string, string][] {
  const { panel, qr, flash } = sheet;
  const glass = panel.slow ? 'e-paper' : panel.colour ? 'colour' : 'one colour';
  return [
    ['engine', engineText(sheet)],
    ['module', sheet.module],
    ['panel', `${panel.widthPx}x${panel.heightPx} px, ${millimetres(panel.pitchMm)} a pixel, ${glass}`],
    [
      'QR',
      qr === undefined
        ? 'none: states and amounts only'
        : `square of ${qr.areaPx} px, versions ${qr.versions.join(', ')}; 180 characters take version ${qr.version}, ${qr.modulePx} px (${millimetres(qr.moduleMm)}) a module`,
    ],
    ['languages', sheet.languages.join(', ')],
    [
      'flash',
      `${kilo(flash.filesBytes)} of files beside the program, ${kilo(flash.journalBytes)} kept for the journal` +
        (flash.storageBytes === undefined ? '' : `, of ${kilo(flash.storageBytes)}`),
    ],
  ];
}

/** The wiring table, its head first; built-in parts have a row without pins. */
export function wiringOf({ parts }: Sheet): string[][] {
  return [
    ['part', 'driver', 'pin of the part', 'goes to'],
    ...parts.flatMap(({ name, driver, wires, rails }) =>
      wires.length === 0
        ? [[name, driver, '', 'built in']]
        : [
            ...wires.map(({ pin, gpio }) => [name, driver, pin, `GPIO ${gpio}`]),
            ...rails.map(([pin, rail]) => [name, driver, pin, rail]),
          ],
    ),
  ];
}

/** What is easily done wrong, a line a part. */
export function minds({ parts }: Sheet): string[] {
  return parts.flatMap(({ name, mind }) => (mind === undefined ? [] : [`${name}: ${mind}`]));
}

function engineText({ engine, runtime, engineModules }: Sheet): string {
  const modules = engineModules.length === 0 ? '' : `, with the modules ${engineModules.join(', ')}`;
  return `${engineName(engine)}, build ${runtime}${modules}`;
}

function engineName(engine: Sheet['engine']): string {
  return engine === 'espruino' ? 'Espruino' : 'NodeMCU (Lua 5.3)';
}

function millimetres(value: number): string {
  return `${value.toFixed(3)} mm`;
}

function kilo(bytes: number): string {
  return `${Math.ceil(bytes / 1024)} kB`;
}
