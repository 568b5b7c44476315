// One run: the schedule's happenings on the virtual clock, then a quiet time, then the books are closed.
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { firstKeys } from '../../bridge/gateway/key-versions';
import type { Charge } from '../../bridge/payments/types';
import type { Store } from '../../bridge/store/port';
import { openSqlite } from '../../bridge/store/sqlite';
import { seeded } from '../seeded';
import { Books, Broken, journalOf } from './books';
import { ModelBox } from './box';
import { BOX, keys, startModelBridge } from './bridge';
import type { ModelBridge } from './bridge';
import { VirtualClock } from './clock';
import { MortalStore } from './disk';
import { Link } from './link';
import type { Happening, Schedule } from './schedule';
import { Till } from './till';

/** Noon in Kathmandu, so that a clock that jumps two hours stays in the day. */
const START_MS = Date.UTC(2026, 10, 21, 6, 15);
/** Long enough for the longest resend, the grace of a charge, and a recap. */
const QUIET_MS = 300_000;
const CREATE_AGAIN_MS = 2_000;
const ROWS = 1_000;
const CRASH_MS = 5_000;

/** What a run came to. `broken` says which promise, undefined for none. */
export interface Outcome {
  broken: string | undefined;
  steps: number;
  sales: number;
  announcements: number;
}

/** A folder with an empty store in it, from which each run takes a copy. In memory where the system offers it. */
export class Workshop {
  readonly #folder = mkdtempSync(join(process.platform === 'linux' ? '/dev/shm' : tmpdir(), 'ghanti-model-'));
  #runs = 0;

