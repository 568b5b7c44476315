import { describe, expect, test } from 'vitest';
import { uc8151 } from '../../../../../tools/simulator/chips/uc8151';
import { row, send } from '../../../../support/panel-wires';

const OTP = 0x9f;
const REGISTERS = 0xbf;

/** A panel after reset and power-on, with a clock. Data 1 is black (R50h). */
function bench(exchanges = true) {
  const panel = uc8151(exchanges);
  let nowMs = 0;
  const wait = (ms: number): void => panel.tick((nowMs += ms));
  const idle = (): number => {
    const from = nowMs;
    while (!panel.busyIsHigh() && nowMs - from < 10_000) wait(1);
    return nowMs - from;
  };
  const setUp = (): void => {
    panel.reset(true);
    wait(1);
    panel.reset(false);
    wait(10);
    send(panel, 0x04);
    idle();
    send(panel, 0x00, OTP);
    send(panel, 0x50, 0x87);
    send(panel, 0x61, 128, 1, 40);
  };
  const fill = (plane: number, byte: number): void => send(panel, plane, ...new Array<number>(16 * 296).fill(byte));
  const refresh = (): number => {
    send(panel, 0x12);
    return idle();
  };
  const whitened = (): void => {
    setUp();
    fill(0x10, 0);
    fill(0x13, 0);
    refresh();
    fill(0x13, 0);
  };
  /** Changed pixels are driven for 20 frames, the others held. */
  const ownWaveform = (): void => {
    send(panel, 0x00, REGISTERS);
    send(panel, 0x20, ...new Array<number>(44).fill(0));
    for (const [code, levels] of [
      [0x21, 0],
      [0x22, 0x80],
      [0x23, 0x40],
      [0x24, 0],
    ] as const)
      send(panel, code, levels, 20, 0, 0, 0, 1, ...new Array<number>(36).fill(0));
    send(panel, 0x61, 128, 1, 40);
  };
  const window = (left: number, right: number, top: number, bottom: number): void =>
    send(panel, 0x90, left, right, top >> 8, top & 255, bottom >> 8, bottom & 255, 1);
  return { panel, wait, idle, setUp, fill, refresh, whitened, ownWaveform, window };
}

describe('the UC8151 panel', () => {
  test('shows its new plane after a full refresh, which takes seconds', () => {
    const { panel, setUp, fill, refresh } = bench();
    setUp();
    fill(0x10, 0);
    fill(0x13, 0xf0);
    expect(refresh()).toBeGreaterThan(1000);
    for (const y of [0, 150, 295]) expect(row(panel, y)).toBe('####....'.repeat(16));
    expect(panel.refreshes).toEqual({ full: 1, partial: 0 });
    expect([panel.ghostPx, panel.faults]).toEqual([0, []]);
  });

  test('drives in a window what changed, by the waveforms in its registers', () => {
    const { panel, whitened, ownWaveform, window, refresh } = bench();
    whitened();
    ownWaveform();
    window(8, 16, 3, 4);
    send(panel, 0x91);
    send(panel, 0x13, 0x0f, 0xff, 0xff, 0x00);
    const ms = refresh();
    expect(ms).toBeGreaterThan(350);
    expect(ms).toBeLessThan(450);
    expect(row(panel, 3, 0, 32)).toBe('............############........');
    expect(row(panel, 4, 0, 32)).toBe('........########................');
    expect(panel.ghostPx).toBe(20);
    expect(panel.refreshes).toEqual({ full: 1, partial: 1 });
    // The planes changed places: what is sent now is compared with what is seen.
    send(panel, 0x13, 0x00, 0xff, 0xff, 0x00);
    refresh();
    expect(row(panel, 3, 0, 32)).toBe('................########........');
    expect(panel.faults).toEqual([]);
  });

  test('compares with the plane before when it is a chip that does not exchange them', () => {
    const { panel, whitened, ownWaveform, window, refresh } = bench(false);
    whitened();
    ownWaveform();
    window(0, 7, 0, 1);
    send(panel, 0x91);
    send(panel, 0x13, 0xff, 0xff);
    refresh();
    send(panel, 0x13, 0x00, 0x00);
    refresh();
    expect(row(panel, 0, 0, 8)).toBe('########');
  });

  test('turns its picture and its polarity as its registers say', () => {
    const { panel, setUp, fill, refresh } = bench();
    setUp();
    send(panel, 0x00, 0x93);
    send(panel, 0x50, 0x97);
    fill(0x10, 0xff);
    fill(0x13, 0xff);
    send(panel, 0x13, 0x7f);
    refresh();
    expect(row(panel, 295, 120)).toBe('.......#');
    expect(row(panel, 0, 120)).toBe('........');
  });

  test('refuses what the datasheet forbids', () => {
    const { panel, setUp, wait, idle, window } = bench();
    send(panel, 0x12);
    setUp();
    send(panel, 0x13, ...new Array<number>(16 * 296 + 1).fill(0));
    send(panel, 0x00, REGISTERS);
    send(panel, 0x61, 128, 1, 40);
    send(panel, 0x12);
    window(16, 8, 0, 9);
    window(0, 7, 5, 5);
    window(0, 7, 0, 296);
    send(panel, 0x61, 168, 1, 40);
    send(panel, 0x00, 0x8f);
    send(panel, 0x07, 1);
    send(panel, 0x02);
    send(panel, 0x10);
    idle();
    send(panel, 0x07, 0xa5);
    send(panel, 0x04);
    panel.reset(true);
    send(panel, 0x04);
    wait(0.01);
    panel.reset(false);
    expect(panel.faults).toEqual([
      'R12h: refresh without power (R04h)',
      'more data than the window has pixels',
      'R12h: waveforms from registers that were not loaded',
      '90h: the end of the window must be greater than its start',
      '90h: 7, 296 is outside the resolution',
      'resolution 168 x 296; the chip has 160 x 296',
      'R00h: the panel is black and white (KW/R = 1)',
      'R07h: the check code is A5h',
      'command 10h came while BUSY_N is low',
      'command 04h came in deep sleep, which only RST_N ends (R07h)',
      'command 04h came while RST_N is low',
      'the pulse on RST_N is too short',
    ]);
  });

  test('turns grey where a reset tears a refresh', () => {
    const { panel, setUp, fill, wait } = bench();
    setUp();
    fill(0x13, 0xff);
    send(panel, 0x12);
    wait(100);
    panel.reset(true);
    expect(row(panel, 9)).toBe('?'.repeat(128));
    expect(panel.faults).toEqual(['RST_N during a refresh corrupts the picture']);
  });
});
