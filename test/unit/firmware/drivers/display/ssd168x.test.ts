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

describe.each(chips)('a panel on an $name', ({ chip, size, control1 }) => {
  const all: Region = { x: 0, y: 0, ...size };

  function panel() {
    const { widthPx, heightPx } = size;
    const recorded = recordedWires();
    const picture = noise(widthPx, heightPx, 1);
    const driver = chip(recorded.wires, size);
    const faults: (string | undefined)[] = [];
    const show = (region: Region, whole: boolean, waitMs = 12_000): void => {
      driver.show(picture.frame, region, whole, (fault) => faults.push(fault));
      recorded.clock.advance(waitMs);
    };
    return { ...recorded, picture, show, faults, recorded };
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
    for (const plane of [0x24, 0x26])
      expect(Buffer.from(sent.find(({ code }) => code === plane)?.bytes ?? [])).toEqual(Buffer.from(picture.bytes));
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
