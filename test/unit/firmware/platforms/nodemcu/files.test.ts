import { describe, expect, test } from 'vitest';
import { uptimeClock } from '../../../../../firmware/platforms/nodemcu/clock';
import { openAssets, readWhole, writeWhole } from '../../../../../firmware/platforms/nodemcu/files';
import type { OpenFile } from '../../../../../firmware/platforms/nodemcu/files';
import { Files } from '../../../../../tools/simulator/nodemcu/files';
import { openOn } from '../../../../support/node-chip';

describe('files on SPIFFS', () => {
  const bytes = Buffer.alloc(5000, 'ghanti');

  test('are read in as many pieces as it takes, short past the end, and empty when there is none', () => {
    const assets = openAssets(openOn(new Files(new Map([['font', bytes]]))));
    expect(assets.read('font', 3, 4000)).toBe(bytes.toString('latin1', 3, 4003));
    expect(assets.read('font', 4990, 100)).toBe(bytes.toString('latin1', 4990));
    expect(assets.read('font', 6000, 1)).toBe('');
    expect(assets.read('nothing', 0, 10)).toBe('');
  });

  test('that are read in turn are opened once each time the file changes, one at a time', () => {
    const open = openOn(new Files(new Map(['font', 'texts'].map((name) => [name, bytes]))));
    const seen = { opened: 0, closed: 0 };
    const counted: OpenFile = (name, mode) => {
      const found = open(name, mode)!;
      seen.opened++;
      return { ...found, close: () => void seen.closed++ };
    };
    const assets = openAssets(counted);
    for (const name of ['font', 'font', 'font', 'texts', 'font']) assets.read(name, 0, 10);
    expect(seen).toEqual({ opened: 3, closed: 2 });
  });

  test('written anew are what was written, or it is said that they are not', () => {
    const files = new Files();
    expect(writeWhole(openOn(files), 'config', 'abc')).toBe(true);
    expect(readWhole(openOn(files), 'config', 100)).toBe('abc');
    const full: OpenFile = (name, mode) => {
      const found = openOn(files)(name, mode);
      return found === undefined ? undefined : { ...found, write: () => undefined };
    };
    expect(writeWhole(full, 'config', 'abcd')).toBe(false);
  });
});

test.each([30, 31])('uptime goes on when a counter of %i bits begins anew', (bits) => {
  let micros = 2 ** bits - 500_000;
  const uptime = uptimeClock(() => micros % 2 ** bits);
  expect(uptime()).toBe(0);
  for (let second = 1; second <= 5; second++) {
    micros += 1_000_000;
    expect(uptime()).toBe(second);
  }
  micros += 2 ** 29;
  expect(uptime()).toBe(5 + 536);
});
