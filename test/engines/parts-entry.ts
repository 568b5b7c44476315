// What portable.test.ts and parts.test.ts run on every engine: the drivers of sound and keys on wires that print.
import type { Utterance } from '../../firmware/app/effects';
import { buzzer } from '../../firmware/drivers/audio/buzzer/driver';
import { dfplayer } from '../../firmware/drivers/audio/dfplayer/driver';
import { frameOf } from '../../firmware/drivers/audio/dfplayer/frame';
import { buttons } from '../../firmware/drivers/input/buttons/driver';
import { gm65 } from '../../firmware/drivers/input/gm65/driver';
import { keypad } from '../../firmware/drivers/input/keypad/driver';
import { rotary } from '../../firmware/drivers/input/rotary/driver';
import type { InputPin, InputSink, OutputPin, SerialLine } from '../../firmware/drivers/ports';
import { tonesOf } from '../../firmware/speech/tones';

declare function print(line: string): void;
declare function quit(): void;

/** A clock that the program moves: timers that fall due run in their order. */
const timers: { atMs: number; run: (() => void) | undefined }[] = [];
let nowMs = 0;
function after(ms: number, run: () => void): number {
  timers.push({ atMs: nowMs + ms, run });
  return timers.length - 1;
}
function cancel(timer: number): void {
  timers[timer]!.run = undefined;
}
function wait(ms: number): void {
  const untilMs = nowMs + ms;
  for (;;) {
    let next = -1;
    for (let i = 0; i < timers.length; i++) {
      const due = timers[i]!.run !== undefined && timers[i]!.atMs <= untilMs;
      if (due && (next < 0 || timers[i]!.atMs < timers[next]!.atMs)) next = i;
    }
    if (next < 0) break;
    const run = timers[next]!.run;
    nowMs = timers[next]!.atMs;
    timers[next]!.run = undefined;
    if (run !== undefined) run();
  }
  nowMs = untilMs;
}

const sink: InputSink = { key: (key) => print('key ' + key), code: (code) => print('code ' + code) };
const done = (fault: string | undefined): void => print('done ' + (fault === undefined ? 'whole' : fault));

function codesOf(bytes: string): string {
  let text = '';
  for (let i = 0; i < bytes.length; i++) text += ' ' + bytes.charCodeAt(i);
  return text;
}

/** A pin with a level that the program sets. */
interface Hand {
  pin: InputPin;
  set(high: boolean): void;
}
function hand(): Hand {
  let level = true;
  let taker: (high: boolean) => void = () => undefined;
  return {
    pin: {
      isHigh: () => level,
      onChange(handler) {
        taker = handler;
      },
    },
    set(high) {
      level = high;
      taker(high);
    },
  };
}

interface Far {
  line: SerialLine;
  receive(bytes: string): void;
}
/** A serial line; `answers` says what comes back for a command byte. */
function far(answers: (command: number) => string): Far {
  let taker: (bytes: string) => void = () => undefined;
  return {
    line: {
      after,
      cancel,
      write(bytes) {
        print(nowMs + codesOf(bytes));
        const answer = answers(bytes.charCodeAt(3));
        if (answer !== '') after(5, () => taker(answer));
      },
      onBytes(handler) {
        taker = handler;
      },
    },
    receive: (bytes) => taker(bytes),
  };
}

function sound(): void {
  const module = far((command) => frameOf(command === 66 ? 66 : 65, 0, 0));
  const player = dfplayer(module.line, undefined);
  player.play(2, [0, 254, 255], 7, done);
  wait(1000);
  module.receive('\x7e\xff' + frameOf(61, 0, 1));
  wait(1000);
  module.receive(frameOf(61, 0, 2));
  wait(1000);
  player.play(1, [3], 0, done);
  wait(9000);
  const absent = dfplayer(far(() => '').line, undefined);
  absent.play(1, [1], 5, done);
  wait(9000);

  const beeper = buzzer({ after, cancel, tone: (hz) => print(nowMs + ' Hz ' + hz) });
  const paid: Utterance = { say: 'paid', kind: 'new', amountMinor: 1, currency: 524, seqs: [], language: 'en' };
  beeper.play(tonesOf(paid), done);
  wait(2000);
  beeper.play(
    tonesOf({ say: 'recap', again: false, count: 3, amountMinor: 1, currency: 524, seqs: [], language: 'en' }),
    done,
  );
  wait(200);
  beeper.stop();
}

function codes(): void {
  const module = far(() => '');
  gm65(module.line, sink);
  module.receive('2812');
  module.receive('3456\r\n77\x02ab\r');
  module.receive('half');
  wait(300);
  module.receive('13\xe9\r');
}

function keys(): void {
  const button = hand();
  buttons([{ key: 'repeat', pin: button.pin }], sink, { after, cancel });
  button.set(false);
  wait(5);
  button.set(true);
  button.set(false);
  wait(100);
  button.set(true);
  wait(100);
  button.set(false);
  wait(800);
  button.set(true);
  wait(100);

  let row = -1;
  const high = [true, true, true, true];
  const columns = [hand(), hand(), hand(), hand()];
  const rows: OutputPin[] = [];
  for (let i = 0; i < 4; i++) {
    const at = i;
    rows.push({
      set(level) {
        high[at] = level;
        if (row === at) columns[2]!.set(level);
      },
    });
  }
  keypad(rows, [columns[0]!.pin, columns[1]!.pin, columns[2]!.pin, columns[3]!.pin], sink, { after, cancel });
  for (row = 0; row < 4; row++) {
    columns[2]!.set(high[row]!);
    wait(100);
    columns[2]!.set(true);
    const held = row;
    row = -1;
    wait(100);
    row = held;
  }

  const a = hand();
  const b = hand();
  const push = hand();
  rotary(a.pin, b.pin, push.pin, sink, { after, cancel });
  for (let i = 0; i < 3; i++) {
    const first = i === 0 ? a : b;
    const second = i === 0 ? b : a;
    first.set(false);
    second.set(false);
    first.set(true);
    second.set(true);
    push.set(false);
    wait(100);
    push.set(true);
    wait(100);
  }
  push.set(false);
  wait(700);
}

sound();
codes();
keys();
quit();
