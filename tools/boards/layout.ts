// Where everything of a wiring picture lies: the module in the middle, each part on the side where most of its pins are.
import type { Module } from './modules';
import { moduleOf } from './modules';
import type { Sheet, SheetPart } from './sheet';

type Side = 'left' | 'right';

const ROW_PX = 24;
const HEAD_PX = 34;
const FOOT_PX = 12;
const PART_GAP_PX = 20;
const TOP_PX = 64;
const MARGIN_PX = 24;
export const PART_PX = 250;
const MODULE_PX = 250;
/** With room for what is built in. */
const WIDE_MODULE_PX = 400;
/** A letter of the title; no picture is narrower than its title. */
const LETTER_PX = 11;
/** Further down than any picture reaches. */
const BELOW_ALL_PX = 10_000;
const LINE_LETTERS = 38;
const LINE_PX = 16;
const LANE_PX = 12;
/** Beside the outermost lanes. */
const SHOULDER_PX = 28;

/** A pin of the module. */
export interface PinSpot {
  label: string;
  gpio: number | undefined;
  side: Side;
  x: number;
  y: number;
}

/** A part's box; `rows` are its signals from top to bottom, its rails below them. */
export interface PartSpot {
  part: SheetPart;
  side: Side;
  x: number;
  y: number;
  heightPx: number;
  rows: { pin: string; gpio: number; x: number; y: number }[];
  railsY: number;
  /** What to mind, in lines that fit. */
  notes: { line: string; y: number }[];
}

export interface Layout {
  widthPx: number;
  heightPx: number;
  module: { name: string; x: number; y: number; widthPx: number; heightPx: number };
  pins: PinSpot[];
  parts: PartSpot[];
  /** Parts of the module itself. */
  builtIn: SheetPart[];
  wires: { x: number; y: number }[][];
}

/** A line of words in the module for each part that is built in. */
const BUILT_IN_PX = 36;

export function layoutOf(sheet: Sheet): Layout {
  const module = moduleOf(sheet.runtime);
  const loose = sheet.parts.filter(({ wires }) => wires.length > 0);
  const builtIn = sheet.parts.filter(({ wires }) => wires.length === 0);
  const sideOf = (part: SheetPart): Side => sideOfPart(part, module);
  const laneCount = loose.reduce((sum, { wires }) => sum + wires.length, 0);
  const channelPx = 2 * SHOULDER_PX + laneCount * LANE_PX;
  const hasLeft = loose.some((part) => sideOf(part) === 'left');
  const hasRight = loose.some((part) => sideOf(part) === 'right');
  const modulePx = builtIn.length > 0 ? WIDE_MODULE_PX : MODULE_PX;
  const moduleX = MARGIN_PX + (hasLeft ? PART_PX + channelPx : 0);
  const rows = Math.max(module.left.length, module.right.length);
  const heightPx = HEAD_PX + Math.max(rows * ROW_PX, builtIn.length * BUILT_IN_PX) + FOOT_PX;
  const body = { name: module.name, x: moduleX, y: TOP_PX, widthPx: modulePx, heightPx };
  const pins = pinsOf(module, moduleX, modulePx);
  const place = (side: Side): PartSpot[] =>
    placed(
      loose.filter((part) => sideOf(part) === side),
      side,
      side === 'left' ? MARGIN_PX : moduleX + modulePx + channelPx,
      pins,
    );
  const parts = [...place('left'), ...place('right')];
  const bottom = Math.max(body.y + heightPx, ...parts.map((part) => part.y + part.heightPx));
  const routes = routed(parts, pins, body);
  return {
    widthPx: Math.max(
      2 * MARGIN_PX + sheet.title.length * LETTER_PX,
      moduleX + modulePx + (hasRight ? channelPx + PART_PX : 0) + MARGIN_PX,
    ),
    heightPx: Math.max(bottom, ...routes.flat().map(({ y }) => y)) + MARGIN_PX,
    module: body,
    pins,
    parts,
    builtIn,
    wires: routes,
  };
}

function sideOfPart({ wires }: SheetPart, module: Module): Side {
  const left = wires.filter(({ gpio }) => module.left.includes(gpio)).length;
  return left * 2 > wires.length ? 'left' : 'right';
}

function pinsOf({ left, right }: Module, x: number, widthPx: number): PinSpot[] {
  const column = (side: Side, at: number) => (pin: number | string, row: number) => ({
    label: typeof pin === 'number' ? `GPIO ${pin}` : pin,
    gpio: typeof pin === 'number' ? pin : undefined,
    side,
    x: at,
    y: TOP_PX + HEAD_PX + row * ROW_PX + ROW_PX / 2,
  });
  return [...left.map(column('left', x)), ...right.map(column('right', x + widthPx))];
}

