// What app-trace.test.ts and portable.test.ts run on every engine: a seeded story of a box, every step of it printed.
import type { Effect } from '../../firmware/app/effects';
import type { Event, Settings } from '../../firmware/app/events';
import { unstarted } from '../../firmware/app/state';
import { update } from '../../firmware/app/update';

declare const STEPS: number;
declare const SEED: number;
declare function print(line: string): void;
declare function quit(): void;

let seed = SEED;
function roll(sides: number): number {
  seed = (seed * 69069 + 12345) & 0x7fffffff;
  return (seed >>> 8) % sides;
}

/** Everything that an effect says, in a form that is the same on every engine. */
function told(value: unknown): string {
  if (typeof value !== 'object' || value === null) return String(value);
  let text = '';
  if (Array.isArray(value)) {
    for (const one of value) text += told(one) + ',';
    return '[' + text + ']';
  }
  const of = value as Record<string, unknown>;
  for (const key of Object.keys(of).sort() as string[]) {
    if (of[key] !== undefined) text += key + ':' + told(of[key]) + ',';
  }
  return '{' + text + '}';
}

const settings: Settings = {
  told: { is: 'config', seq: 1, shop: 'Kirana', language: 'en', volume: 7, freshSeconds: 60, keepaliveSeconds: 60 },
  language: 'en',
  volume: 7,
};
const keys = ['1', '9', '00', 'clear', 'enter', 'enter'];
let state = unstarted();
let now = 0;
let seq = 100;
let boots = 0;

function down(): Event {
  const charge = roll(4);
  const kind = roll(16);
  const amountMinor = roll(1000) + 1;
  // Now and then a number comes again, as it does from a broker or a replay.
  const number = roll(4) === 0 && seq > 101 ? seq - roll(3) : ++seq;
  const unix = 1800000000 + now;
  if (kind < 4) {
    const paidAt = unix - roll(100);
    const again = roll(5) === 0;
    return { on: 'down', message: { is: 'paid', seq: number, charge, amountMinor, currency: 524, paidAt, again } };
  }
  if (kind === 4) {
    return { on: 'down', message: { is: 'reversed', seq: number, charge, amountMinor, currency: 524, paidAt: unix } };
  }
  if (kind === 5) {
    return { on: 'down', message: { is: 'recap', seq: number, count: 5, amountMinor, currency: 524, paidAt: unix } };
  }
  if (kind === 6) {
    const stage = roll(2) === 0 ? 'opened' : 'pending';
    return { on: 'down', message: { is: 'progress', seq: number, charge, stage } };
  }
  if (kind === 7) {
    const how = roll(2) === 0 ? 'failed' : 'cancelled';
    return { on: 'down', message: { is: 'closed', seq: number, charge, how } };
  }
  if (kind === 8) {
    const switches = [{ name: 'NEPALPAY', health: 'ok' as const }];
    return { on: 'down', message: { is: 'watch', seq: number, ttlSeconds: 20, switches } };
  }
  if (kind === 9) {
    const stage = roll(2) === 0 ? 'present' : 'confirm';
    return { on: 'down', message: { is: 'progress', seq: number, charge, stage, amountMinor, currency: 524 } };
  }
  if (kind === 10) {
    const request = boots + now - roll(3);
    return { on: 'down', message: { is: 'declined', seq: number, request, reason: 'limit' } };
  }
  if (kind === 11) {
    const codewords = roll(2) === 0 ? '' : 'upi';
    return { on: 'down', message: { is: 'static-qr', seq: number, version: 6, level: 1, mask: 2, codewords } };
  }
  return {
    on: 'down',
    message: {
      is: 'show-qr',
      seq: number,
      charge,
      amountMinor,
      currency: 524,
      expiresAt: unix + 30,
      version: 9,
      level: 1,
      mask: 0,
      codewords: 'abc',
    },
  };
}

function next(): Event {
  const what = roll(26);
  if (what < 9) return down();
  if (what === 9) return { on: 'key', key: roll(2) === 0 ? 'repeat' : 'dismiss' };
  if (what === 10) return { on: 'link', link: roll(2) === 0 ? 'no-broker' : 'no-bridge' };
  if (what === 11 || what === 12) {
    const unix = 1800000000 + now;
    return {
      on: 'down',
      message: { is: 'welcome', seq: ++seq, boot: boots, now: unix, count: 1, amountMinor: 100, currency: 524 },
    };
  }
  if (what < 16) {
    const fault = roll(6) === 0 ? 'audio-timeout' : undefined;
    return { on: 'said', token: state.voice.token, fault };
  }
  if (what < 21) return { on: 'key', key: keys[roll(keys.length)] ?? '' };
  if (what === 21) return { on: 'code', code: '6921' };
  now += roll(3);
  return { on: 'tick' };
}

function step(event: Event): void {
  const done = update(state, event, now);
  state = done.state;
  print(told(done.effects));
  for (const effect of done.effects as Effect[]) {
    if (effect.run === 'journal') step({ on: 'journalled', seq: effect.entry.seq, ok: roll(30) > 0 });
  }
}

boots = 7;
step({
  on: 'boot',
  journal: [],
  health: 'ok',
  floor: 0,
  settings,
  boot: boots,
  firmware: '1',
  board: 'b',
  motif: '024',
  languages: ['en', 'ne'],
});
step({ on: 'link', link: 'no-bridge' });
for (let i = 0; i < STEPS; i++) step(next());
quit();
