// A box on Espruino: everything meets here. The build writes the entry that calls start() with the board's own drivers.
import type { Effect, View } from '../../app/effects';
import type { Event, Settings } from '../../app/events';
import type { Ports } from '../../app/run';
import { run } from '../../app/run';
import type { Assets, Canvas, InputSink } from '../../drivers/ports';
import { drawView } from '../../screens/registry';
import { topicOf } from '../../wire/topics';
import { assetsIn, flashFiles } from './assets';
import { bootEvent } from '../boot';
import type { Build } from '../boot';
import { eventOf, ownMotif, sendUp } from '../bridge-link';
import type { SymbolModules } from './canvas';
import { uptimeClock } from './clock';
import type { Journal } from '../journal';
import { openJournal } from '../journal';
import type { Machine } from './machine';
import { mqttClient } from './mqtt';
import type { Mqtt } from '../link';
import { symbolModules } from './qr';
import type { Identity } from '../identity';
import { keepSettings, readIdentity, readSettings } from './settings';
import { sha256 } from './sha256';
import type { Voice } from './voice';

/** What the build fixes for a board (tools/build/espruino-entry.ts writes it). */
export interface Image extends Build {
  machine: Machine;
  /** The board's panel; `fault` hears of a QR that could not be drawn. */
  canvas(modules: SymbolModules, fault: (text: string) => void): Canvas;
  /** `log` hears of each sentence. */
  voice(assets: Assets, log: (name: string, value: unknown) => void): Voice;
  inputs(sink: InputSink): void;
  led(colour: Extract<Effect, { run: 'led' }>['colour']): void;
}

const WATCHDOG_SECONDS = 60;
const UP_SEQS_PER_RESTART = 65536;
const BYTES_PER_VARIABLE = 14;

/** Starts the box. Without a usable identity it says so on the console and does nothing else. */
export function start(image: Image): void {
  const identity = readIdentity(image.machine.files);
  if (typeof identity === 'string') {
    log('"fault"', identity);
    return;
  }
  // A program that hangs is a silent box: the chip starts it again.
  E.enableWatchdog(WATCHDOG_SECONDS, true);
  startBox(image, identity);
}

function startBox(image: Image, identity: Identity): void {
  const storage = require('Storage');
  const random = image.machine.random;
  const uptimeSeconds = uptimeClock();
  const journal = openJournal(flashFiles(storage), E.CRC32, random);
  const settings = { now: readSettings(storage) };
  let happen: (event: Event) => void = () => undefined;
  const mqtt = mqttClient(
    identity,
    {
      keepaliveSeconds: () => settings.now.told.keepaliveSeconds,
      uptimeSeconds,
      random,
    },
    require('net').connect,
    {
      up() {
        mqtt.publish(topicOf(identity.id, 's'), 'online');
        happen({ on: 'link', link: 'no-bridge' });
      },
      down(reason) {
        log('"mqtt"', reason);
        happen({ on: 'link', link: 'no-broker' });
      },
      message(topic, payload) {
        const event = eventOf(sha256, identity.key, topic, payload);
        if (event === undefined) log('"fault"', 'not-ours');
        else happen(event);
      },
    },
  );
  happen = run(
    portsOf(image, identity, journal, mqtt, settings, uptimeSeconds, (fault) => happen({ on: 'fault', fault })),
  );
  happen(bootEvent(image, journal, settings.now, random() | 1, ownMotif(sha256, identity.key)));
  image.inputs({ key: (key) => happen({ on: 'key', key }), code: (code) => happen({ on: 'code', code }) });
  setInterval(() => {
    mqtt.tick();
    happen({ on: 'tick' });
  }, 1000);
  image.machine.keepNetwork(identity, (up) => {
    if (up) mqtt.start();
    else mqtt.stop();
    happen({ on: 'link', link: up ? 'no-broker' : 'no-wifi' });
  });
}

function portsOf(
  image: Image,
  identity: Identity,
  journal: Journal,
  mqtt: Mqtt,
  settings: { now: Settings },
  uptimeSeconds: () => number,
  fault: (text: string) => void,
): Ports {
  const storage = require('Storage');
  const machine = image.machine;
  const assets = assetsIn(machine.files);
  const canvas = image.canvas((symbol) => symbolModules(assets, symbol), fault);
  const voice = image.voice(assets, log);
  let restarts = journal.nextRestart();
  let sent = 0;
  let onPanel: View | undefined;
  return {
    uptimeSeconds,
    after: (ms, later) => setTimeout(later, ms),
    cancel: clearTimeout,
    draw(view, done) {
      drawView(canvas, assets, view, onPanel, done);
      onPanel = view;
    },
    say: voice.say,
    hush: voice.hush,
    send: (message) => sendUp(sha256, mqtt, identity.id, identity.key, message),
    nextSeq() {
      sent++;
      if (sent >= UP_SEQS_PER_RESTART) {
        restarts = journal.nextRestart();
        sent = 1;
      }
      return restarts * UP_SEQS_PER_RESTART + sent;
    },
    keep: journal.keep,
    markSpoken: journal.markSpoken,
    keepSettings(told) {
      settings.now = told;
      if (!keepSettings(storage, told)) fault('settings-write');
      // The box goes on in its first language, and its bridge hears why.
      if (assets.read('texts-' + told.language, 0, 1) === '') fault('no-language');
    },
    led: image.led,
    vitals: () => ({ freeMemory: process.memory().free * BYTES_PER_VARIABLE, rssi: machine.rssi(), restarts }),
    log,
    restart: machine.restart,
  };
}

/** One line of JSON. The name comes with its quotes, so that the build knows that it is not a name of our own. */
function log(name: string, value: unknown): void {
  print('{' + name + ':' + JSON.stringify(value) + '}');
}
