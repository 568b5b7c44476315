// A box on NodeMCU: everything meets here. The build writes the entry that calls start() with the board's own parts.
import type { View } from '../../app/effects';
import type { Event, Settings } from '../../app/events';
import type { Ports } from '../../app/run';
import { run } from '../../app/run';
import type { Assets, InputSink } from '../../drivers/ports';
import { topicOf } from '../../wire/topics';
import { bootEvent } from '../boot';
import type { Build } from '../boot';
import { eventOf, ownMotif, sendUp } from '../bridge-link';
import { word } from '../bytes';
import type { Journal } from '../journal';
import { openJournal } from '../journal';
import type { Chip, Secure } from './chip';
import { uptimeClock } from './clock';
import { crc32 } from './crc32';
import type { Display } from './display';
import { journalFiles, openAssets } from './files';
import type { Mqtt } from '../link';
import { mqttClient } from './mqtt';
import type { Random } from './random';
import { secretRandom } from './random';
import type { Identity } from '../identity';
import { keepSettings, readIdentity, readSettings } from './settings';
import { sha256 } from './sha256';
import { everySecond, timers } from './timers';
import type { Voice } from './voice';
import { keepWifi } from './wifi';

/** What the build fixes for a board. */
export interface Image extends Build {
  chip: Chip;
  display(assets: Assets, fault: (text: string) => void): Display;
  voice(assets: Assets): Voice;
  inputs(sink: InputSink): void;
}

/** What the box is made of once it runs. */
interface Box extends Build {
  chip: Chip;
  identity: Identity;
  secure: Secure;
  assets: Assets;
  display: Display;
  voice: Voice;
  journal: Journal;
  random: Random;
  settings: Settings;
  uptimeSeconds: () => number;
  restarts: number;
}

const UP_SEQS_PER_RESTART = 65536;

/** Starts the box. Without a usable identity it says so on the console and does nothing else. */
export function start(image: Image): void {
  const identity = readIdentity(image.chip.open);
  const secure = typeof identity === 'string' ? undefined : image.chip.secure(identity.ca);
  if (typeof identity === 'string' || secure === undefined) {
    log('"fault"', typeof identity === 'string' ? identity : 'no TLS on this chip');
    return;
  }
  const random = secretRandom(identity.key, image.chip.microseconds);
  const journal = openJournal(journalFiles(image.chip.open), crc32, () => random.next());
  const restarts = journal.nextRestart();
  // A number that no start before had: so are all that come of it.
  random.stir(word(restarts));
  let fault: (text: string) => void = () => undefined;
  const assets = openAssets(image.chip.open);
  const box: Box = {
    board: image.board,
    version: image.version,
    languages: image.languages,
    chip: image.chip,
    identity,
    secure,
    journal,
    random,
    restarts,
    assets,
    display: image.display(assets, (text) => fault(text)),
    voice: image.voice(assets),
    settings: readSettings(image.chip.open),
    uptimeSeconds: uptimeClock(image.chip.microseconds),
  };
  // A display that does not start is a fault, and the box speaks all the same.
  box.display.start((wrong) => {
    const happen = startBox(box);
    image.inputs({ key: (key) => happen({ on: 'key', key }), code: (code) => happen({ on: 'code', code }) });
    fault = (text) => happen({ on: 'fault', fault: text });
    if (wrong !== undefined) fault(wrong);
  });
}

function startBox(box: Box): (event: Event) => void {
  const identity = box.identity;
  let happen: (event: Event) => void = () => undefined;
  const mqtt = mqttClient(
    identity,
    {
      secure: box.secure,
      keepaliveSeconds: () => box.settings.told.keepaliveSeconds,
      uptimeSeconds: box.uptimeSeconds,
      random: () => box.random.next(),
    },
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
  happen = run(portsOf(box, mqtt, (fault) => happen({ on: 'fault', fault })));
  happen(bootEvent(box, box.journal, box.settings, box.random.next() | 1, ownMotif(sha256, identity.key)));
  everySecond(() => {
    box.chip.alive();
    mqtt.tick();
    happen({ on: 'tick' });
  });
  keepWifi(
    box.chip.station,
    identity.ssid,
    identity.wifiPassword,
    () => box.random.next(),
    (up) => {
      if (up) mqtt.start();
      else mqtt.stop();
      happen({ on: 'link', link: up ? 'no-broker' : 'no-wifi' });
    },
  );
  return happen;
}

function portsOf(box: Box, mqtt: Mqtt, fault: (text: string) => void): Ports {
  const open = box.chip.open;
  let sent = 0;
  let onPanel: View | undefined = undefined;
  return {
    uptimeSeconds: () => box.uptimeSeconds(),
    after: (ms, later) => timers.after(ms, later),
    cancel: (timer) => timers.cancel(timer),
    draw(view, done) {
      box.display.draw(view, onPanel, done);
      onPanel = view;
    },
    say: (utterance, volume, done) => box.voice.say(utterance, volume, done),
    hush: () => box.voice.hush(),
    send: (message) => sendUp(sha256, mqtt, box.identity.id, box.identity.key, message),
    nextSeq() {
      sent++;
      if (sent >= UP_SEQS_PER_RESTART) {
        box.restarts = box.journal.nextRestart();
        sent = 1;
      }
      return box.restarts * UP_SEQS_PER_RESTART + sent;
    },
    keep: (entry) => box.journal.keep(entry),
    markSpoken(seq) {
      box.journal.markSpoken(seq);
    },
    keepSettings(told) {
      box.settings = told;
      if (!keepSettings(open, told)) fault('settings-write');
      // The box goes on in its first language, and its bridge hears why.
      if (box.assets.read('texts-' + told.language, 0, 1) === '') fault('no-language');
    },
    led: () => undefined,
    vitals: () => ({ freeMemory: node.heap(), rssi: box.chip.rssi(), restarts: box.restarts }),
    log,
    restart: () => node.restart(),
  };
}

/** One line of JSON. The name comes with its quotes, as the portable part gives it; the value needs no escapes. */
function log(name: string, value: string): void {
  print('{' + name + ':"' + value + '"}');
}
