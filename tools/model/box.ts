// A box on the virtual clock: the real app (firmware/app), wire and flash journal, with a speaker and a panel that only
// take time. Its flash outlives power cuts, torn writes included.
import { createHash } from 'node:crypto';
import type { Utterance, View } from '../../firmware/app/effects';
import type { Event, JournalEntry, Settings } from '../../firmware/app/events';
import { run } from '../../firmware/app/run';
import { flashFiles } from '../../firmware/platforms/espruino/assets';
import { openJournal } from '../../firmware/platforms/journal';
import type { Journal } from '../../firmware/platforms/journal';
import { decodeDown, encodeMessage, motifOf, open, seal, topicOf } from '../../firmware/wire/index';
import type { Up } from '../../firmware/wire/index';
import { Flash, PowerLost } from '../simulator/flash';
import { Storage } from '../simulator/storage';
import { crc32 } from '../voice/crc32';
import type { VirtualClock } from './clock';
import type { Link } from './link';

const SENTENCE_MS = 2_500;
const DRAW_MS = 40;
const FLASH_BYTES = 16 * 4096;
const UP_SEQS_PER_RESTART = 65_536;

/** What happens at the counter, for whoever keeps the books. */
export interface Counter {
  /** The box begins to say it. */
  begins(utterance: Utterance): void;
  /** It was said to its end. */
  said(utterance: Utterance): void;
  sent(message: Up): void;
}

export interface ModelBoxParts {
  clock: VirtualClock;
  link: Link;
  counter: Counter;
  id: string;
  key: string;
  random: () => number;
}

