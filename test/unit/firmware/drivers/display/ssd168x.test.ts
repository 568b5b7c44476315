import { describe, expect, test } from 'vitest';
import { ssd1680 } from '../../../../../firmware/drivers/display/ssd1680/driver';
import { ssd1681 } from '../../../../../firmware/drivers/display/ssd1681/driver';
import type { Region } from '../../../../../firmware/drivers/ports';
import { noise, recordedWires } from '../../../../support/recorded-wires';

const chips = [
  { name: 'SSD1681, 200x200', chip: ssd1681, size: { widthPx: 200, heightPx: 200 }, control1: [] },
  { name: 'SSD1680, 122x250', chip: ssd1680, size: { widthPx: 122, heightPx: 250 }, control1: [0x80] },
];
const QR: Region = { x: 8, y: 20, widthPx: 104, heightPx: 98 };
const STATUS: Region = { x: 0, y: 180, widthPx: 120, heightPx: 16 };

describe.each(chips)('a panel on an $name', ({ chip, size, control1 }) => {
  const all: Region = { x: 0, y: 0, ...size };

  function panel(seed = 1) {
    const { widthPx, heightPx } = size;
    const recorded = recordedWires();
    const picture = noise(widthPx, heightPx, seed);
    const driver = chip(recorded.wires, size);
    const faults: (string | undefined)[] = [];
    const show = (region: Region, whole: boolean, waitMs = 12_000): void => {
      driver.show(picture.frame, region, whole, (fault) => faults.push(fault));
      recorded.clock.advance(waitMs);
    };
    return { ...recorded, picture, show, faults, recorded };
  }

  /** What both planes hold, by the command table: writes go into the window, mode 2 swaps the planes. */
  function planes(sent: ReturnType<typeof recordedWires>['sent']) {
    const lineBytes = Math.ceil(size.widthPx / 8);
    let [next, other] = [new Uint8Array(lineBytes * size.heightPx), new Uint8Array(lineBytes * size.heightPx)];
    let window = { left: 0, right: 0, top: 0, bottom: 0 };
    let sequence = 0;
    for (const { code, bytes } of sent) {
      const [a = 0, b = 0, c = 0, d = 0] = bytes;
      if (code === 0x22) sequence = a;
      if (code === 0x44) window = { ...window, left: a, right: b };
      if (code === 0x45) window = { ...window, top: a + 256 * b, bottom: c + 256 * d };
      if (code === 0x20 && sequence === 0xff) [next, other] = [other, next];
      if (code !== 0x24 && code !== 0x26) continue;
      const wide = window.right - window.left + 1;
      expect(bytes.length).toBe(wide * (window.bottom - window.top + 1));
      bytes.forEach((byte, i) => {
        const line = window.top + Math.floor(i / wide);
        (code === 0x24 ? next : other)[line * lineBytes + window.left + (i % wide)] = byte;
      });
    }
    return { next, other };
  }

  test('is reset, set up and shown whole the first time, whatever was asked', () => {
    const { show, sent, resets, faults, picture, codes } = panel();
    show(QR, false);
    expect(faults).toEqual([undefined]);
    expect(resets.map(({ low }) => low)).toEqual([true, false]);
    expect((resets[1]?.atMs ?? 0) - (resets[0]?.atMs ?? 0)).toBeGreaterThanOrEqual(10);
    expect(codes().slice(0, 5)).toEqual([0x12, 0x01, 0x11, 0x18, 0x37]);
    expect((sent[1]?.atMs ?? 0) - (sent[0]?.atMs ?? 0)).toBeGreaterThanOrEqual(10);
    expect(sent[1]?.bytes).toEqual([size.heightPx - 1, 0, 0]);
    expect(sent.slice(-4).map(({ code, bytes }) => [code, ...bytes])).toEqual([
      [0x3c, 0x05],
      [0x21, 0x48, ...control1],
      [0x22, 0xf7],
      [0x20],
    ]);
    expect(planes(sent)).toEqual({ next: picture.bytes, other: picture.bytes });
  });

  test('is sent a new QR once, with the window alone and one partial refresh', () => {
    const { show, recorded, picture, faults } = panel();
    show(all, true);
    const before = { bytes: recorded.spiBytes, commands: recorded.sent.length };
    picture.scribble(QR);
    show(QR, false);
    expect(faults).toEqual([undefined, undefined]);
    const region = (QR.widthPx / 8) * QR.heightPx;
    expect((recorded.spiBytes - before.bytes) / region).toBeLessThanOrEqual(1.05);
    expect(recorded.codes().slice(before.commands)).toEqual([0x44, 0x45, 0x4e, 0x4f, 0x24, 0x3c, 0x21, 0x22, 0x20]);
    expect(recorded.sent.slice(-4).map(({ code, bytes }) => [code, ...bytes])).toEqual([
      [0x3c, 0x80],
      [0x21, 0x88, ...control1],
      [0x22, 0xff],
      [0x20],
    ]);
    // QR after QR costs no more.
    const second = recorded.spiBytes;
    picture.scribble(QR);
    show(QR, false);
    expect((recorded.spiBytes - second) / region).toBeLessThanOrEqual(1.05);
  });

  test('always compares the new picture with the one on the glass', () => {
    const { show, sent, picture } = panel(7);
    show(all, true);
    const regions = [QR, STATUS, STATUS, QR, { ...QR, y: 60 }, STATUS, all, QR, STATUS];
    regions.forEach((region, i) => {
      const onGlass = picture.bytes.slice();
      if (region === all) picture.scribble(QR);
      else picture.scribble(region);
      show(region, i === 6);
      const { next, other } = planes(sent);
      // After a swap the picture just shown is the old one; a whole refresh leaves it in both.
      expect(other).toEqual(picture.bytes);
      if (i === 6) expect(next).toEqual(picture.bytes);
      else expect(next).toEqual(onGlass);
    });
  });

  test('is sent nothing longer than a small heap can hold', () => {
    const { show, recorded } = panel();
    show(all, true);
    show(QR, false);
    expect(recorded.longestPiece).toBeLessThanOrEqual(512);
  });

  test('that hangs is reported after 10 s, and reset and shown whole the next time', () => {
    const { show, faults, resets, setBusy, recorded, clock } = panel();
    show(all, true);
    setBusy(() => true);
    const from = clock.nowMs();
    show(QR, false, 9_900);
    expect(faults).toEqual([undefined]);
    recorded.clock.advance(200);
    expect(faults).toEqual([undefined, 'busy-timeout']);
    expect(clock.nowMs() - from).toBeLessThan(10_200);
    setBusy(() => false);
    show(QR, false);
    expect(faults).toEqual([undefined, 'busy-timeout', undefined]);
    expect(resets.length).toBe(4);
    expect(recorded.sent.at(-2)?.bytes).toEqual([0xf7]);
  });

  test('that is not there when it is set up is reported, and tried again', () => {
    const { show, faults, setBusy } = panel();
    setBusy(() => true);
    show(all, true, 20_000);
    show(all, true, 20_000);
    expect(faults).toEqual(['busy-timeout', 'busy-timeout']);
    setBusy(() => false);
    show(all, true);
    expect(faults[2]).toBeUndefined();
  });

  test('takes one picture at a time', () => {
    const { show, faults, setBusy, clock } = panel();
    setBusy(() => true);
    show(all, true, 100);
    show(QR, false, 100);
    expect(faults).toEqual(['display-busy']);
    setBusy(() => false);
    clock.advance(1_000);
    expect(faults).toEqual(['display-busy', undefined]);
  });
});
