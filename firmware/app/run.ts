// Does what update() decided, and brings back what came of it. Everything that may hang has a limit here.
import type { Up } from '../wire/index';
import type { Effect, Utterance, View, WithoutSeq } from './effects';
import type { Event, JournalEntry, Settings } from './events';
import { unstarted } from './state';
import { update } from './update';

/** What the box stands on. Each `done` comes at most once; a late one is ignored. */
export interface Ports {
  /** Whole seconds since the start; never goes back. */
  uptimeSeconds(): number;
  after(ms: number, run: () => void): number;
  cancel(timer: number): void;
  /** Puts a picture on the panel. */
  draw(view: View, done: (fault: string | undefined) => void): void;
  /** Starts a sentence; how long it will take, in milliseconds. */
  say(utterance: Utterance, volume: number, done: (fault: string | undefined) => void): number;
  hush(): void;
  /** Takes a message on its way to the broker; it may be lost. */
  send(message: Up): void;
  /** The next upward sequence number. */
  nextSeq(): number;
  /** True when the entry is on flash and was read back. */
  keep(entry: JournalEntry): boolean;
  markSpoken(seq: number): void;
  keepSettings(settings: Settings): void;
  led(colour: 'off' | 'green' | 'red' | 'blue'): void;
  vitals(): { freeMemory: number; rssi: number; restarts: number };
  /** A notable fact, for the console. The name is a JSON string already. */
  log(name: '"screen"' | '"link"' | '"fault"', value: string): void;
  restart(): void;
}

/** How much later than expected a sentence may end. The driver has a limit of its own below this. */
const GRACE_MS = 5000;
const DRAW_LIMIT_MS = 10_000;
const EVENTS_LIMIT = 64;

/** A box that runs. Gives it events; they are taken one after another. */
export function run(ports: Ports): (event: Event) => void {
  let state = unstarted();
  let events: Event[] = [];
  let busy = false;
  let screen = '';
  let link = '';

  function happen(event: Event): void {
    // Only a fault in this program could pile up so many; what is lost here, the bridge replays.
    if (events.length >= EVENTS_LIMIT) return;
    events.push(event);
    if (busy) return;
    busy = true;
    while (events.length > 0) {
      const taken = events;
      events = [];
      for (const one of taken) step(one);
    }
    busy = false;
  }

  function step(event: Event): void {
    if (event.on === 'fault') ports.log('"fault"', event.fault);
    const next = update(state, event, ports.uptimeSeconds());
    state = next.state;
    if (state.link.is !== link) {
      link = state.link.is;
      ports.log('"link"', link);
    }
    for (const effect of next.effects) perform(effect);
  }

  function perform(effect: Effect): void {
    switch (effect.run) {
      case 'draw':
        draw(effect.view);
        return;
      case 'say':
        say(effect.token, effect.utterance, effect.volume);
        return;
      case 'send':
        send(effect.message);
        return;
      case 'report':
        report(effect.fault);
        return;
      case 'journal':
        happen({ on: 'journalled', seq: effect.entry.seq, ok: ports.keep(effect.entry) });
        return;
      case 'mark-spoken':
        ports.markSpoken(effect.seq);
        return;
      case 'settings':
        ports.keepSettings(effect.settings);
        return;
      case 'led':
        ports.led(effect.colour);
        return;
      case 'restart':
        ports.restart();
    }
  }

  let drawing = false;
  let nextView: View | undefined = undefined;
  let drawTimer = 0;

  /** A slow panel gets the newest picture when it is ready; those in between are skipped. */
  function draw(view: View): void {
    if (view.at !== screen) {
      screen = view.at;
      ports.log('"screen"', screen);
    }
    if (drawing) {
      nextView = view;
      return;
    }
    drawing = true;
    let ended = false;
    const end = (fault: string | undefined): void => {
      if (ended) return;
      ended = true;
      drawing = false;
      ports.cancel(drawTimer);
      if (fault !== undefined) happen({ on: 'fault', fault });
      const next = nextView;
      nextView = undefined;
      if (next !== undefined) draw(next);
    };
    drawTimer = ports.after(DRAW_LIMIT_MS, () => end('display-timeout'));
    ports.draw(view, end);
  }

  function say(token: number, utterance: Utterance, volume: number): void {
    let ended = false;
    let timer: number | undefined = undefined;
    const end = (fault: string | undefined): void => {
      if (ended) return;
      ended = true;
      if (timer !== undefined) ports.cancel(timer);
      if (fault !== undefined) ports.log('"fault"', fault);
      happen({ on: 'said', token, fault });
    };
    const expectedMs = ports.say(utterance, volume, end);
    if (ended) return;
    timer = ports.after(expectedMs + GRACE_MS, () => {
      ports.hush();
      end('audio-timeout');
    });
  }

  function send(message: WithoutSeq<Up>): void {
    // The effect is ours alone by now, so the number is put into it instead of into a copy.
    const numbered = message as Up;
    numbered.seq = ports.nextSeq();
    ports.send(numbered);
  }

  function report(fault: string): void {
    const vitals = ports.vitals();
    send({
      is: 'telemetry',
      uptimeSeconds: ports.uptimeSeconds(),
      freeMemory: vitals.freeMemory,
      rssi: vitals.rssi,
      restarts: vitals.restarts,
      fault,
    });
  }

  return happen;
}