/** The pin that a GPIO is on; a board may bring one out twice. */
function pinOf(pins: PinSpot[], gpio: number, side: Side): PinSpot {
  const all = pins.filter((pin) => pin.gpio === gpio);
  const found = all.find((pin) => pin.side === side) ?? all[0];
  if (found === undefined) throw new Error(`the picture's module has no pin for GPIO ${gpio}; tools/boards/modules.ts`);
  return found;
}

/** Boxes one below another, each as near to its pins as the one above lets it; signals in the order of their pins. */
function placed(parts: SheetPart[], side: Side, x: number, pins: PinSpot[]): PartSpot[] {
  let free = TOP_PX;
  return [...parts]
    .sort((a, b) => middleOf(a, side, pins) - middleOf(b, side, pins))
    .map((part) => {
      const wanted = middleOf(part, side, pins) - HEAD_PX - (part.wires.length * ROW_PX) / 2;
      const spot = partSpot(part, side, x, Math.round(Math.max(free, wanted)), pins);
      free = spot.y + spot.heightPx + PART_GAP_PX;
      return spot;
    });
}

/** The middle of a part's pins on its own side. */
function middleOf({ wires }: SheetPart, side: Side, pins: PinSpot[]): number {
  const all = wires.map(({ gpio }) => pinOf(pins, gpio, side));
  const near = all.some((pin) => pin.side === side) ? all.filter((pin) => pin.side === side) : all;
  return near.reduce((sum, { y }) => sum + y, 0) / near.length;
}

function partSpot(part: SheetPart, side: Side, x: number, y: number, pins: PinSpot[]): PartSpot {
  // Signals whose pin is on the other side come last: their wires go below the module.
  const place = (gpio: number): number => {
    const pin = pinOf(pins, gpio, side);
    return pin.side === side ? pin.y : BELOW_ALL_PX + pin.y;
  };
  const rows = [...part.wires]
    .sort((a, b) => place(a.gpio) - place(b.gpio))
    .map(({ pin, gpio }, row) => ({
      pin,
      gpio,
      x: side === 'left' ? x + PART_PX : x,
      y: y + HEAD_PX + row * ROW_PX + ROW_PX / 2,
    }));
  const railsY = y + HEAD_PX + rows.length * ROW_PX + ROW_PX / 2;
  const belowRails = part.rails.length > 0 ? railsY + ROW_PX : railsY;
  const notes = linesOf(part.mind ?? '').map((line, index) => ({ line, y: belowRails + index * LINE_PX }));
  const heightPx = belowRails - ROW_PX / 2 + notes.length * LINE_PX + FOOT_PX - y;
  return { part, side, x, y, heightPx, rows, railsY, notes };
}

/** Words in lines that fit into a part's box. */
function linesOf(words: string): string[] {
  const all: string[] = [];
  for (const word of words.split(' ')) {
    const last = all.at(-1);
    if (last !== undefined && last.length + word.length < LINE_LETTERS) all[all.length - 1] = `${last} ${word}`;
    else if (word !== '') all.push(word);
  }
  return all;
}

/**
 * One lane a wire between the pins and the parts of a side. Wires that go down from the pin take them from the parts
 * inwards, those that go up from the pins outwards: none of either kind then crosses another. A wire whose pin is on
 * the other side goes below the module.
 */
function routed(parts: PartSpot[], pins: PinSpot[], module: Layout['module']): Layout['wires'] {
  const bottom = Math.max(...[module, ...parts].map(({ y, heightPx }) => y + heightPx));
  let around = 0;
  const taken = { left: { near: 0, far: 0 }, right: { near: 0, far: 0 } };
  const lane = (side: Side, far: boolean): number => {
    const all = parts.filter((part) => part.side === side).reduce((sum, { rows }) => sum + rows.length, 0);
    const lanes = taken[side];
    const index = far ? all - lanes.far++ : lanes.near++;
    const away = SHOULDER_PX + index * LANE_PX;
    return side === 'left' ? module.x - away : module.x + module.widthPx + away;
  };
  return parts.flatMap(({ rows, side }) =>
    rows.map(({ gpio, x, y }) => {
      const pin = pinOf(pins, gpio, side);
      if (pin.side === side) {
        const at = lane(side, pin.y < y);
        return [pin, { x: at, y: pin.y }, { x: at, y }, { x, y }].map((point) => ({ x: point.x, y: point.y }));
      }
      const inner = lane(pin.side, false);
      const outer = lane(side, true);
      const below = bottom + SHOULDER_PX / 2 + around++ * LANE_PX;
      return [
        { x: pin.x, y: pin.y },
        { x: inner, y: pin.y },
        { x: inner, y: below },
        { x: outer, y: below },
        { x: outer, y },
        { x, y },
      ];
    }),
  );
}
