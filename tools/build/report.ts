import type { Figure, Figures } from './figures';
import { LUA_STRIPPED_LIMIT_BYTES } from './image';
import type { Report } from './image';

const MODULES_SHOWN = 12;
const PERCENT = 100;
const AMOUNT_WIDTH = 24;

/** The size report for a person: the program against its budget, each file, the largest source files. */
export function reportText(report: Report, folder: string): string {
  const { image, programBytes, budgetBytes, modules, lua } = report;
  const used = Math.round((programBytes * PERCENT) / budgetBytes);
  const total = image.files.reduce((sum, file) => sum + file.bytes, 0);
  return [
    `${image.board} ${image.version} -> ${folder}`,
    `program ${kilo(programBytes)} of ${kilo(budgetBytes)} (${used} %)`,
    ...(lua === undefined ? [] : [residentLine(lua)]),
    '',
    ...image.files.map((file) => `${kilo(file.bytes)}  ${file.name}${compiledOf(file.name, lua)}`),
    `${kilo(total)}  in all`,
    '',
    'Largest source files in the program:',
    ...modules.slice(0, MODULES_SHOWN).map((module) => `${kilo(module.bytes)}  ${module.path}`),
  ].join('\n');
}

function residentLine(lua: NonNullable<Report['lua']>): string {
  const { name, weight } = lua[1]!;
  return `compiled${kilo(weight.strippedBytes)} of ${kilo(LUA_STRIPPED_LIMIT_BYTES)} stay in memory (${name}); the other parts come and go`;
}

function compiledOf(name: string, lua: Report['lua']): string {
  const weight = lua?.find((file) => file.name === name)?.weight;
  if (weight === undefined) return '';
  return `, compiled ${kilo(weight.strippedBytes).trim()} (${weight.instructions} instructions in ${weight.functions} functions)`;
}

function kilo(bytes: number): string {
  return `${(bytes / 1024).toFixed(1).padStart(7)} kB`;
}

/** The figures for a person, a budget that is missed in so many words. */
export function figuresText({ measured, unmeasured }: Figures): string {
  return [
    'Measured:',
    ...measured.map((figure) => `${amount(figure)}  ${figure.what}${budgetText(figure)}${byText(figure)}`),
    ...(unmeasured.length === 0 ? [] : ['', 'Not measured:']),
    ...unmeasured.map(({ what, enable }) => `  ${what}: ${enable}`),
  ].join('\n');
}

function amount({ value, unit }: Figure): string {
  const text = unit === 'bytes' ? kilo(value).trim() : `${value.toLocaleString('en')} ${unit}`;
  return text.padStart(AMOUNT_WIDTH);
}

function budgetText({ value, budget, unit }: Figure): string {
  if (budget === undefined) return '';
  const limit = unit === 'bytes' ? kilo(budget).trim() : budget.toLocaleString('en');
  const used = `${Math.round((value * PERCENT) / budget)} % of ${limit}`;
  return value > budget ? `: BUDGET MISSED, ${used}` : `, ${used}`;
}

function byText({ by }: Figure): string {
  return by === undefined ? '' : ` (${by})`;
}
