// A box on Espruino: everything meets here. The build writes the entry that calls start() with the board's own drivers.
import type { View } from '../../app/effects';
import type { Event, Settings } from '../../app/events';
import type { Ports } from '../../app/run';
import { run } from '../../app/run';
import type { Drivers } from '../../drivers/registry';
import { drawView } from '../../screens/registry';
import { topicOf } from '../../wire/topics';
import { flashFiles, storageAssets } from './assets';
import { eventOf, sendUp } from './bridge-link';
import { graphicsCanvas } from './canvas';
import { uptimeClock } from './clock';
import type { Journal } from '../journal';
import { openJournal } from '../journal';
import { showLed } from './led';
import { mqttClient } from './mqtt';
import type { Mqtt } from './mqtt';
import { symbolModules } from './qr';
import type { Identity } from './settings';
import { keepSettings, readIdentity, readSettings } from './settings';
import { packVoice } from './voice';
import { waveOut } from './wave-out';
import { keepWifi } from './wifi';

/** What the build fixes for a board. */
export interface Image {
  board: string;
  version: string;
  audio: Drivers['audio'][keyof Drivers['audio']];
  display: Drivers['display'][keyof Drivers['display']];
  input: Drivers['input'][keyof Drivers['input']];
}

const WATCHDOG_SECONDS = 60;
const UP_SEQS_PER_RESTART = 65536;
const BYTES_PER_VARIABLE = 14;

/** Starts the box. Without a usable identity it says so on the console and does nothing else. */
export function start(image: Image): void {
  const identity = readIdentity(require('Storage'));
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
  const uptimeSeconds = uptimeClock();
  const journal = openJournal(flashFiles(storage), E.CRC32, random);
  const settings = { now: readSettings(storage) };
  let happen: (event: Event) => void = () => undefined;
  const mqtt = mqttClient(
    {
      host: identity.host,
      port: identity.port,
      id: identity.id,
      password: identity.password,
      subscribeTo: topicOf(identity.id, 'd'),
      willTopic: topicOf(identity.id, 's'),
      willPayload: 'offline',
      keepaliveSeconds: () => settings.now.keepaliveSeconds,
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
        const event = eventOf(identity.key, topic, payload);
        if (event === undefined) log('"fault"', 'not-ours');
        else happen(event);
      },
    },
  );
  happen = run(
    portsOf(image, identity, journal, mqtt, settings, uptimeSeconds, (fault) => happen({ on: 'fault', fault })),
  );
  happen(bootEvent(image, journal, settings.now));
  image.input(
    { widthPx: g.getWidth(), onTouch },
    { key: (key) => happen({ on: 'key', key }), code: (code) => happen({ on: 'code', code }) },
  );
  setInterval(() => {
    mqtt.tick();
    happen({ on: 'tick' });
  }, 1000);
  keepWifi(require('Wifi'), identity.ssid, identity.wifiPassword, random, (up) => {
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
  const assets = storageAssets(storage);
  const canvas = graphicsCanvas(g, image.display(), (symbol) => symbolModules(assets, symbol), fault);
  const voice = packVoice(assets, image.audio(waveOut(SPK), assets), log);
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
    say: (utterance, done) => voice.say(utterance, settings.now.volume, done),
    hush: voice.hush,
    send: (message) => sendUp(mqtt, identity.id, identity.key, message),
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
    },
    led: showLed,
    vitals: () => vitals(restarts),
    log,
    restart: E.reboot,
  };
}

/** In a function of its own, so that no closure keeps the journal's entries in memory. */
function bootEvent(image: Image, journal: Journal, settings: Settings): Event {
  const memory = journal.recall();
  return {
    on: 'boot',
    journal: memory.entries,
    floor: memory.floor,
    health: journal.health,
    settings,
    boot: random() | 1,
    firmware: image.version,
    board: image.board,
  };
}

function onTouch(handler: (xPx: number, yPx: number, down: boolean) => void): void {
  E.on('touch', (touch) => handler(touch.x, touch.y, touch.b > 0));
}

function vitals(restarts: number): { freeMemory: number; rssi: number; restarts: number } {
  const rssi = require('Wifi').getDetails().rssi;
  return {
    freeMemory: process.memory().free * BYTES_PER_VARIABLE,
    rssi: rssi === undefined ? 0 : -rssi,
    restarts,
  };
}

/** 31 random bits. */
function random(): number {
  return E.hwRand() >>> 1;
}

/** One line of JSON. The name comes with its quotes, so that the build knows that it is not a name of our own. */
function log(name: string, value: unknown): void {
  print('{' + name + ':' + JSON.stringify(value) + '}');
}