export class ModelBox {
  #flash = emptyFlash();
  #settings: Settings = {
    told: { is: 'config', seq: 1, shop: 'Kirana', language: 'en', volume: 7, freshSeconds: 60, keepaliveSeconds: 60 },
    ...{ language: 'en', volume: 7 },
  };
  /** The life between two power cuts; undefined while it is off. */
  #life: { happen: (event: Event) => void; end: () => void } | undefined;
  #lives = 0;
  view: View = { at: 'starting' };
  speakerFails = 0;
  flashFails = 0;

  constructor(private readonly parts: ModelBoxParts) {}

  get isOn(): boolean {
    return this.#life !== undefined;
  }

  /** The day's total, while the box shows it. */
  get total(): { count: number; amountMinor: number } | undefined {
    return this.view.at === 'idle' ? this.view.total : undefined;
  }

  press(key: 'repeat' | 'dismiss'): void {
    this.#life?.happen({ on: 'key', key });
  }

  /** The power goes when so many more bytes of flash are written, or now. */
  cutPower(flashBytes?: number): void {
    if (flashBytes !== undefined) this.#flash.failAfter(flashBytes);
    else this.#off();
  }

  /** The power goes, and the box comes back with an empty flash. */
  exchangeFlash(): void {
    this.#off();
    this.#flash = emptyFlash();
    this.powerOn();
  }

  /** All trouble ends. */
  heal(): void {
    this.speakerFails = 0;
    this.flashFails = 0;
    this.#flash.failAfter(undefined);
    this.powerOn();
  }

  powerOn(): void {
    if (this.#life !== undefined) return;
    this.#flash = new Flash(this.#flash.bytes, () => this.#off());
    const life = ++this.#lives;
    const alive = (): boolean => this.#lives === life;
    try {
      const started = this.#start(alive);
      if (alive()) this.#life = started;
    } catch (error) {
      if (!(error instanceof PowerLost)) throw error;
    }
  }

  #off(): void {
    this.#lives++;
    const life = this.#life;
    this.#life = undefined;
    this.#flash.failAfter(undefined);
    life?.end();
  }

  #start(alive: () => boolean): { happen: (event: Event) => void; end: () => void } {
    const { clock, link, id, key, random } = this.parts;
    const journal = openJournal(flashFiles(new Storage(this.#flash)), checksum, () => Math.floor(random() * 2 ** 31));
    const bornMs = clock.elapsedMs;
    const uptimeSeconds = (): number => Math.floor((clock.elapsedMs - bornMs) / 1000);
    const later = (ms: number, work: () => void): (() => void) => clock.after(ms, () => alive() && guarded(work));
    const happen = run(this.#ports(journal, later, uptimeSeconds));
    const memory = journal.recall();
    happen({
      ...{ on: 'boot', journal: memory.entries, health: journal.health, floor: memory.floor },
      ...{ settings: this.#settings, boot: 1 + Math.floor(random() * 2 ** 30), firmware: '0.1.0', board: 'esp32-cyd' },
      ...{ motif: motifOf(sha256, key), languages: ['en', 'ne'] },
    });
    const tick = (): void => {
      happen({ on: 'tick' });
      if (alive()) later(1000, tick);
    };
    later(1000, tick);
    happen({ on: 'link', link: 'no-broker' });
    const unplug = link.plugIn({
      up: () => alive() && guarded(() => happen({ on: 'link', link: 'no-bridge' })),
      down: () => alive() && guarded(() => happen({ on: 'link', link: 'no-broker' })),
      message: (bytes) => {
        const payload = open(sha256, key, topicOf(id, 'd'), bytes);
        const message = payload === undefined ? 'forged' : decodeDown(payload);
        if (alive() && typeof message !== 'string') guarded(() => happen({ on: 'down', message }));
      },
    });
    return { happen: (event) => guarded(() => happen(event)), end: unplug };
  }

  #ports(
    journal: Journal,
    later: (ms: number, work: () => void) => () => void,
    uptimeSeconds: () => number,
  ): Parameters<typeof run>[0] {
    const { link, counter, id, key } = this.parts;
    const timers = new Map<number, () => void>();
    let timer = 0;
    let restarts = journal.nextRestart();
    let sent = 0;
    return {
      uptimeSeconds,
      after: (ms, work) => {
        timers.set(++timer, later(ms, work));
        return timer;
      },
      cancel: (which) => timers.get(which)?.(),
      draw: (view, done) => {
        this.view = view;
        later(DRAW_MS, () => done(undefined));
      },
      say: (utterance, _volume, done) => {
        counter.begins(utterance);
        const fails = this.speakerFails > 0;
        if (fails) this.speakerFails--;
        later(SENTENCE_MS, () => {
          if (!fails) counter.said(utterance);
          done(fails ? 'audio-timeout' : undefined);
        });
        return SENTENCE_MS;
      },
      hush: () => undefined,
      send: (message) => {
        counter.sent(message);
        link.boxSends(seal(sha256, key, topicOf(id, 'u'), encodeMessage(message)));
      },
      nextSeq: () => {
        sent++;
        if (sent >= UP_SEQS_PER_RESTART) {
          restarts = journal.nextRestart();
          sent = 1;
        }
        return restarts * UP_SEQS_PER_RESTART + sent;
      },
      keep: (entry: JournalEntry) => {
        if (this.flashFails > 0) {
          this.flashFails--;
          return false;
        }
        return journal.keep(entry);
      },
      markSpoken: journal.markSpoken,
      keepSettings: (settings) => (this.#settings = settings),
      led: () => undefined,
      vitals: () => ({ freeMemory: 1, rssi: 60, restarts }),
      log: () => undefined,
      restart: () => {
        this.#off();
        this.powerOn();
      },
    };
  }
}

function emptyFlash(): Flash {
  return new Flash(new Uint8Array(FLASH_BYTES).fill(0xff));
}

function checksum(text: string): number {
  return crc32(Buffer.from(text, 'latin1'));
}

/** A power cut in the middle of a write comes up through the firmware as an exception, which is where its life ends. */
function guarded(work: () => void): void {
  try {
    work();
  } catch (error) {
    if (!(error instanceof PowerLost)) throw error;
  }
}

function sha256(bytes: string): string {
  return createHash('sha256').update(Buffer.from(bytes, 'latin1')).digest().toString('latin1');
}
