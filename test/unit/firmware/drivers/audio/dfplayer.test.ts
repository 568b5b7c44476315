import { describe, expect, test } from 'vitest';
import { dfplayer } from '../../../../../firmware/drivers/audio/dfplayer/driver';
import { frameOf } from '../../../../../firmware/drivers/audio/dfplayer/frame';
import { handLine, handPin } from '../../../../support/hand-line';

const hexOf = (bytes: string): string => Buffer.from(bytes, 'latin1').toString('hex').toUpperCase();

/** What a module sends back: no acknowledgement is asked for. */
function answer(command: number, low = 0): string {
  const head = [0xff, 0x06, command, 0, 0, low];
  const sum = (0x10000 - head.reduce((a, b) => a + b, 0)) & 0xffff;
  return Buffer.from([0x7e, ...head, sum >> 8, sum & 255, 0xef]).toString('latin1');
}

/** A driver on a line whose far end takes every command, unless the test says otherwise. */
function bench(options: { pin?: boolean } = {}) {
  const { line, clock, written, receive } = handLine();
  const hand = handPin();
  const player = dfplayer(line, options.pin === true ? hand.pin : undefined);
  const faults: (string | undefined)[] = [];
  let reply: (command: number) => string = (command) => answer(command === 0x42 ? 0x42 : 0x41);
  const write = line.write;
  line.write = (bytes) => {
    write(bytes);
    clock.after(5, () => receive(reply(bytes.charCodeAt(3))));
  };
  return {
    player,
    clock,
    receive,
    faults,
    pin: hand.set,
    reply: (next: (command: number) => string) => (reply = next),
    play: (tracks: number[], volume = 10) => player.play(1, tracks, volume, (fault) => faults.push(fault)),
    /** Command and parameter of everything sent. */
    sent: () => written.map(({ bytes }) => [bytes[3], (bytes[5] ?? 0) * 256 + (bytes[6] ?? 0)]),
    times: () => written.map(({ atMs }) => atMs),
  };
}

describe('a DFPlayer’s frame', () => {
  test('is what real modules take', () => {
    // A trace of a module (ghmartin77/DFPlayerAnalyzer, issue 6) has feedback 0; ours is 1, so the sum is one less.
    expect(hexOf(frameOf(0x06, 0, 15))).toBe('7EFF060601000FFEE5EF');
    expect(hexOf(frameOf(0x0c, 0, 0))).toBe('7EFF060C010000FEEEEF');
  });
});

describe('a sentence on a DFPlayer', () => {
  test('is heard clip by clip, each after the end of the one before', () => {
    const { play, sent, clock, receive, faults } = bench();
    play([0, 41]);
    clock.advance(1000);
    expect(sent()).toEqual([
      [0x42, 0],
      [0x06, 30],
      [0x0f, 0x101],
    ]);
    receive(answer(0x3d, 1));
    clock.advance(1000);
    expect(sent().at(-1)).toEqual([0x0f, 0x12a]);
    expect(faults).toEqual([]);
    receive(answer(0x3d, 42));
    clock.advance(1000);
    expect(faults).toEqual([undefined]);
  });

  test('has at least 100 ms between any two commands', () => {
    const { play, times, clock, receive, player, sent } = bench();
    play([1, 2, 3]);
    for (let i = 0; i < 3; i++) {
      clock.advance(500);
      receive(answer(0x3d));
    }
    clock.advance(500);
    play([4, 5], 3);
    clock.advance(300);
    player.stop();
    play([6]);
    clock.advance(310);
    player.stop();
    play([7]);
    clock.advance(1000);
    expect(
      sent()
        .slice(-6)
        .map(([command]) => command),
    ).toEqual([0x0f, 0x16, 0x06, 0x0f, 0x16, 0x0f]);
    const gaps = times().map((at, i) => at - (times()[i - 1] ?? -100));
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(100);
  });

  test('goes on once when a clone tells the end of a track twice', () => {
    const { play, sent, clock, receive, faults } = bench();
    play([1, 2]);
    clock.advance(1000);
    receive(answer(0x3d));
    clock.advance(40);
    receive(answer(0x3d));
    clock.advance(80);
    receive(answer(0x3d));
    clock.advance(1000);
    expect(sent().filter(([command]) => command === 0x0f).length).toBe(2);
    expect(faults).toEqual([]);
    receive(answer(0x3d));
    clock.advance(1000);
    expect(faults).toEqual([undefined]);
  });

  test('ends by the BUSY line when the module says nothing', () => {
    const { play, sent, clock, pin, faults } = bench({ pin: true });
    play([1, 2]);
    for (let i = 0; i < 2; i++) {
      clock.advance(400);
      pin(false);
      clock.advance(400);
      pin(true);
    }
    clock.advance(400);
    expect(sent().filter(([command]) => command === 0x0f)).toEqual([
      [0x0f, 0x102],
      [0x0f, 0x103],
    ]);
    expect(faults).toEqual([undefined]);
  });

  test('is put together from pieces, noise between them', () => {
    const { play, clock, receive, faults, reply } = bench();
    reply(() => '');
    play([7]);
    const noisy = '\x00\x7e\xff' + answer(0x42, 2) + '\xef\x7e\x7e';
    for (const byte of noisy) receive(byte);
    reply(() => answer(0x41));
    clock.advance(1000);
    const damaged = answer(0x3d).replace('\x3d', '\x3e');
    receive(damaged);
    clock.advance(200);
    expect(faults).toEqual([]);
    receive('\x7e\xff\x06' + answer(0x3d).substring(0, 4));
    receive(answer(0x3d).substring(4));
    clock.advance(1000);
    expect(faults).toEqual([undefined]);
  });

  test.each([
    [0, 4],
    [1, 6],
    [5, 17],
    [10, 30],
    [99, 30],
    [-1, 4],
  ])('of volume %i is heard at %i of 30', (volume, level) => {
    const { play, sent, clock } = bench();
    play([1], volume);
    clock.advance(1000);
    expect(sent()[1]).toEqual([0x06, level]);
  });

  test('of the same volume does not set it again, unless the module was without power', () => {
    const { play, sent, clock, receive } = bench();
    for (let i = 0; i < 2; i++) {
      play([1]);
      clock.advance(1000);
      receive(answer(0x3d));
      clock.advance(1000);
    }
    expect(sent().filter(([command]) => command === 0x06).length).toBe(1);
    receive(answer(0x3f, 2));
    play([1]);
    clock.advance(1000);
    expect(sent().filter(([command]) => command === 0x06).length).toBe(2);
  });
});

