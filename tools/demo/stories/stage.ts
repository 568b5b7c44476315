// What a story may do and how it is judged: it acts through the same doors as everyone else, and each check looks at
// what really came of it.
import type { Charge } from '../../../bridge/payments/types';
import type { Said } from '../../simulator/console';
import type { Demo } from '../shop';
import type { StoryView } from '../events';

export interface Story {
  id: string;
  title: string;
  /** The promise of the design that it proves. */
  promise: 1 | 2 | 3 | 4;
  explain: string;
  play(stage: Stage): Promise<void>;
}

/** A story waits at most this long for one thing. */
const PATIENCE_MS = 20_000;
const LOOK_EVERY_MS = 50;

const HOUSE = 'nepalpay';

class StoryEnded extends Error {}

export class Stage {
  readonly box;
  readonly middle;
  private readonly before: number;

  constructor(
    readonly demo: Demo,
    private readonly view: StoryView,
    private readonly changed: () => void,
    private readonly signal: AbortSignal,
  ) {
    this.box = demo.box;
    this.middle = demo.middle;
    this.before = this.announced().length;
  }

  step(text: string): void {
    this.view.steps.push({ text, is: 'step' });
    this.changed();
  }

  check(text: string, good: boolean): void {
    this.view.steps.push({ text, is: good ? 'good' : 'bad' });
    this.changed();
  }

  /** A charge whose QR is on the screen. */
  async charge(amountMinor: number): Promise<Charge> {
    const charge = await this.demo.running.bridge.createCharge({
      by: 'demo',
      ...{ device: this.box.id, amountMinor, currency: 'NPR', switch: undefined, reference: undefined },
      ...{ expiresInSeconds: undefined, idempotencyKey: undefined },
    });
    await this.until('the clearing house to listen for this QR', () => this.demo.fake.listens(charge.session));
    return charge;
  }

  /** The customer opens the page behind the QR and scans it, at a human pace. */
  async customerScans(charge: Charge): Promise<void> {
    await this.does('open', charge);
    await this.pause(500);
    await this.does('scan', charge);
    await this.until('the scan to be seen', async () => (await this.now(charge)).state === 'scanned');
    await this.pause(500);
  }

  pay(charge: Charge): Promise<void> {
    return this.does('pay', charge);
  }

  /** A deed of NEPALPAY or of its customer; the stories play there. */
  async does(deed: string, charge?: Charge): Promise<void> {
    await this.demo.customers.does(HOUSE, deed, charge?.id);
  }

  /** Is the clearing house heard? */
  hears(): boolean {
    return this.demo.switchViews().find(({ id }) => id === HOUSE)?.health === 'ok';
  }

  async now(charge: Charge): Promise<Charge> {
    return (await this.demo.running.bridge.charge(charge.id)) ?? charge;
  }

  /** Every announcement said to its end since the story began. */
  said(): Said[] {
    return this.announced().slice(this.before);
  }

  private announced(): Said[] {
    return this.box.said().filter(({ seqs }) => seqs.length > 0);
  }

  /** Waits until the box has said so many things since the story began, then for the acknowledgement. */
  async untilSaid(count: number): Promise<void> {
    await this.until(`the box to say ${count === 1 ? 'it' : `${count} things`}`, () => this.said().length >= count);
  }

  async untilSpoken(charge: Charge): Promise<void> {
    await this.until('the box to own up to it', async () => (await this.now(charge)).spokenAtMs !== undefined);
  }

  untilOnline(): Promise<void> {
    return this.until('the box to be online', () => this.demo.boxView().link === 'online');
  }

  /** Waits and watches: true when the box did not begin to announce anything. Prompts may be heard. */
  async staysQuiet(ms: number): Promise<boolean> {
    const begun = this.box.announcementsBegun;
    await this.pause(ms);
    return this.box.announcementsBegun === begun;
  }

  /** Until the box is in the middle of an announcement that it began since `begun`. */
  untilAnnouncing(begun: number): Promise<void> {
    return this.until('the box to speak', () => this.box.announcementsBegun > begun && this.box.speaking);
  }

  /** Until it is true; ends the story as failed when it does not become true. */
  async until(what: string, isSo: () => boolean | Promise<boolean>): Promise<void> {
    const limit = performance.now() + PATIENCE_MS;
    while (!(await isSo())) {
      if (performance.now() > limit) throw new StoryEnded(`Waited ${PATIENCE_MS / 1000} s for ${what}, in vain.`);
      await this.pause(LOOK_EVERY_MS);
    }
  }

  pause(ms: number): Promise<void> {
    return new Promise((resolve, reject) => {
      if (this.signal.aborted) {
        reject(new StoryEnded('The demo was stopped.'));
        return;
      }
      const timer = setTimeout(() => {
        this.signal.removeEventListener('abort', stop);
        resolve();
      }, ms);
      const stop = (): void => {
        clearTimeout(timer);
        reject(new StoryEnded('The demo was stopped.'));
      };
      this.signal.addEventListener('abort', stop, { once: true });
    });
  }
}

/** Rupees as a person writes them. */
export function rupees(amountMinor: number): string {
  return `NPR ${(amountMinor / 100).toLocaleString('en-IN', { minimumFractionDigits: 2 })}`;
}
