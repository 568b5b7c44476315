// What the Solomon Systech e-paper controllers SSD1680 and SSD1681 have in common; they differ in size and in one register.
// Datasheets: SSD1680 Rev 0.14 (June 2019), SSD1681 Rev 0.13 (June 2019), "Command table" and "Typical operating sequence".
// Bus: SPI mode 0, MSB first, at most 20 MHz to write. BUSY is high while the chip works.
import type { Frame, FramePanel, PanelSize, PanelWires, Region } from '../ports';
import { idiv } from '../../wire/idiv';
import { byte, lowFirst, zeros } from './bytes';
import { ePaper, writeWindow } from './e-paper';

const DRIVER_OUTPUT = 0x01;
const DATA_ENTRY = 0x11;
const SOFT_RESET = 0x12;
const TEMPERATURE_SENSOR = 0x18;
const ACTIVATE = 0x20;
const UPDATE_CONTROL_1 = 0x21;
const UPDATE_CONTROL_2 = 0x22;
const WRITE_NEW = 0x24;
const WRITE_OLD = 0x26;
const DISPLAY_OPTION = 0x37;
const BORDER = 0x3c;
const WINDOW_X = 0x44;
const WINDOW_Y = 0x45;
const COUNTER_X = 0x4e;
const COUNTER_Y = 0x4f;

const BOTH_UP = 0x03;
const INTERNAL_SENSOR = 0x80;
/** The chip inverts both planes as it reads them (it takes 1 for white, a frame takes 1 for ink): no byte is turned in software. */
const INVERT_BOTH = 0x88;
/** A full refresh looks at the new plane alone: the other one is the red plane then, and counts as 0, no red. */
const INVERT_NEW_WITHOUT_OLD = 0x48;
/** The border follows the waveform to white. */
const BORDER_WHITE = 0x05;
/** The border is held at VCOM, so that it does not flash. */
const BORDER_HELD = 0x80;
/** Clock and analog on, temperature, waveform from the panel's OTP, drive, analog and clock off; mode 1 and mode 2. */
const FULL_REFRESH = 0xf7;
const PARTIAL_REFRESH = 0xff;
/** F[6] of the display option: the planes change places after a refresh in mode 2. */
const PING_PONG = 0x40;

/** @param sourceMode the second byte of Display Update Control 1, '' where the chip has none */
export function ssd168x(wires: PanelWires, size: PanelSize, sourceMode: string): FramePanel {
  const all: Region = { x: 0, y: 0, widthPx: size.widthPx, heightPx: size.heightPx };

  function setUp(): void {
    wires.command(DRIVER_OUTPUT, lowFirst(size.heightPx - 1) + byte(0));
    wires.command(DATA_ENTRY, byte(BOTH_UP));
    wires.command(TEMPERATURE_SENSOR, byte(INTERNAL_SENSOR));
    wires.command(DISPLAY_OPTION, zeros(5) + byte(PING_PONG) + zeros(4));
  }

  function write(plane: number, frame: Frame, window: Region): void {
    const left = idiv(window.x, 8);
    const right = idiv(window.x + window.widthPx - 1, 8);
    wires.command(WINDOW_X, byte(left) + byte(right));
    wires.command(WINDOW_Y, lowFirst(window.y) + lowFirst(window.y + window.heightPx - 1));
    wires.command(COUNTER_X, byte(left));
    wires.command(COUNTER_Y, lowFirst(window.y));
    writeWindow(wires, plane, frame, window);
  }

  function refresh(border: number, planes: number, sequence: number): void {
    wires.command(BORDER, byte(border));
    wires.command(UPDATE_CONTROL_1, byte(planes) + sourceMode);
    wires.command(UPDATE_CONTROL_2, byte(sequence));
    wires.command(ACTIVATE, '');
  }

  return ePaper(wires, {
    busyWhenHigh: true,
    setUp: [() => wires.command(SOFT_RESET, ''), setUp],
    whole: (frame) => [
      () => {
        write(WRITE_NEW, frame, all);
        write(WRITE_OLD, frame, all);
        refresh(BORDER_WHITE, INVERT_NEW_WITHOUT_OLD, FULL_REFRESH);
      },
    ],
    partial: (frame, windows) => [
      () => {
        for (const window of windows) write(WRITE_NEW, frame, window);
        refresh(BORDER_HELD, INVERT_BOTH, PARTIAL_REFRESH);
      },
    ],
  });
}
