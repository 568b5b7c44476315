// The bridge against a Node-RED flow and against the least server of its kind, in pairs, one after the other.
import { mkdirSync, mkdtempSync, openSync, closeSync, fdatasyncSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { LoadAnswer } from './load';
import { installNodeRed, startNodeRed } from './node-red';
import { cpuMicros, residentBytes, startPart, type Part } from './process';

export interface BridgeBench {
  boxes: number;
  /** Payments measured for each server in each repetition; as many come before them unmeasured. */
  payments: number;
  repetitions: number;
  nodeRed: boolean;
}

/** What one server did in one repetition. */
interface Seen {
  microsPerPayment: number;
  paymentsPerSecond: number;
  p50MsAt500: number;
}

/** A ratio and the limit that it is to keep: at most, or with `least` at least. */
export interface Ratio {
  name: string;
  value: number;
  limit: number;
  least?: true;
}

interface Server {
  pids: number[];
  mqttPort: number;
  events: string;
  sealed: boolean;
  end(): Promise<void>;
}

const IN_FLIGHT = 256;
const PER_SECOND = 500;
/** Acks are written after the last payment was heard. */
const SETTLE_MS = 300;
const FDATASYNCS = 200;

export async function measureBridge(root: string, wanted: BridgeBench, say: (line: string) => void): Promise<Ratio[]> {
  const cache = join(root, '.build/bench');
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(join(cache, 'run-'));
  try {
    return await inFolder(folder, cache, wanted, say);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function inFolder(folder: string, cache: string, wanted: BridgeBench, say: (line: string) => void) {
  const program = wanted.nodeRed ? installNodeRed(join(cache, 'node-red')) : undefined;
  const starts: Record<string, () => Promise<Server>> = {
    ghanti: () => ours('ghanti', { folder, boxes: wanted.boxes }, true),
    floor: () => ours('floor', { folder }, false),
    ...(program === undefined ? {} : { 'node-red': () => peer(program, folder) }),
  };
  const seen: Record<string, Seen[]> = {};
  const syncs: number[] = [];
  for (let repetition = 1; repetition <= wanted.repetitions; repetition++) {
    for (const [name, start] of Object.entries(starts)) {
      const one = await measured(await start(), wanted);
      (seen[name] ??= []).push(one);
      say(
        `${repetition} ${name.padEnd(8)} ${one.microsPerPayment.toFixed(0)} us CPU a payment, ` +
          `${one.paymentsPerSecond.toFixed(0)} a second, p50 at ${PER_SECOND}/s ${one.p50MsAt500.toFixed(2)} ms`,
      );
    }
    syncs.push(fdatasyncMs(folder));
  }
  say(`fdatasync of 400 bytes: ${median(syncs).toFixed(3)} ms`);
  return ratiosOf(seen, median(syncs));
}

function ratiosOf(seen: Record<string, Seen[]>, syncMs: number): Ratio[] {
  const { ghanti = [], floor = [], 'node-red': flow } = seen;
  const over = (others: Seen[], of: (one: Seen) => number): number =>
    median(ghanti.map((one, i) => of(one) / of(others[i]!)));
  const cpu = (one: Seen): number => one.microsPerPayment;
  const rate = (one: Seen): number => one.paymentsPerSecond;
  const ratios: Ratio[] = [{ name: 'cpu-over-floor', value: over(floor, cpu), limit: 2 }];
  if (flow !== undefined) {
    const laterMs = median(ghanti.map(({ p50MsAt500 }, i) => p50MsAt500 - flow[i]!.p50MsAt500));
    ratios.push(
      { name: 'cpu-over-node-red', value: over(flow, cpu), limit: 0.7 },
      { name: 'rate-over-node-red', value: over(flow, rate), limit: 1.2, least: true },
      { name: 'p50-later-in-fdatasyncs', value: laterMs / syncMs, limit: 4 },
    );
  }
  return ratios;
}

async function ours(part: 'ghanti' | 'floor', options: object, sealed: boolean): Promise<Server> {
  const started = startPart(part, options);
  const ports = await started.answer<{ mqttPort: number; events: string }>();
  return { ...ports, pids: [started.pid], sealed, end: () => started.end() };
}

async function peer(program: string, folder: string): Promise<Server> {
  const { children, ...ports } = await startNodeRed(program, folder);
  const end = async (): Promise<void> => {
    for (const child of children) {
      const gone = new Promise((done) => child.once('exit', done));
      child.kill('SIGKILL');
      await gone;
    }
  };
  return { ...ports, pids: children.map(({ pid }) => pid!), sealed: false, end };
}

async function measured(server: Server, { boxes, payments }: BridgeBench): Promise<Seen> {
  const { mqttPort, events, sealed } = server;
  const load = startPart('load', { mqttPort, events, boxes, sealed });
  try {
    await load.answer();
    const pace = { perSecond: PER_SECOND };
    await rounds(load, server.pids, boxes, payments, { inFlight: IN_FLIGHT });
    const full = await rounds(load, server.pids, boxes, payments, { inFlight: IN_FLIGHT });
    const paced = await rounds(load, server.pids, boxes, Math.min(payments, 2 * boxes), pace);
    return { ...full, p50MsAt500: paced.p50Ms };
  } finally {
    await load.end();
    await server.end();
  }
}

/** Payments by rounds: in each, every box is paid once, for a charge that was made before. */
async function rounds(
  load: Part,
  pids: number[],
  boxes: number,
  payments: number,
  how: { inFlight?: number; perSecond?: number },
): Promise<Seen & { p50Ms: number }> {
  let micros = 0;
  let seconds = 0;
  const p50s: number[] = [];
  let done = 0;
  for (; done < payments; done += boxes) {
    await load.ask({ charges: true });
    await wait(SETTLE_MS);
    const before = cpuMicros(pids);
    const answer = await load.ask<LoadAnswer>({ payments: boxes, ...how });
    await wait(SETTLE_MS);
    micros += cpuMicros(pids) - before;
    seconds += answer.seconds;
    p50s.push(answer.p50Ms);
  }
  const p50Ms = median(p50s);
  return { microsPerPayment: micros / done, paymentsPerSecond: done / seconds, p50MsAt500: p50Ms, p50Ms };
}

/** Connects this many boxes and says what each costs. */
export async function measureConnections(root: string, boxes: number): Promise<{ perBox: number; perSecond: number }> {
  const cache = join(root, '.build/bench');
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(join(cache, 'run-'));
  const bridge = startPart('ghanti', { folder, boxes });
  try {
    const { mqttPort, events } = await bridge.answer<{ mqttPort: number; events: string }>();
    const before = residentBytes(bridge.pid);
    const load = startPart('load', { mqttPort, events, boxes, sealed: true });
    const { seconds } = await load.answer<{ seconds: number }>();
    await wait(SETTLE_MS);
    const perBox = (residentBytes(bridge.pid) - before) / boxes;
    await load.end();
    return { perBox, perSecond: boxes / seconds };
  } finally {
    await bridge.end();
    rmSync(folder, { recursive: true, force: true });
  }
}

function fdatasyncMs(folder: string): number {
  const file = openSync(join(folder, 'sync'), 'a');
  const tooks = Array.from({ length: FDATASYNCS }, () => {
    const startedMs = performance.now();
    writeSync(file, Buffer.alloc(400));
    fdatasyncSync(file);
    return performance.now() - startedMs;
  });
  closeSync(file);
  return median(tooks);
}

function median(values: number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]!;
}
