import { beforeEach, describe, expect, test, vi } from 'vitest';
import { waveOut } from '../../../../../firmware/platforms/nodemcu/esp32/wave-out';
import { stubTimers } from '../../../../support/node-chip';

const FRAME_BYTES = 4;
const RATE_HZ = 8000;
const pins = { BCLK: 26, LRC: 25, DIN: 22 };
const IDENTITY = String.fromCharCode(...Array.from({ length: 256 }, (_none, i) => i));

/** The module i2s; the test asks for more when it likes. */
function stubI2s() {
  const seen = { written: [] as string[], stops: 0, settings: {} as Record<string, unknown> };
  let request: () => void = () => undefined;
  vi.stubGlobal('i2s', {
    MODE_MASTER: 1,
    MODE_TX: 4,
    CHANNEL_RIGHT_LEFT: 0,
    FORMAT_I2S_STAND: 1,
    start(_id: number, settings: Record<string, unknown>, run: () => void) {
      seen.settings = settings;
      request = run;
    },
    write: (_id: number, bytes: string) => void seen.written.push(bytes),
    stop: () => void seen.stops++,
  });
  vi.stubGlobal('table', { concat: (parts: string[]) => parts.join('') });
  vi.stubGlobal('string', {
    unpack: (_three: '>I3', bytes: string, at: number) => Buffer.from(bytes, 'latin1').readUIntBE(at - 1, 3),
  });
  const left = (bytes: string): number[] => {
    const buffer = Buffer.from(bytes, 'latin1');
    return Array.from({ length: buffer.length / FRAME_BYTES }, (_none, i) => buffer.readInt16LE(i * FRAME_BYTES));
  };
  return { seen, ask: () => request(), left };
}

beforeEach(() => {
  vi.useFakeTimers();
  stubTimers();
  return () => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  };
});

describe('sound over I2S', () => {
  test('is 16 bits on both channels: each code through its table', () => {
    const { seen, ask, left } = stubI2s();
    const out = waveOut({ pins });
    out.start(
      RATE_HZ,
      5000,
      0,
      () => {
        out.tables(String.fromCharCode(128, 255, 0, 64), IDENTITY);
        // Codes 0, 1, 2, 3 behind a byte that is none of them.
        out.source('\xff' + '\x00\x10\x83');
        out.decode(0, 4, 1, 6, 0);
        out.level(4, out.halfSamples - 4, 128);
        return false;
      },
      () => undefined,
    );
    expect(seen.settings).toMatchObject({ rate: RATE_HZ, bits: 16, bck_pin: 26, ws_pin: 25, data_out_pin: 22 });
    ask();
    expect(seen.written[0]).toHaveLength(out.halfSamples * FRAME_BYTES);
    expect(left(seen.written[0]!).slice(0, 5)).toEqual([0, 127 * 256, -128 * 256, -64 * 256, 0]);
    const [low, high, lowAgain, highAgain] = Buffer.from(seen.written[0]!.slice(4, 8), 'latin1');
    expect([low, high]).toEqual([lowAgain, highAgain]);
  });

  test('is over when the last half has left the DMA buffers, and then told once', () => {
    const { seen, ask, left } = stubI2s();
    const out = waveOut({ pins });
    const ended: (string | undefined)[] = [];
    let halves = 0;
    out.start(
      RATE_HZ,
      5000,
      0,
      () => {
        out.level(0, out.halfSamples, 200);
        return ++halves < 2;
      },
      (fault) => ended.push(fault),
    );
    for (let i = 0; i < 4; i++) ask();
    expect([halves, ended]).toEqual([2, []]);
    expect(seen.written.map((bytes) => left(bytes)[0])).toEqual([72 * 256, 72 * 256, 0, 0]);
    ask();
    ask();
    vi.advanceTimersByTime(10_000);
    expect([ended, seen.stops, seen.written.length]).toEqual([[undefined], 1, 4]);
  });

  test('whose amplifier takes no samples ends as audio-timeout', () => {
    const { seen } = stubI2s();
    const ended: (string | undefined)[] = [];
    waveOut({ pins }).start(
      RATE_HZ,
      3000,
      0,
      () => true,
      (fault) => ended.push(fault),
    );
    vi.advanceTimersByTime(3000);
    expect([ended, seen.stops]).toEqual([['audio-timeout'], 1]);
  });

  test('that was stopped is silent at once, and what the module still asks is not answered', () => {
    const { seen, ask } = stubI2s();
    const out = waveOut({ pins });
    const ended: (string | undefined)[] = [];
    const fill = (): boolean => {
      out.level(0, out.halfSamples, 200);
      return true;
    };
    out.start(RATE_HZ, 3000, 0, fill, (fault) => ended.push(fault));
    ask();
    out.stop();
    ask();
    vi.advanceTimersByTime(10_000);
    expect([ended, seen.stops, seen.written.length]).toEqual([[], 1, 1]);
  });

  test('that stops itself while it is filled writes nothing more', () => {
    const { seen, ask } = stubI2s();
    const out = waveOut({ pins });
    out.start(
      RATE_HZ,
      3000,
      0,
      () => {
        out.stop();
        return true;
      },
      () => undefined,
    );
    ask();
    expect(seen.written).toEqual([]);
  });
});
