import type { Effect, Utterance, View } from '../../firmware/app/effects';
import type { Event, JournalEntry, Settings } from '../../firmware/app/events';
import { unstarted } from '../../firmware/app/state';
import type { State } from '../../firmware/app/state';
import { update } from '../../firmware/app/update';
import type { Config, Down, Paid, Recap, Reversed, ShowQr, Up } from '../../firmware/wire/index';

/** The bridge's clock when the box under test gets its first welcome. */
export const NOON = 1_800_000_000;
export const BOOT = 4711;

type Given<T> = Partial<T> & { seq: number };

export const showQr = (given: Given<ShowQr>): ShowQr => ({
  is: 'show-qr',
  charge: 1,
  amountMinor: 125_050,
  currency: 524,
  expiresAt: NOON + 300,
  version: 9,
  level: 1,
  mask: 0,
  codewords: 'abc',
  ...given,
});
export const paid = (given: Given<Paid>): Paid => ({
  is: 'paid',
  charge: 1,
  amountMinor: 125_050,
  currency: 524,
  paidAt: NOON,
  again: false,
  ...given,
});
export const reversed = (given: Given<Reversed>): Reversed => ({
  is: 'reversed',
  charge: 1,
  amountMinor: 125_050,
  currency: 524,
  paidAt: NOON,
  ...given,
});
export const recap = (given: Given<Recap>): Recap => ({
  is: 'recap',
  count: 30,
  amountMinor: 900_000,
  currency: 524,
  paidAt: NOON - 4000,
  ...given,
});
export const onFlash = (given: Given<JournalEntry>): JournalEntry => ({
  kind: 'paid',
  charge: 1,
  count: 1,
  amountMinor: 125_050,
  currency: 524,
  paidAt: NOON - 10,
  again: false,
  stage: 'received',
  ...given,
});

/** What `config` told: the box has chosen nothing else. */
export const settings = (given: Partial<Config> = {}): Settings => {
  const told: Config = {
    ...{ is: 'config', seq: 1, shop: 'Kirana', language: 'en', volume: 7, freshSeconds: 60, keepaliveSeconds: 60 },
    ...given,
  };
  return { told, language: told.language, volume: told.volume };
};

/** A box on a bench: events go in, what it did comes out. Its flash works unless it is told not to. */
export class ShopBox {
  state: State = unstarted();
  nowSeconds = 0;
  flashWorks = true;
  /** Everything that it did, in order. */
  done: Effect[] = [];

  /** Switched on, with what flash remembers. */
  boot(journal: JournalEntry[] = [], given: { health?: 'ok' | 'repaired' | 'lost'; floor?: number } = {}): this {
    return this.happen({
      on: 'boot',
      journal,
      health: given.health ?? 'ok',
      floor: given.floor ?? 0,
      boot: BOOT,
      firmware: '0.1.0',
      board: 'esp32-cyd',
      motif: '024',
      languages: ['en', 'ne'],
      settings: settings(),
    });
  }

  /** Connected and welcomed; the welcome has sequence number 100 unless told otherwise. */
  online(seq = 100, given: { count?: number; amountMinor?: number } = {}): this {
    this.happen({ on: 'link', link: 'no-bridge' });
    return this.welcome(seq, given);
  }

  welcome(seq: number, given: { count?: number; amountMinor?: number; boot?: number } = {}): this {
    const { count = 0, amountMinor = 0, boot = BOOT } = given;
    const now = NOON + this.nowSeconds;
    return this.hear({ is: 'welcome', seq, boot, now, count, amountMinor, currency: 524 });
  }

  hear(message: Down): this {
    return this.happen({ on: 'down', message });
  }

  /** One second goes by, as often as told. */
  wait(seconds: number): this {
    for (let i = 0; i < seconds; i++) {
      this.nowSeconds++;
      this.happen({ on: 'tick' });
    }
    return this;
  }

  /** The speaker is done with what it is saying. */
  heard(fault?: string): this {
    return this.happen({ on: 'said', token: this.state.voice.token, fault });
  }

  happen(event: Event): this {
    const before = JSON.stringify(this.state);
    const step = update(this.state, event, this.nowSeconds);
    if (JSON.stringify(this.state) !== before) throw new Error('update() changed the state that it was given');
    this.state = step.state;
    this.done.push(...step.effects);
    for (const effect of step.effects) {
      if (effect.run === 'journal') this.happen({ on: 'journalled', seq: effect.entry.seq, ok: this.flashWorks });
    }
    return this;
  }

  /** Forgets what it did so far. */
  fresh(): this {
    this.done = [];
    return this;
  }

  get view(): View {
    const views = this.done.flatMap((effect) => (effect.run === 'draw' ? [effect.view] : []));
    const view = views.at(-1);
    if (view === undefined) throw new Error('nothing was drawn');
    return view;
  }
  get drawn(): string[] {
    return this.done.flatMap((effect) => (effect.run === 'draw' ? [effect.view.at] : []));
  }
  get said(): Utterance[] {
    return this.done.flatMap((effect) => (effect.run === 'say' ? [effect.utterance] : []));
  }
  /** What it said, short: 'new 125050', 'recap 3 370000', 'online'. */
  get spoken(): string[] {
    return this.said.map((utterance) => {
      if (utterance.say === 'paid') return `${utterance.kind} ${utterance.amountMinor}`;
      if (utterance.say === 'total') return `total ${utterance.count} ${utterance.amountMinor}`;
      if (utterance.say !== 'recap' && utterance.say !== 'reversed')
        return utterance.count === undefined ? utterance.say : `${utterance.say} ${utterance.count}`;
      const count = utterance.say === 'recap' ? `${utterance.count} ` : '';
      return `${utterance.again ? 'again ' : ''}${utterance.say} ${count}${utterance.amountMinor}`;
    });
  }
  get sent(): Omit<Up, 'seq'>[] {
    return this.done.flatMap((effect) => (effect.run === 'send' ? [effect.message] : []));
  }
  /** Acks, short: '7 received', '7 refused old'. */
  get acks(): string[] {
    return this.done.flatMap((effect) => {
      if (effect.run !== 'send' || effect.message.is !== 'ack') return [];
      const { of, stage, reason } = effect.message;
      return [[of, stage, reason].filter((part) => part !== undefined).join(' ')];
    });
  }
  get leds(): string[] {
    return this.done.flatMap((effect) => (effect.run === 'led' ? [effect.colour] : []));
  }
  ran(run: Effect['run']): Effect[] {
    return this.done.filter((effect) => effect.run === run);
  }
}