  async prepare(): Promise<this> {
    const store = await openSqlite(join(this.#folder, 'empty.db'));
    await store.write((tx) =>
      tx.insertDevice({
        ...{ id: BOX, title: 'Counter', board: 'esp32-cyd', ...firstKeys(1), switches: ['till'], language: 'en' },
        ...{ volume: 7, lastDown: 0, lastUp: 0, lastCharge: 0, createdAtMs: START_MS },
      }),
    );
    await store.close();
    return this;
  }

  /** Runs a schedule on a store of its own. Never rejects for a broken promise: that is its outcome. */
  async run(schedule: Schedule): Promise<Outcome> {
    const file = join(this.#folder, `${this.#runs++}.db`);
    copyFileSync(join(this.#folder, 'empty.db'), file);
    const shop = new Shop(schedule, file);
    try {
      return await shop.day();
    } finally {
      await shop.close();
      for (const end of ['', '-wal', '-shm']) rmSync(file + end, { force: true });
    }
  }

  remove(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

class Shop {
  readonly #clock = new VirtualClock(START_MS);
  readonly #till = new Till(this.#clock);
  readonly #books = new Books(this.#till.sessions);
  readonly #link: Link;
  readonly #box: ModelBox;
  readonly #charges: (Charge | undefined)[] = [];
  #store: Store | undefined;
  #disk: MortalStore | undefined;
  #bridge: ModelBridge | undefined;
  #starting: Promise<void> = Promise.resolve();
  #fault: unknown;

  constructor(
    private readonly schedule: Schedule,
    private readonly file: string,
  ) {
    const random = seeded(schedule.seed + 1);
    this.#link = new Link(this.#clock, BOX, schedule.seed % 2 === 0);
    const [clock, link, counter, key] = [this.#clock, this.#link, this.#books, keys.mac(BOX, 1)];
    this.#box = new ModelBox({ clock, link, counter, key, random, id: BOX });
  }

  async day(): Promise<Outcome> {
    const { happenings, lengthMs } = this.schedule;
    const outcome: Outcome = { broken: undefined, steps: 0, sales: 0, announcements: 0 };
    try {
      this.#startBridge();
      this.#box.powerOn();
      for (const happening of happenings) this.#clock.after(happening.atMs, () => this.#happen(happening));
      outcome.steps += await this.#until(lengthMs);
      this.#heal();
      outcome.steps += await this.#until(lengthMs + QUIET_MS);
      await this.#closeBooks();
      // A QR that was made while the date was wrong may be on the screen for hours.
      for (let back = 0; back < this.#charges.length; back++) await this.#cancel(back);
      // The word that it is closed may have been lost; a box that is welcomed anew puts away what is not shown again.
      this.#link.break(0);
      outcome.steps += await this.#until(lengthMs + QUIET_MS + 30_000);
      // Once for a fault, once for what was told last.
      for (let i = 0; i < 2; i++) this.#box.press('dismiss');
      outcome.steps += await this.#until(lengthMs + QUIET_MS + 35_000);
      if (this.#box.total === undefined) throw new Broken('the box shows no total after a quiet time');
      await this.#closeBooks();
    } catch (error) {
      if (!(error instanceof Broken)) throw error;
      outcome.broken = error.message;
    }
    return { ...outcome, sales: this.#charges.length, announcements: this.#books.announcements };
  }

  async close(): Promise<void> {
    this.#disk?.die();
    await this.#starting;
    await this.#store?.close();
  }

  /** Steps up to this moment; real work of the store is waited for after each. */
  async #until(untilMs: number): Promise<number> {
    let steps = 0;
    await this.#settle();
    while (this.#clock.next(untilMs)) {
      steps++;
      if (this.#fault !== undefined) throw this.#fault;
      await this.#settle();
    }
    return steps;
  }

  async #settle(): Promise<void> {
    await this.#starting;
    while ((this.#disk?.pending ?? 0) > 0) await new Promise(setImmediate);
  }

  #startBridge(): void {
    const clock = this.#clock;
    this.#starting = this.#starting.then(async () => {
      const store = await openSqlite(this.file);
      this.#store = store;
      const disk = new MortalStore(store, clock, () => this.#bridgeDies(CRASH_MS));
      this.#disk = disk;
      const mortal = {
        nowMs: () => clock.nowMs(),
        after: (ms: number, run: () => void) => clock.after(ms, () => this.#disk === disk && run()),
      };
      this.#bridge = startModelBridge({
        ...{ store: disk, road: this.#link.road(), clock: mortal, kinds: this.#till.kinds },
        tap: (record) => this.#watch(() => this.#books.tap(record)),
      });
    });
  }

  #bridgeDies(forMs: number): void {
    const store = this.#store;
    if (this.#bridge === undefined || store === undefined) return;
    this.#disk?.die();
    this.#disk = undefined;
    this.#store = undefined;
    this.#bridge = undefined;
    this.#link.bridgeDied();
    this.#till.bridgeDied();
    this.#starting = this.#starting.then(() => store.close());
    this.#clock.after(forMs, () => this.#startBridge());
  }

  #happen(happening: Happening): void {
    this.#watch(() => this.#act(happening));
  }

  #act(happening: Happening): void {
    const { elapsedMs } = this.#clock;
    switch (happening.is) {
      case 'sale':
        this.#charges.push(undefined);
        return this.#sell(this.#charges.length - 1, happening.amountMinor);
      case 'customer':
        return this.#customer(happening.back, happening.does);
      case 'switch-repeats':
        return this.#till.repeats();
      case 'switch-forges':
        return this.#till.forges();
      case 'switch-forgets':
        return this.#till.forgets();
      case 'switch-lies':
        return this.#till.lies();
      case 'flash-exchanged':
        return this.#box.exchangeFlash();
      case 'shop-cancels':
        void this.#cancel(happening.back);
        return;
      case 'bridge-dies':
        if (happening.moment === 'now') this.#bridgeDies(happening.forMs);
        else this.#disk?.dieAt(happening.moment);
        return;
      case 'box-power-cut':
        this.#box.cutPower(happening.flashBytes);
        this.#clock.after(happening.forMs, () => this.#box.powerOn());
        return;
      case 'speaker-fails':
        this.#box.speakerFails += happening.times;
        return;
      case 'flash-fails':
        this.#box.flashFails += happening.times;
        return;
      case 'link-breaks':
        return this.#link.break(happening.forMs);
      case 'link-stalls':
        return this.#link.stall(happening.forMs);
      case 'broker-restarts':
        return this.#link.brokerRestarts(happening.forMs);
      case 'message-doubles':
      case 'message-lost':
      case 'message-late':
        return this.#link.fault(happening.is, happening.way);
      case 'replay':
        return this.#link.replay(happening.way, happening.nth);
      case 'clock-jumps':
        return this.#clock.jump(happening.byMs);
      case 'disk-full':
        if (this.#disk !== undefined) this.#disk.fullUntilMs = elapsedMs + happening.forMs;
        return;
      case 'disk-slow':
        if (this.#disk !== undefined) this.#disk.slowUntilMs = elapsedMs + happening.forMs;
        return;
      case 'key':
        return this.#box.press(happening.key);
    }
  }

  /** The till at the counter asks until it has its charge, always under the same key. */
  #sell(sale: number, amountMinor: number): void {
    const again = (): void => void this.#clock.after(CREATE_AGAIN_MS, () => this.#sell(sale, amountMinor));
    const bridge = this.#bridge;
    if (bridge === undefined) return again();
    const request = { by: 'till', device: BOX, amountMinor, currency: 'NPR', idempotencyKey: `sale-${sale}` } as const;
    const rest = { switch: 'till', reference: undefined, expiresInSeconds: undefined };
    let answered = false;
    bridge.charges.create({ ...request, ...rest }).then(
      (charge) => {
        answered = true;
        this.#charges[sale] = charge;
      },
      () => {
        answered = true;
        again();
      },
    );
    // A bridge that died answers nothing.
    this.#clock.after(CREATE_AGAIN_MS, () => !answered && bridge !== this.#bridge && this.#sell(sale, amountMinor));
  }

  #customer(back: number, does: Extract<Happening, { is: 'customer' }>['does']): void {
    const charge = this.#charges.at(-1 - back);
    if (charge !== undefined) this.#till.does(charge.session, does);
  }

  async #cancel(back: number): Promise<void> {
    const charge = this.#charges.at(-1 - back);
    if (charge === undefined) return;
    await this.#bridge?.charges.cancel(charge.id, 'till').catch(() => undefined);
  }

  #heal(): void {
    this.#clock.setRight();
    this.#link.heal();
    if (this.#disk !== undefined) this.#disk.fullUntilMs = this.#disk.slowUntilMs = 0;
    this.#box.heal();
  }

  async #closeBooks(): Promise<void> {
    await this.#starting;
    const store = this.#store;
    if (store === undefined) throw new Broken('the bridge did not come back');
    const filter = { device: BOX, state: undefined, limit: ROWS, before: undefined };
    const charges = await store.read((tx) => tx.charges(filter));
    const rows = journalOf(this.file);
    this.#books.close(charges, rows, this.#box.total);
  }

  /** A broken promise is noticed in the middle of other people's callbacks; it ends the run after the step. */
  #watch(work: () => void): void {
    try {
      work();
    } catch (error) {
      this.#fault ??= error;
    }
  }
}
