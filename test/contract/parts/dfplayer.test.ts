// The DFPlayer's driver on the model of the module: the one wants a sentence said, the other knows the manual.
import { describe, expect, test } from 'vitest';
import { dfplayer } from '../../../firmware/drivers/audio/dfplayer/driver';
import * as models from '../../../tools/simulator/chips/dfplayer';
import { bench, watchedPin } from './wired';

/** Clips 0 to 9 in folders 1 and 2, as a card has them; the lengths tell them apart. */
const card = [1, 2].flatMap((folder) =>
  Array.from({ length: 10 }, (_, i) => ({ folder, track: i + 1, ms: 300 + 100 * i })),
);

describe.each([true, false])('a DFPlayer Mini (BUSY wired: %s)', (busyWired) => {
  function box() {
    const { add, wait, line } = bench();
    const module = models.dfplayer(card);
    const busy = watchedPin(module.busyIsHigh);
    add((nowMs) => {
      module.tick(nowMs);
      busy.look();
    });
    const player = dfplayer(line(module), busyWired ? busy.pin : undefined);
    const faults: (string | undefined)[] = [];
    const play = (folder: number, tracks: number[], volume = 10): void =>
      player.play(folder, tracks, volume, (fault) => faults.push(fault));
    const said = (): number[][] =>
      module.heard.filter(({ whole }) => whole).map(({ folder, track }) => [folder, track]);
    return { wait, module, player, faults, play, said };
  }

  test('says a sentence clip by clip, each whole, within what the manual allows', () => {
    const { wait, module, faults, play, said } = box();
    wait(2_500);
    play(2, [4, 0, 9, 0]);
    wait(6_000);
    expect(faults).toEqual([undefined]);
    expect(said()).toEqual([
      [2, 5],
      [2, 1],
      [2, 10],
      [2, 1],
    ]);
    expect(module.heard).toHaveLength(4);
    expect(module.faults).toEqual([]);
  });

  test('says a sentence that was wanted while the module still read its card', () => {
    const { wait, faults, play, said, module } = box();
    wait(100);
    play(1, [3, 2]);
    wait(6_000);
    expect(faults).toEqual([undefined]);
    expect(said()).toEqual([
      [1, 4],
      [1, 3],
    ]);
    expect(module.faults.every((fault) => fault.includes('before the module said that it is ready'))).toBe(true);
  });

  test('is set to the volume before it speaks', () => {
    const { wait, module, play } = box();
    wait(2_500);
    for (const volume of [0, 5, 10]) {
      play(1, [0], volume);
      wait(2_000);
    }
    expect(module.heard.map(({ volume }) => volume)).toEqual([4, 17, 30]);
    expect(module.faults).toEqual([]);
  });

  test('tells of a clip that the card lacks, and of a sentence that was stopped', () => {
    const { wait, faults, play, player, module, said } = box();
    wait(2_500);
    play(1, [0, 50]);
    wait(3_000);
    play(1, [9, 9]);
    wait(700);
    player.stop();
    wait(1_000);
    play(1, [1]);
    wait(2_000);
    expect(faults).toEqual(['audio-pack', 'audio-stopped', undefined]);
    expect(said()).toEqual([
      [1, 1],
      [1, 2],
    ]);
    expect(module.faults).toEqual([]);
  });
});
