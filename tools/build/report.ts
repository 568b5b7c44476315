import type { Report } from './image';

const MODULES_SHOWN = 12;
const PERCENT = 100;
/** NodeMCU's own machine, built for 32 bits, holds 139.9 kB for a program that is 72.5 kB as a file. */
const LOADED_SHARE = 1.93;

/** The size report for a person: the program against its budget, each file, the largest source files. */
export function reportText(report: Report, folder: string): string {
  const { image, budgetBytes, modules, weight } = report;
  const program = image.files[0]!;
  const used = Math.round((program.bytes * PERCENT) / budgetBytes);
  const total = image.files.reduce((sum, file) => sum + file.bytes, 0);
  return [
    `${image.board} ${image.version} -> ${folder}`,
    `program ${kilo(program.bytes)} of ${kilo(budgetBytes)} (${used} %)`,
    ...(weight === undefined
      ? []
      : [
          `compiled ${kilo(weight.strippedBytes)} (${weight.instructions} instructions in ${weight.functions} functions); in RAM, without LFS, about ${kilo(weight.strippedBytes * LOADED_SHARE)}`,
        ]),
    '',
    ...image.files.map((file) => `${kilo(file.bytes)}  ${file.name}`),
    `${kilo(total)}  in all`,
    '',
    'Largest source files in the program:',
    ...modules.slice(0, MODULES_SHOWN).map((module) => `${kilo(module.bytes)}  ${module.path}`),
  ].join('\n');
}

function kilo(bytes: number): string {
  return `${(bytes / 1024).toFixed(1).padStart(7)} kB`;
}
