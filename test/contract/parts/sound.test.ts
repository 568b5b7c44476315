// The amplifier's and the buzzer's drivers on models of the parts.
import { describe, expect, test } from 'vitest';
import { buzzer } from '../../../firmware/drivers/audio/buzzer/driver';
import { max98357a } from '../../../firmware/drivers/audio/max98357a/driver';
import { openPack, spansOf } from '../../../firmware/speech/pack';
import * as buzzerModel from '../../../tools/simulator/chips/buzzer';
import * as amplifierModel from '../../../tools/simulator/chips/max98357a';
import { boxWith, engineCrc32, smallPack } from '../../support/voice-pack';
import { handWaveOut } from '../../support/wave-out';
import { bench } from './wired';

describe('a MAX98357A', () => {
  test('gives every sample of a sentence, and none of it falls into its turn-on time', () => {
    const assets = boxWith(smallPack(20));
    const out = handWaveOut(512);
    const speaker = max98357a(out, assets);
    const opened = openPack(assets, 'en', engineCrc32);
    const spans = opened === undefined ? undefined : spansOf(opened, [4, 19, 3]);
    const faults: (string | undefined)[] = [];
    speaker.play('voice-en', spans ?? [], 10, (fault) => faults.push(fault));
    for (let turns = 0; out.turn(); turns++) expect(turns).toBeLessThan(1000);
    const put = [...Buffer.concat(out.heard)];

    const amplifier = amplifierModel.max98357a();
    amplifier.clock(out.rateHz, 16);
    for (const sample of put) amplifier.sample((sample - 128) * 256, (sample - 128) * 256);
    amplifier.stop();
    expect(faults).toEqual([undefined]);
    expect(amplifier.faults).toEqual([]);
    const samples = amplifier.recordings[0]?.samples ?? new Int16Array();
    expect([...samples]).toEqual(put.map((sample) => (sample - 128) * 256));
    expect(Math.max(...samples)).toBeGreaterThan(8_000);
  });
});

describe('a passive buzzer', () => {
  test('gives a tune as it was written, and is silent when it is stopped', () => {
    const { add, wait, timers } = bench();
    const model = buzzerModel.buzzer();
    add(model.tick);
    const player = buzzer({ ...timers, tone: model.tone });
    const faults: (string | undefined)[] = [];
    const tune: [hz: number, ms: number][] = [
      [2_000, 120],
      [0, 40],
      [3_000, 200],
    ];
    player.play(tune, (fault) => faults.push(fault));
    wait(500);
    // The bench's clock moves a millisecond before the model's.
    expect(model.heard().map(({ hz }) => hz)).toEqual([2_000, 0, 3_000]);
    model.heard().forEach(({ ms }, i) => expect(Math.abs(ms - (tune[i]?.[1] ?? 0))).toBeLessThanOrEqual(1));
    player.play([[4_000, 900]], (fault) => faults.push(fault));
    wait(100);
    player.stop();
    wait(1_000);
    expect(model.heard().at(-1)).toMatchObject({ hz: 4_000 });
    expect(model.heard().at(-1)?.ms).toBeLessThanOrEqual(101);
    expect(faults).toEqual([undefined, 'audio-stopped']);
    expect(model.faults).toEqual([]);
  });
});
