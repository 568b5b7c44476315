// What an image costs, each figure beside its budget, and what could not be measured here with the command that would.
import { accessSync, constants } from 'node:fs';
import { basename, delimiter, join } from 'node:path';
import { boards } from '../../boards/registry';
import { LUA_STRIPPED_LIMIT_BYTES } from './image';
import type { Report } from './image';
import { runtimes } from './runtimes';

export interface Figure {
  what: string;
  value: number;
  unit: 'bytes' | 'variables' | 'instructions';
  budget?: number;
  /** What it was measured in; nothing where it was counted in the image itself. */
  by?: string;
}

export interface Unmeasured {
  what: string;
  /** The command, or what it needs. */
  enable: string;
}

export interface Figures {
  measured: Figure[];
  unmeasured: Unmeasured[];
}

/** design budgets, section 9. */
const RESIDENT_BUDGET = 2000;
const LUA_RESIDENT_BUDGET = 40 * 1024;

/** Real engines on this machine: an Espruino for Linux, and NodeMCU's Lua 5.3 for 32 bits. */
interface Engines {
  espruino?: string;
  nodemcu?: string;
}

/** All figures of an image that lies in `folder`. */
export async function figuresOf(root: string, report: Report, folder: string, engines: Engines = {}): Promise<Figures> {
  const own = sizeFigures(report);
  const rest =
    report.image.engine === 'espruino'
      ? await espruinoFigures(root, report, folder, engines.espruino)
      : await luaFiguresOf(root, report, folder, engines.nodemcu);
  return { measured: [...own, ...rest.measured], unmeasured: rest.unmeasured };
}

function sizeFigures({ image, programBytes, budgetBytes, lua = [] }: Report): Figure[] {
  const board = boards[image.board]!;
  const bytes = (files: Report['image']['files']): number => files.reduce((sum, file) => sum + file.bytes, 0);
  const voices = image.files.filter(({ name }) => name.startsWith('voice-'));
  const { storageBytes, keptFreeBytes } = runtimes[board.runtime]!;
  return [
    { what: 'program', value: programBytes, unit: 'bytes', budget: budgetBytes },
    ...(board.audio.pack === undefined
      ? []
      : [{ what: 'voice packs', value: bytes(voices), unit: 'bytes' as const, budget: board.audio.pack.limitBytes }]),
    {
      what: lua.length > 0 ? 'all files, and the program compiled on the box' : 'all files',
      value: bytes(image.files) + lua.reduce((sum, { weight }) => sum + weight.strippedBytes, 0),
      unit: 'bytes',
      ...(storageBytes === undefined ? {} : { budget: storageBytes - keptFreeBytes }),
    },
  ];
}

async function espruinoFigures(root: string, report: Report, folder: string, espruino?: string): Promise<Figures> {
  const { BOX_WORK, QR_BUDGET, boxInstructions } = await import('../bench/box-work');
  const { residentIn } = await import('../bench/resident');
  const again = `ghanti build ${report.image.board} --report`;
  const works = Object.entries(BOX_WORK) as [keyof typeof BOX_WORK, string][];
  if (espruino === undefined) {
    const enable = `ESPRUINO_BIN=<an Espruino 2v29 for Linux> ${again}`;
    return { measured: [], unmeasured: ['resident', ...Object.values(BOX_WORK)].map((what) => ({ what, enable })) };
  }
  let by = basename(espruino);
  const measured: Figure[] = [];
  // A computer's Espruino makes variables as it needs them; the budget is for chips.
  if (runtimes[boards[report.image.board]!.runtime]?.chip !== undefined) {
    const resident = await residentIn(espruino, report.image, folder);
    by = `${by}, pool of ${resident.poolVariables}`;
    measured.push({ what: 'resident', value: resident.variables, unit: 'variables', budget: RESIDENT_BUDGET, by });
  }
  if (!isOnPath('valgrind')) {
    const enable = `apt-get install -y valgrind; ${again}`;
    return { measured, unmeasured: works.map(([, what]) => ({ what, enable })) };
  }
  for (const [work, what] of works) {
    const value = await boxInstructions(root, espruino, work);
    measured.push({ what, value, unit: 'instructions', ...(work === 'qr' ? { budget: QR_BUDGET } : {}), by });
  }
  return { measured, unmeasured: [] };
}

async function luaFiguresOf(root: string, { image, lua }: Report, folder: string, nodemcu?: string): Promise<Figures> {
  const { NODEMCU_SHARE, luaFigures } = await import('./lua/figures');
  // The second file is all that stays in memory.
  const compiled = lua![1]!.weight.strippedBytes;
  const measured: Figure[] = [
    { what: 'what stays in memory, compiled', value: compiled, unit: 'bytes', budget: LUA_STRIPPED_LIMIT_BYTES },
  ];
  const again = `ghanti build ${image.board} --report`;
  const unmeasured: Unmeasured[] = [];
  if (nodemcu === undefined) {
    const enable = `NODEMCU_LUA=<NodeMCU's own Lua 5.3, built for 32 bits> ${again}`;
    unmeasured.push({ what: 'memory of a day at the counter', enable });
  } else {
    const { luaTrial } = await import('./lua/trial');
    const steps = luaTrial(root, folder, [nodemcu, '-e']);
    const most = (of: (step: (typeof steps)[number]) => number): number =>
      Math.round(Math.max(...steps.map(of)) * 1024);
    const by = basename(nodemcu);
    const resident = most(({ residentKb }) => residentKb);
    measured.push({ what: 'resident', value: resident, unit: 'bytes', budget: LUA_RESIDENT_BUDGET, by });
    measured.push({ what: 'most at a time', value: most(({ peakKb }) => peakKb), unit: 'bytes', by });
  }
  const found = luaFigures(root);
  if (found === undefined) {
    const enable = `apt-get install -y lua5.3; ${again}`;
    unmeasured.push({ what: 'instructions and memory of a QR, paid, an announcement', enable });
    return { measured, unmeasured };
  }
  const by = 'lua5.3';
  for (const { about, instructions, peakKb64 } of found) {
    measured.push({ what: about, value: instructions, unit: 'instructions', by });
    const value = Math.round(peakKb64 * NODEMCU_SHARE * 1024);
    measured.push({
      what: `${about}: memory beside the program`,
      value,
      unit: 'bytes',
      by: `${by} x ${NODEMCU_SHARE}`,
    });
  }
  return { measured, unmeasured };
}

function isOnPath(command: string): boolean {
  return (process.env['PATH'] ?? '').split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, command), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}
