import { describe, expect, test } from 'vitest';
import { uc8151 } from '../../../../../firmware/drivers/display/uc8151/driver';
import type { Region } from '../../../../../firmware/drivers/ports';
import { noise, recordedWires } from '../../../../support/recorded-wires';

const SIZE = { widthPx: 128, heightPx: 296 };
const ALL: Region = { x: 0, y: 0, ...SIZE };
const QR: Region = { x: 8, y: 20, widthPx: 104, heightPx: 98 };
const STATUS: Region = { x: 0, y: 200, widthPx: 128, heightPx: 16 };

function panel() {
  const recorded = recordedWires();
  recorded.setBusy(() => true);
  const picture = noise(128, 296, 3);
  const display = uc8151(recorded.wires, SIZE);
  const faults: (string | undefined)[] = [];
  const show = (region: Region, whole: boolean): number[] => {
    const from = recorded.sent.length;
    display.show(picture.frame, region, whole, (fault) => faults.push(fault));
    recorded.clock.advance(15_000);
    return recorded.sent.slice(from).map(({ code }) => code);
  };
  return { ...recorded, recorded, show, faults };
}

describe('a panel on a UC8151', () => {
  test('is shown whole the first time, with the waveform of its OTP, and is off afterwards', () => {
    const { show, sent, faults } = panel();
    expect(show(QR, false)).toEqual([0x61, 0x00, 0x50, 0x04, 0x10, 0x13, 0x12, 0x20, 0x21, 0x22, 0x23, 0x24, 0x02]);
    expect(faults).toEqual([undefined]);
    expect(sent[0]?.bytes).toEqual([128, 1, 40]);
    expect(sent[1]?.bytes).toEqual([0x9f]);
    const waveforms = sent.slice(7, 12).map(({ bytes }) => bytes);
    expect(waveforms.map(({ length }) => length)).toEqual([44, 42, 42, 42, 42]);
    // Only pixels that change are pushed: 22h to white, 23h to black.
    expect(waveforms.map(([level]) => level)).toEqual([0, 0, 0x80, 0x40, 0]);
  });

  test('is sent a new QR once, with the window alone', () => {
    const { show, recorded } = panel();
    show(ALL, true);
    const before = recorded.spiBytes;
    expect(show(QR, false)).toEqual([0x00, 0x50, 0x04, 0x91, 0x90, 0x13, 0x92, 0x12, 0x02]);
    expect((recorded.spiBytes - before) / ((QR.widthPx / 8) * QR.heightPx)).toBeLessThanOrEqual(1.05);
    expect(recorded.sent.at(-5)?.bytes).toEqual([8, 111, 0, 20, 0, 117, 1]);
    // The plane whose turn it is next has not seen the QR.
    expect(show(STATUS, false)).toEqual([0x00, 0x50, 0x04, 0x91, 0x90, 0x13, 0x90, 0x13, 0x92, 0x12, 0x02]);
  });

  test('that pulls BUSY low for ever is reported after 10 s', () => {
    const { show, faults, setBusy, resets } = panel();
    show(ALL, true);
    setBusy(() => false);
    show(QR, false);
    expect(faults).toEqual([undefined, 'busy-timeout']);
    setBusy(() => true);
    show(QR, false);
    expect(faults[2]).toBeUndefined();
    expect(resets.length).toBe(4);
  });
});
