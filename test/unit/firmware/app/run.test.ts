import { describe, expect, test } from 'vitest';
import type { Utterance, View } from '../../../../firmware/app/effects';
import type { Event, JournalEntry, Settings } from '../../../../firmware/app/events';
import { run } from '../../../../firmware/app/run';
import type { Ports } from '../../../../firmware/app/run';
import type { Down, Up } from '../../../../firmware/wire/index';
import { BOOT, NOON, paid, showQr, settings } from '../../../support/shop-box';

type Done = (fault: string | undefined) => void;

/** Ports that note what was asked of them; the test plays panel, speaker and clock. */
function desk() {
  const seen = {
    views: [] as View[],
    sentences: [] as Utterance[],
    sent: [] as Up[],
    kept: [] as JournalEntry[],
    marked: [] as number[],
    settings: [] as Settings[],
    leds: [] as string[],
    facts: [] as string[],
    restarts: 0,
    hushed: 0,
  };
  const timers = new Map<number, { ms: number; later: () => void }>();
  const now = { seconds: 0 };
  const panel: Done[] = [];
  const speaker: Done[] = [];
  let timer = 0;
  let seq = 0;
  let speakerIsDead = false;
  const ports: Ports = {
    uptimeSeconds: () => now.seconds,
    after(ms, later) {
      timers.set(++timer, { ms, later });
      return timer;
    },
    cancel: (id) => timers.delete(id),
    draw(view, done) {
      seen.views.push(view);
      panel.push(done);
    },
    say(utterance, _volume, done) {
      seen.sentences.push(utterance);
      speaker.push(done);
      if (speakerIsDead) done('audio-missing');
      return 3000;
    },
    hush: () => seen.hushed++,
    send: (message) => seen.sent.push(message),
    nextSeq: () => ++seq,
    keep(entry) {
      seen.kept.push(entry);
      return true;
    },
    markSpoken: (spoken) => seen.marked.push(spoken),
    keepSettings: (settings) => seen.settings.push(settings),
    led: (colour) => seen.leds.push(colour),
    vitals: () => ({ freeMemory: 50_000, rssi: 61, restarts: 3 }),
    log: (name, value) => seen.facts.push(`${JSON.parse(name) as string} ${value}`),
    restart: () => seen.restarts++,
  };
  const happen = run(ports);
  const box = {
    seen,
    now,
    happen,
    hear: (message: Down) => happen({ on: 'down', message }),
    painted: (fault?: string) => panel.shift()?.(fault),
    spoke: (fault?: string) => speaker.shift()?.(fault),
    killSpeaker: () => (speakerIsDead = true),
    /** Lets the timer of this length run out. */
    elapse(ms: number) {
      for (const [id, one] of [...timers]) {
        if (one.ms !== ms) continue;
        timers.delete(id);
        one.later();
      }
    },
    timers: () => [...timers.values()].map(({ ms }) => ms),
    online() {
      happen({
        ...{ on: 'boot', journal: [], health: 'ok', floor: 0, settings: settings(), boot: BOOT, firmware: '1' },
        ...{ board: 'b', motif: '024', languages: ['en'] },
      });
      happen({ on: 'link', link: 'no-bridge' });
      const totals = { count: 0, amountMinor: 0, currency: 524 };
      box.hear({ is: 'welcome', seq: 100, boot: BOOT, now: NOON, ...totals });
      while (panel.length > 0) box.painted();
      return box;
    },
  };
  return box;
}

