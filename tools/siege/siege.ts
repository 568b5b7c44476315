// A shop day under fire: real processes, kill -9, torn flash, and trouble on every socket, while customers pay.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { seeded } from '../seeded';
import { verdict } from './books';
import type { Sale, Verdict } from './books';
import type { BesiegedBox } from './boxes';
import type { Program } from './program';
import { TROUBLES } from './proxy';
import { openShop } from './shop';
import type { Shop, ShopOptions } from './shop';
import { isSpoken, sell } from './till';

export interface SiegeOptions extends Omit<ShopOptions, 'folder'> {
  payments: number;
  kills: number;
  seed: number;
  progress(line: string): void;
}
export interface SiegeReport extends Verdict {
  seed: number;
  sales: number;
  paid: number;
  /** Deeds by what they befell. */
  kills: Record<string, number>;
  troubles: number;
  messages: number;
  numbersReused: string[];
  /** Processes that ended without being told to. */
  crashes: string[];
  seconds: number;
}

const TROUBLES_PER_KILL = 2;
const LONGEST_TROUBLE_MS = 2_500;
const LONGEST_DOWN_MS = 1_200;
/** Bytes after which a torn flash write ends; a journal record has about fifty. */
const TEAR_BYTES = 150;
const TEARS = 0.4;
const CASHIERS_PER_BOX = 2;
/** After the last blow everything must come right within this. */
const QUIET_LIMIT_MS = 180_000;
const LOOK_EVERY_MS = 500;

export async function siege(options: SiegeOptions): Promise<SiegeReport> {
  const folder = mkdtempSync(join(tmpdir(), 'ghanti-siege-'));
  const startedMs = performance.now();
  const shop = await openShop({ ...options, folder });
  try {
    const random = seeded(options.seed);
    const sales: Sale[] = [];
    const blows: Blow[] = [];
    const kills: Record<string, number> = {};
    for (let nth = 0; nth < options.kills; nth++)
      blows.push({ at: Math.floor(random() * options.payments), strike: () => kill(shop, random, kills) });
    for (let nth = 0; nth < options.kills * TROUBLES_PER_KILL; nth++)
      blows.push({ at: Math.floor(random() * options.payments), strike: () => trouble(shop, random) });
    const striking = strikeAll(blows, () => sales.length);
    await sellAll(shop, options, random, sales);
    await striking;
    options.progress(`${sales.length} sales, ${options.kills} kills; waiting for quiet`);
    await quiet(shop, sales, options.progress);
    const processes = [shop.bridge, shop.broker, ...shop.boxes.map((box) => box.program)];
    await shop.close();
    return {
      ...{ seed: options.seed, sales: sales.length, paid: sales.filter(({ paid }) => paid).length, kills },
      ...verdict(shop.storeFile, sales, shop.boxes),
      troubles: options.kills * TROUBLES_PER_KILL,
      messages: shop.witnesses.reduce((sum, witness) => sum + witness.messages(), 0),
      numbersReused: shop.witnesses.flatMap((witness) => witness.reused()),
      crashes: processes.flatMap((one) => one?.crashes ?? []),
      seconds: Math.round((performance.now() - startedMs) / 1000),
    };
  } finally {
    await shop.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Blow {
  /** After so many sales. */
  at: number;
  strike(): Promise<void>;
}

/** Each blow in its turn; a kill and a trouble may befall the shop together. */
async function strikeAll(blows: Blow[], sold: () => number): Promise<void> {
  const left = [...blows].sort((one, other) => one.at - other.at);
  const arm = async (): Promise<void> => {
    for (let next = left.shift(); next !== undefined; next = left.shift()) {
      while (sold() < next.at) await pause(20);
      await next.strike();
    }
  };
  await Promise.all([arm(), arm(), arm()]);
}

const down = new WeakSet<Program>();

/** kill -9 of one process that is up; it comes back a little later. */
async function kill(shop: Shop, random: () => number, kills: Record<string, number>): Promise<void> {
  await pause(random() * 200);
  const targets: (BesiegedBox | Program)[] = [shop.bridge, ...(shop.broker ? [shop.broker] : []), ...shop.boxes];
  const up = targets.filter((one) => !down.has('program' in one ? one.program : one));
  const target = up[Math.floor(random() * up.length)]!;
  const process = 'program' in target ? target.program : target;
  const torn = 'program' in target && target.tear !== undefined && random() < TEARS ? target.tear : undefined;
  down.add(process);
  if (torn === undefined) await process.kill();
  else await torn(Math.floor(random() * TEAR_BYTES));
  const what = torn === undefined ? process.name : `${process.name}, flash torn`;
  kills[what] = (kills[what] ?? 0) + 1;
  await pause(random() * LONGEST_DOWN_MS);
  process.start();
  down.delete(process);
}

async function trouble({ proxies }: Shop, random: () => number): Promise<void> {
  await pause(random() * 200);
  const all = Object.values(proxies);
  const proxy = all[Math.floor(random() * all.length)]!;
  const kind = TROUBLES[Math.floor(random() * TROUBLES.length)]!;
  const forMs = 200 + random() * LONGEST_TROUBLE_MS;
  proxy.befall(kind, forMs);
  await pause(forMs);
}

async function sellAll(shop: Shop, options: SiegeOptions, random: () => number, sales: Sale[]): Promise<void> {
  let begun = 0;
  const cashier = async ({ id }: BesiegedBox): Promise<void> => {
    while (begun < options.payments) {
      const nth = begun++;
      sales.push(await sell(shop, id, nth, random));
      if (sales.length % 50 === 0) options.progress(`${sales.length} of ${options.payments} sales`);
    }
  };
  const places = shop.boxes.flatMap((box) => Array.from({ length: CASHIERS_PER_BOX }, () => box));
  await Promise.all(places.map(cashier));
}

/** Until every payment is spoken, as far as the bridge knows, or the time is over. */
async function quiet(shop: Shop, sales: Sale[], progress: (line: string) => void): Promise<void> {
  const untilMs = Date.now() + QUIET_LIMIT_MS;
  let waiting = sales.filter(({ paid }) => paid).map(({ charge }) => charge);
  while (waiting.length > 0 && Date.now() < untilMs) {
    const still: string[] = [];
    for (const charge of waiting) if (!(await isSpoken(shop, charge))) still.push(charge);
    waiting = still;
    progress(`${waiting.length} payments are not spoken yet`);
    if (waiting.length > 0) await pause(LOOK_EVERY_MS);
  }
}
