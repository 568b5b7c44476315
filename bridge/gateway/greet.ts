import type { Down, Hello, SwitchHealth } from '../../firmware/wire/index';
import { isLive, stageOf, takesCode } from '../payments/charge';
import type { Device, JournalRow, Tx } from '../store/port';
import { fold } from './fold';
import { announcement, config, progress, showQr, staticQr, watch, welcome } from './messages';
import type { BoxSettings, QrPlan } from './messages';
import { posting } from './posting';
import type { PlanFor, Posting } from './posting';

/** What the answer to a hello needs beside the store. */
export interface Greeting {
  settings: BoxSettings;
  planFor: PlanFor;
  isBoard(board: string): boolean;
  switchLines(device: Device): SwitchHealth[];
  /** Letters of the currency that the box's day is counted in. */
  currencyOf(device: Device): string;
  dayStartMs(nowMs: number): number;
  /** How loud a box may be at that time, 1 to 10; undefined: as loud as it likes. */
  loudest(nowMs: number): number | undefined;
}

/** More rows than a box in a busy shop gathers in a month; the rest comes after these. */
const ROWS_LIMIT = 10_000;
const NEWEST = 1;

/**
 * The answer to a hello, in its order: welcome, config, watch, the open charge's QR and progress; then what the box has
 * not spoken. Part of the transaction in which the hello's own number was taken.
 */
export async function greet(
  tx: Tx,
  known: Device,
  hello: Hello,
  parts: Greeting,
  nowMs: number,
): Promise<{ first: Posting[]; waiting: Posting[] }> {
  const device = await settle(tx, known, hello, parts);
  const rows = await fold(tx, await tx.unspoken(device.id, ROWS_LIMIT), hello.last, nowMs);
  return {
    first: await opening(tx, device, hello.boot, parts, nowMs),
    waiting: rows.map((row: JournalRow) => posting(device, announcement(row), row)),
  };
}

/**
 * A welcome and what goes with it: the day's total, settings, switches, and the open charge, which a box lets go when it
 * is not shown again. @param boot of the box's last hello; with another the box takes nothing
 */
export async function opening(
  tx: Tx,
  device: Device,
  boot: number,
  parts: Greeting,
  nowMs: number,
): Promise<Posting[]> {
  const currency = parts.currencyOf(device);
  const total = await tx.spokenTotal(device.id, currency, parts.dayStartMs(nowMs));
  const next = (): Promise<number> => numberFor(tx, device);
  const messages: Down[] = [
    welcome(await next(), boot, nowMs, { ...total, currency }),
    config(await next(), device, parts.settings, parts.loudest(nowMs)),
    watch(await next(), parts.switchLines(device), parts.settings),
    ...(await ownQr(tx, device, parts)),
    ...(await openCharge(tx, device, parts, nowMs)),
  ];
  return messages.map((message) => posting(device, message));
}

/** The box says what it is: a QR must be planned for the panel that is really there. */
async function settle(tx: Tx, device: Device, hello: Hello, parts: Greeting): Promise<Device> {
  if (hello.board === device.board || !parts.isBoard(hello.board)) return device;
  const moved = { ...device, board: hello.board };
  await tx.updateDevice(moved);
  return moved;
}

/** The newest charge, if its QR can still be paid: an older one has left the screen. */
async function openCharge(tx: Tx, device: Device, parts: Greeting, nowMs: number): Promise<Down[]> {
  const filter = { device: device.id, state: undefined, limit: NEWEST, before: undefined };
  const [charge] = await tx.charges(filter);
  if (charge === undefined || !isLive(charge.state) || charge.expiresAtMs <= nowMs) return [];
  const shown: Down[] = [];
  if (!takesCode(charge)) {
    const plan = planned(charge.qr, device, parts);
    if (plan === undefined) return [];
    shown.push(showQr(await numberFor(tx, device), charge, plan));
  }
  const stage = stageOf(charge);
  return stage === undefined ? shown : [...shown, progress(await numberFor(tx, device), charge, stage)];
}

/** Also that it was taken away, which a box that was off at the time has not heard. */
async function ownQr(tx: Tx, device: Device, parts: Greeting): Promise<Down[]> {
  const own = await tx.staticQr(device.id);
  if (own === undefined) return [];
  return [staticQr(await numberFor(tx, device), own.text === '' ? undefined : planned(own.text, device, parts))];
}

async function numberFor(tx: Tx, device: Device): Promise<number> {
  return (await tx.nextDown(device.id)).seq;
}

/** A QR that no longer fits (another board was put under the same id) must not cost the box its welcome. */
function planned(text: string, device: Device, parts: Greeting): QrPlan | undefined {
  try {
    return parts.planFor(text, device.board);
  } catch {
    return undefined;
  }
}
