import { describe, expect, test } from 'vitest';
import { dfplayer } from '../../../../../tools/simulator/chips/dfplayer';
import type { CardFile } from '../../../../../tools/simulator/chips/dfplayer';

const card: CardFile[] = [
  { folder: 1, track: 1, ms: 500 },
  { folder: 2, track: 1, ms: 800 },
  { folder: 1, track: 2, ms: 300 },
];

/** A module on a bench: frames in hexadecimal, in and out. */
function bench(files: CardFile[] | undefined = card) {
  const module = dfplayer(files);
  const got: number[] = [];
  let nowMs = 0;
  module.onBytes((bytes) => got.push(...bytes));
  const wait = (ms: number): void => {
    for (let i = 0; i < ms; i++) module.tick(++nowMs);
  };
  const send = (frame: string): void => module.receive(Buffer.from(frame.replaceAll(' ', ''), 'hex'));
  const answers = (): string[] => {
    const text = Buffer.from(got).toString('hex').toUpperCase();
    got.length = 0;
    return text.match(/.{20}/g) ?? [];
  };
  const ready = (): void => {
    wait(2_100);
    answers();
  };
  return { module, wait, send, answers, ready };
}

const PLAY_1_1 = '7E FF 06 0F 00 01 01 FE EA EF';
const PLAY_1_2 = '7E FF 06 0F 00 01 02 FE E9 EF';
const QUERY_VOLUME = '7E FF 06 43 00 00 00 FE B8 EF';

describe('a DFPlayer Mini', () => {
  test('says after its start which devices are there, and takes nothing before that', () => {
    const { module, wait, send, answers } = bench();
    wait(1_500);
    send(PLAY_1_1);
    expect(module.faults).toEqual(['command 0Fh before the module said that it is ready (manual 3.3.1)']);
    expect(answers()).toEqual([]);
    wait(600);
    expect(answers()).toEqual(['7EFF063F000002FEBAEF']);
    expect(module.heard).toEqual([]);
  });

  test('says that nothing is there without a card', () => {
    const { wait, answers, send } = bench([]);
    wait(2_100);
    expect(answers()).toEqual(['7EFF063F000002FEBAEF']);
    send(PLAY_1_1);
    wait(20);
    expect(answers()).toEqual(['7EFF0640000006FEB5EF']);
    const gone = dfplayer(undefined);
    const bytes: number[] = [];
    gone.onBytes((some) => bytes.push(...some));
    gone.tick(3_000);
    expect(Buffer.from(bytes).toString('hex')).toBe('7eff063f000000febcef');
  });

  test('answers the wrong checksum of the manual as a module did: 40 00 00 04', () => {
    const { send, answers, ready, wait, module } = bench();
    ready();
    send('7E FF 06 03 00 00 01 FF E6 EF');
    wait(20);
    expect(answers()).toEqual(['7EFF0640000004FEB7EF']);
    expect(module.faults).toEqual(['command 03h with a wrong checksum']);
  });

  test('plays a file of a folder: BUSY goes low, the end is reported twice with its number on the card', () => {
    const { module, wait, send, answers, ready } = bench();
    ready();
    expect(module.busyIsHigh()).toBe(true);
    send(PLAY_1_2);
    wait(10);
    expect(module.busyIsHigh()).toBe(false);
    wait(500);
    expect(module.busyIsHigh()).toBe(true);
    expect(answers()).toEqual(['7EFF063D000003FEBBEF', '7EFF063D000003FEBBEF']);
    expect(module.heard).toMatchObject([{ folder: 1, track: 2, volume: 30, whole: true }]);
    expect(module.faults).toEqual([]);
  });

  test('acknowledges when it is asked to', () => {
    const { send, answers, ready, wait } = bench();
    ready();
    send('7E FF 06 06 01 00 0F FE E5 EF');
    wait(20);
    expect(answers()).toEqual(['7EFF0641000000FEBAEF']);
  });

  test('takes a volume and tells it', () => {
    const { send, answers, ready, wait, module } = bench();
    ready();
    send('7E FF 06 06 00 00 0F FE E6 EF');
    wait(30);
    send(QUERY_VOLUME);
    wait(20);
    expect(answers()).toEqual(['7EFF064300000FFEA9EF']);
    send('7E FF 06 06 00 00 1F FE D6 EF');
    expect(module.faults).toEqual(['volume 31: 0 to 30 (manual 3.2)']);
  });

  test('takes one command at a time', () => {
    const { send, answers, ready, wait, module } = bench();
    ready();
    send(PLAY_1_1);
    wait(50);
    send(QUERY_VOLUME);
    wait(20);
    expect(answers()).toEqual(['7EFF0640000001FEBAEF']);
    expect(module.faults).toEqual(['command 43h while the module is occupied with the last one']);
    wait(50);
    send(QUERY_VOLUME);
    wait(20);
    expect(answers()).toEqual(['7EFF064300001EFE9AEF']);
  });

  test('cuts a file off when the next one is asked for, stopped or paused', () => {
    const { module, send, ready, wait, answers } = bench();
    ready();
    send(PLAY_1_1);
    wait(200);
    send(PLAY_1_2);
    wait(150);
    send('7E FF 06 16 00 00 00 FE E5 EF');
    wait(1_000);
    expect(module.heard.map(({ whole }) => whole)).toEqual([false, false]);
    expect(answers()).toEqual([]);
    send(PLAY_1_1);
    wait(200);
    send('7E FF 06 0E 00 00 00 FE ED EF');
    wait(1_000);
    expect(module.busyIsHigh()).toBe(true);
    expect(answers()).toEqual([]);
    send('7E FF 06 0D 00 00 00 FE EE EF');
    wait(500);
    expect(answers()).toEqual(['7EFF063D000001FEBDEF', '7EFF063D000001FEBDEF']);
    expect(module.heard.at(-1)).toMatchObject({ whole: true });
  });

  test('refuses folders and tracks that cannot be, and says which file it does not find', () => {
    const { module, send, ready, wait, answers } = bench();
    ready();
    send('7E FF 06 0F 00 64 01 FE 87 EF');
    wait(150);
    send('7E FF 06 0F 00 01 09 FE E2 EF');
    wait(20);
    expect(answers()).toEqual(['7EFF0640000005FEB6EF', '7EFF0640000006FEB5EF']);
    expect(module.faults).toEqual(['folder 100, track 1: folders are 1 to 99, tracks 1 to 255 (manual 3.4.4)']);
  });

  test('finds its way back after noise and a half frame', () => {
    const { module, send, ready, wait, answers } = bench();
    ready();
    send('00 55 7E FF 06 43');
    send(QUERY_VOLUME);
    wait(20);
    send(QUERY_VOLUME);
    wait(20);
    expect(answers().at(-1)).toBe('7EFF064300001EFE9AEF');
    expect(module.faults.length).toBeGreaterThan(0);
  });
});