describe('a running box', () => {
  test('takes a payment from flash to speaker and back to the bridge', () => {
    const box = desk().online();
    box.hear(paid({ seq: 101 }));
    expect(box.seen.kept.map(({ seq }) => seq)).toEqual([101]);
    box.spoke();
    expect(box.seen.marked).toEqual([101]);
    expect(box.seen.sent.slice(-2)).toMatchObject([
      { is: 'ack', of: 101, stage: 'received' },
      { is: 'ack', of: 101, stage: 'spoken' },
    ]);
    expect(box.seen.leds).toEqual(['green']);
  });

  test('numbers what it sends, without holes', () => {
    const box = desk().online();
    box.hear(paid({ seq: 101 }));
    expect(box.seen.sent.map(({ seq }) => seq)).toEqual([1, 2, 3]);
    expect(box.seen.sent[1]).toMatchObject({ is: 'telemetry', freeMemory: 50_000, rssi: 61, restarts: 3, fault: '' });
  });

  test('says on its console what it shows and how far it reaches', () => {
    const box = desk().online();
    box.hear(showQr({ seq: 101 }));
    expect(box.seen.facts).toEqual([
      'link no-wifi',
      'screen starting',
      'link no-bridge',
      'link online',
      'screen idle',
      'screen qr',
    ]);
  });

  test('does what it is asked: settings, restart', () => {
    const box = desk().online();
    const told = { shop: 'S', language: 'ne', volume: 1, freshSeconds: 2, keepaliveSeconds: 30 };
    box.hear({ is: 'config', seq: 101, ...told });
    box.hear({ is: 'command', seq: 102, command: 'restart' });
    expect(box.seen.settings).toMatchObject([{ told, language: 'ne', volume: 1 }]);
    expect(box.seen.restarts).toBe(1);
  });
});

describe('a slow panel', () => {
  test('gets the newest picture when it is ready, and none in between', () => {
    const box = desk().online();
    box.seen.views.length = 0;
    box.hear(showQr({ seq: 101 }));
    box.hear({ is: 'progress', seq: 102, charge: 1, stage: 'opened' });
    box.hear({ is: 'progress', seq: 103, charge: 1, stage: 'scanned' });
    expect(box.seen.views.map(({ at }) => at)).toEqual(['qr']);
    box.painted();
    expect(box.seen.views.map(({ at }) => at)).toEqual(['qr', 'scanned']);
  });

  test('that never ends is a fault, and speech goes on', () => {
    const box = desk().online();
    box.hear(paid({ seq: 101 }));
    box.elapse(10_000);
    expect(box.seen.facts).toContain('fault display-timeout');
    expect(box.seen.sentences).toHaveLength(1);
    box.painted();
    box.painted();
    expect(box.seen.facts.filter((fact) => fact.startsWith('fault'))).toHaveLength(1);
  });

  test('that reports a fault is heard', () => {
    const box = desk().online();
    box.hear(showQr({ seq: 101 }));
    box.painted('display-busy');
    expect(box.seen.sent.at(-1)).toMatchObject({ is: 'telemetry', fault: 'display-busy' });
  });
});

describe('a speaker that hangs', () => {
  test('is stopped, tried once more, and then given up', () => {
    const box = desk().online();
    box.hear(paid({ seq: 101 }));
    box.elapse(8000);
    expect(box.seen.hushed).toBe(1);
    expect(box.seen.facts).toContain('fault audio-timeout');
    box.elapse(8000);
    expect(box.seen.sentences).toHaveLength(2);
    expect(box.seen.sent.filter(({ is }) => is === 'ack').at(-1)).toMatchObject({
      stage: 'refused',
      reason: 'no-voice',
    });
    box.spoke();
    expect(box.seen.marked).toEqual([]);
  });

  test('leaves no timer behind when it does not hang', () => {
    const box = desk().online();
    box.hear(paid({ seq: 101 }));
    box.painted();
    box.spoke();
    expect(box.timers()).toEqual([]);
  });

  test('or that refuses at once sets no timer', () => {
    const box = desk().online();
    box.killSpeaker();
    box.hear(paid({ seq: 101 }));
    expect(box.timers()).toEqual([10_000]);
    expect(box.seen.sent.at(-1)).toMatchObject({ is: 'telemetry', fault: 'audio-missing' });
  });
});

describe('a flood of events', () => {
  test('is bounded: what does not fit is dropped', () => {
    const box = desk();
    let depth = 0;
    const flood: Event = { on: 'key', key: 'x' };
    const sent: Up[] = box.seen.sent;
    box.online();
    sent.push = (message) => {
      // Each message that is sent brings a hundred keys, once.
      if (depth++ === 0) for (let i = 0; i < 100; i++) box.happen(flood);
      return Array.prototype.push.call(sent, message);
    };
    box.happen(flood);
    expect(sent.filter(({ is }) => is === 'key')).toHaveLength(1 + 64);
  });
});
