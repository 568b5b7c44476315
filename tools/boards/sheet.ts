// All that is to be known of a board before it is built, from its data: what `ghanti board show` prints.
import type { Board, Part } from '../../boards/board';
import { boards } from '../../boards/registry';
import { assetsOf } from '../build/assets';
import { checkBoard, paymentQr } from '../build/checks';
import { runtimes } from '../build/runtimes';
import { wiresOfPart } from '../build/wiring';
import { moduleOf } from './modules';
import { goodsOf } from './solder';
import type { Rail } from './solder';

/** One part of a board and how it is wired; without wires it is part of the module. */
export interface SheetPart {
  kind: 'display' | 'audio' | 'input';
  driver: string;
  name: string;
  /** `pin` is what the part calls the signal. */
  wires: { signal: string; pin: string; gpio: number }[];
  rails: Rail[];
  mind?: string;
}

export interface Sheet {
  id: string;
  title: string;
  engine: Board['engine'];
  runtime: string;
  module: string;
  /** Modules that a NodeMCU build needs; empty for Espruino. */
  engineModules: string[];
  panel: { widthPx: number; heightPx: number; pitchMm: number; colour: boolean; slow: boolean };
  /** A payment QR of 180 characters; undefined where the panel shows none. */
  qr: { areaPx: number; versions: number[]; version: number; modulePx: number; moduleMm: number } | undefined;
  languages: string[];
  /** `filesBytes` are the files beside the program; `storageBytes` is undefined on a computer. */
  flash: { filesBytes: number; journalBytes: number; storageBytes: number | undefined };
  parts: SheetPart[];
}

/** A board's sheet. Throws for a board that does not exist, or that a build would refuse. */
export function sheetOf(root: string, id: string): Sheet {
  const board = boards[id];
  if (board === undefined) throw new Error(`there is no board "${id}". Boards: ${Object.keys(boards).join(', ')}.`);
  checkBoard(id, board);
  const { title, engine, runtime, display, qr, languages } = board;
  const shown = paymentQr(board);
  return {
    id,
    title,
    engine,
    runtime,
    module: moduleOf(runtime).name,
    engineModules: engineModulesOf(board),
    panel: {
      widthPx: display.widthPx,
      heightPx: display.heightPx,
      pitchMm: display.pitchTenthMicrons / 10_000,
      colour: display.colour,
      slow: display.slow,
    },
    qr: shown === undefined ? undefined : { areaPx: qr.areaPx, versions: qr.versions, ...shown },
    languages,
    flash: {
      filesBytes: assetsOf(root, board, languages).reduce((sum, { bytes }) => sum + bytes.length, 0),
      journalBytes: runtimes[runtime]!.keptFreeBytes,
      storageBytes: runtimes[runtime]?.storageBytes,
    },
    parts: [
      sheetPart('display', display),
      sheetPart('audio', board.audio),
      ...board.inputs.map((part) => sheetPart('input', part)),
    ],
  };
}

function sheetPart(kind: SheetPart['kind'], part: Part): SheetPart {
  const { name, rails, pinOf, mind } = goodsOf(part.driver);
  const wires = wiresOfPart(part).map(({ signal, gpio }) => ({ signal, pin: pinOf?.[signal] ?? signal, gpio }));
  const loose = wires.length > 0;
  return { kind, driver: part.driver, name, wires, rails: loose ? rails : [], ...(loose && mind ? { mind } : {}) };
}

/** What a NodeMCU box always uses (firmware/platforms/nodemcu), and what its parts add. UART is always there. */
const ALWAYS = ['crypto', 'file', 'gpio', 'mqtt', 'node', 'sjson', 'tmr', 'wifi'];

function engineModulesOf({ engine, display, audio, inputs }: Board): string[] {
  if (engine === 'espruino') return [];
  const buses = new Set([display, audio, ...inputs].map(({ bus }) => bus.is));
  return [...ALWAYS, ...['i2s', 'spi'].filter((one) => buses.has(one as Part['bus']['is']))].sort();
}
