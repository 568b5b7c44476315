// UC8151 e-paper controller (IL0373 is the same chip), black and white, 128 x 296 px. README.md has document, wires, limits.
// Bus: SPI mode 0, MSB first. BUSY is low while the chip works.
import type { Frame, FramePanel, PanelSize, PanelWires, Region } from '../../ports';
import { byte, highFirst, zeros } from '../bytes';
import { ePaper, writeWindow } from '../e-paper';

const PANEL_SETTING = 0x00;
const POWER_OFF = 0x02;
const POWER_ON = 0x04;
const WRITE_OLD = 0x10;
const REFRESH = 0x12;
const WRITE_NEW = 0x13;
const VCOM_WAVEFORM = 0x20;
/** White to white, black to white, white to black, black to black: 21h to 24h. */
const FIRST_WAVEFORM = 0x21;
const INTERVAL = 0x50;
const RESOLUTION = 0x61;
const WINDOW = 0x90;
const WINDOW_IN = 0x91;
const WINDOW_OUT = 0x92;

/** 128 x 296, black and white, scan up, shift right, booster on; waveform from the panel's OTP or from registers. */
const OTP_WAVEFORM = 0x9f;
const OWN_WAVEFORM = 0xbf;
/** Data 1 is black (DDX 00), 10 lines between VCOM and data; the border driven to white, or floating so that it does not flash. */
const BORDER_WHITE = 0x47;
const BORDER_FLOATING = 0x07;
/** Two bits a phase: 00 ground, 01 VDH, which is black, 10 VDL, which is white. One phase is used. */
const HOLD = 0x00;
const TO_BLACK = 0x40;
const TO_WHITE = 0x80;
/** 0.6 s at the 50 frames a second that the chip begins with. */
const PUSH_FRAMES = 30;
const REST_FRAMES = 1;
const WAVEFORM_BYTES = 42;

/** A panel on a UC8151. Faults: 'display-busy', 'busy-timeout' (10 s). */
export function uc8151(wires: PanelWires, size: PanelSize): FramePanel {
  const all: Region = { x: 0, y: 0, widthPx: size.widthPx, heightPx: size.heightPx };

  function powerOn(waveform: number, border: number): void {
    wires.command(PANEL_SETTING, byte(waveform));
    wires.command(INTERVAL, byte(border));
    wires.command(POWER_ON, '');
  }

  function write(frame: Frame, window: Region): void {
    wires.command(
      WINDOW,
      byte(window.x) +
        byte((window.x + window.widthPx - 1) | 7) +
        highFirst(window.y) +
        highFirst(window.y + window.heightPx - 1) +
        byte(1),
    );
    writeWindow(wires, WRITE_NEW, frame, window);
  }

  /** A full refresh may have put the OTP's waveforms there. */
  function loadWaveforms(): void {
    wires.command(VCOM_WAVEFORM, push(HOLD) + zeros(2));
    wires.command(FIRST_WAVEFORM, push(HOLD));
    wires.command(FIRST_WAVEFORM + 1, push(TO_WHITE));
    wires.command(FIRST_WAVEFORM + 2, push(TO_BLACK));
    wires.command(FIRST_WAVEFORM + 3, push(HOLD));
  }

  return ePaper(wires, {
    busyWhenHigh: false,
    setUp: [() => wires.command(RESOLUTION, byte(size.widthPx) + highFirst(size.heightPx))],
    whole: (frame) => [
      () => powerOn(OTP_WAVEFORM, BORDER_WHITE),
      () => {
        writeWindow(wires, WRITE_OLD, frame, all);
        writeWindow(wires, WRITE_NEW, frame, all);
        wires.command(REFRESH, '');
      },
      () => {
        loadWaveforms();
        wires.command(POWER_OFF, '');
      },
    ],
    partial: (frame, windows) => [
      () => powerOn(OWN_WAVEFORM, BORDER_FLOATING),
      () => {
        wires.command(WINDOW_IN, '');
        for (const window of windows) write(frame, window);
        // The refresh compares all of both planes: what does not differ is held.
        wires.command(WINDOW_OUT, '');
        wires.command(REFRESH, '');
      },
      () => wires.command(POWER_OFF, ''),
    ],
  });
}

function push(level: number): string {
  const phases = byte(level) + byte(PUSH_FRAMES) + byte(REST_FRAMES) + zeros(2) + byte(1);
  return phases + zeros(WAVEFORM_BYTES - phases.length);
}