describe('trouble with a DFPlayer', () => {
  test('that is still starting only delays the sentence', () => {
    const { play, clock, sent, reply, receive, faults } = bench();
    reply((command) => (command === 0x42 ? answer(0x40, 1) : answer(0x41)));
    play([1]);
    clock.advance(1600);
    expect(sent().every(([command]) => command === 0x42)).toBe(true);
    receive(answer(0x3f, 2));
    clock.advance(1000);
    receive(answer(0x3d));
    clock.advance(1000);
    expect(faults).toEqual([undefined]);
  });

  test('that is not there is told within five seconds, and looked for again at the next sentence', () => {
    const { play, clock, reply, receive, faults, sent } = bench();
    reply(() => '');
    play([1]);
    clock.advance(5000);
    expect(faults).toEqual(['audio-missing']);
    expect(sent().length).toBe(8);
    reply(() => answer(0x41));
    play([1]);
    clock.advance(1000);
    receive(answer(0x3d));
    clock.advance(1000);
    expect(faults).toEqual(['audio-missing', undefined]);
  });

  test('that has no card is told', () => {
    const { play, clock, reply, receive, faults } = bench();
    reply(() => '');
    play([1]);
    clock.advance(2000);
    receive(answer(0x3f, 0));
    clock.advance(5000);
    expect(faults).toEqual(['audio-missing']);
  });

  test('whose card lacks a clip ends the sentence: the rest of an amount would be wrong', () => {
    const { play, clock, reply, faults, sent } = bench();
    reply((command) => answer(command === 0x0f ? 0x40 : 0x41, 6));
    play([1, 2]);
    clock.advance(3000);
    expect(faults).toEqual(['audio-pack']);
    expect(sent().filter(([command]) => command === 0x0f).length).toBe(1);
  });

  test.each([3, 4])('that heard a damaged command (error %i) is told again', (code) => {
    const { play, clock, reply, receive, faults, sent } = bench();
    let damaged = 1;
    reply((command) => (command === 0x0f && damaged-- > 0 ? answer(0x40, code) : answer(0x41)));
    play([1]);
    clock.advance(1000);
    expect(sent().filter(([command]) => command === 0x0f).length).toBe(2);
    receive(answer(0x3d));
    clock.advance(1000);
    expect(faults).toEqual([undefined]);
  });

  test('that acknowledges nothing but sounds does not begin the word anew', () => {
    const { play, clock, reply, pin, faults, sent } = bench({ pin: true });
    reply((command) => (command === 0x0f ? '' : answer(0x41)));
    play([1]);
    clock.advance(390);
    pin(false);
    clock.advance(700);
    pin(true);
    clock.advance(1000);
    expect(sent().filter(([command]) => command === 0x0f).length).toBe(1);
    expect(faults).toEqual([undefined]);
  });

  test('that acknowledges nothing and is silent is missing after three tries', () => {
    const { play, clock, reply, faults, sent } = bench();
    reply((command) => (command === 0x0f ? '' : answer(0x41)));
    play([1]);
    clock.advance(3000);
    expect(faults).toEqual(['audio-missing']);
    expect(sent().filter(([command]) => command === 0x0f).length).toBe(3);
  });

  test('that never ends a track is stopped after five seconds', () => {
    const { play, clock, faults, sent } = bench();
    play([1]);
    clock.advance(5600);
    expect(faults).toEqual(['audio-timeout']);
    expect(sent().at(-1)?.[0]).toBe(0x16);
  });

  test('whose card is pulled, or whose power fails, ends the sentence', () => {
    for (const event of [0x3b, 0x3f]) {
      const { play, clock, receive, faults } = bench();
      play([1, 2]);
      clock.advance(1000);
      receive(answer(event, 2));
      clock.advance(10_000);
      expect(faults).toEqual(['audio-missing']);
    }
  });

  test('never ends a sentence twice, and a second one waits for nobody', () => {
    const { play, clock, player, receive, faults } = bench();
    play([1]);
    play([2]);
    expect(faults).toEqual(['audio-busy']);
    clock.advance(1000);
    player.stop();
    player.stop();
    receive(answer(0x3d));
    clock.advance(10_000);
    expect(faults).toEqual(['audio-busy', 'audio-stopped']);
    play([]);
    clock.advance(200);
    expect(faults).toEqual(['audio-busy', 'audio-stopped', undefined]);
    player.play(1, [255], 5, (fault) => faults.push(fault));
    clock.advance(1000);
    expect(faults.at(-1)).toBe('audio-pack');
  });
});
