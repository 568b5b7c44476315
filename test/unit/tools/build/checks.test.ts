import { describe, expect, test } from 'vitest';
import type { Board } from '../../../../boards/board';
import { boards } from '../../../../boards/registry';
import { espruinoEntry } from '../../../../tools/build/espruino-entry';
import { checkBoard, checkFlash, unfitness } from '../../../../tools/build/checks';

const board = boards['esp32-epaper-154']!;
const esp8266 = boards['nodemcu-esp8266-epaper-154']!;
const display = (given: Partial<Board['display']>): Board => ({ ...board, display: { ...board.display, ...given } });
const panelPins = (pins: Record<string, number>): Board => {
  const { bus } = board.display;
  if (bus.is !== 'spi') throw new Error('the example is on SPI');
  return display({ bus: { ...bus, pins: { ...bus.pins, ...pins } } });
};
const audio = (given: Partial<Board['audio']>): Board => ({ ...board, audio: { ...board.audio, ...given } });
const input = (driver: string, pins: Record<string, number>): Board => ({
  ...board,
  inputs: [{ driver, bus: { is: 'pins', pins } }],
});
const uart = (pins: Record<string, number>): Board['inputs'][number] => ({
  driver: 'gm65',
  bus: { is: 'uart', baud: 9600, pins },
});
const refused =
  (one: Board): (() => void) =>
  () =>
    checkBoard('kiosk', one);

describe('a board is refused', () => {
  test.each<[string, Board, string]>([
    [
      'two wires on one pin',
      input('buttons', { repeat: 18 }),
      'boards/kiosk.ts: buttons repeat is on GPIO 18, where ssd1681 SCLK is already. Solder one of them elsewhere.',
    ],
    [
      'an output on a pin that can only be read',
      panelPins({ CS: 34 }),
      'ssd1681 CS is on GPIO 34, which can only be read',
    ],
    [
      'a button on a pin without a pull-up',
      input('buttons', { repeat: 39 }),
      'GPIO 39, which has no pull-up (34 to 39)',
    ],
    ['a pin of the flash', panelPins({ DC: 6 }), "ssd1681 DC is on GPIO 6, which is soldered to the module's flash"],
    ['a pin that is not there', panelPins({ DC: 24 }), 'GPIO 24, which an ESP32 has not. Take another pin.'],
    ['the console', panelPins({ DC: 3 }), "GPIO 3, which is the engine's console"],
    [
      'a file where there is no disk',
      audio({ driver: 'wav-file', bus: { is: 'built-in' } }),
      "wav-file is not for Espruino's ESP32. On LINUX take bmp-file, wav-file, typed-keys.",
    ],
    ['a chip on a computer', { ...board, runtime: 'LINUX' }, "ssd1681 is not for Espruino's LINUX"],
    [
      'I2S on Espruino',
      audio({ driver: 'max98357a', bus: { is: 'i2s', pins: { BCLK: 26, LRC: 25, DIN: 22 } } }),
      'max98357a wants I2S, which Espruino has not. Take NodeMCU',
    ],
    [
      'a DAC elsewhere',
      audio({ bus: { is: 'pins', pins: { OUT: 27 } } }),
      'OUT is on GPIO 27; the DAC is on 25 and 26',
    ],
    [
      'a buzzer on a pin of the DAC',
      audio({ driver: 'buzzer', bus: { is: 'pins', pins: { OUT: 26 } }, pack: undefined }),
      'buzzer OUT is on GPIO 26, where Espruino drives the DAC and makes no tone. Take another pin.',
    ],
    [
      'a module with a card of its own on Espruino',
      audio({ driver: 'dfplayer', bus: { is: 'uart', baud: 9600, pins: { TX: 25, RX: 26 } }, pack: undefined }),
      'dfplayer has no voice on Espruino: only NodeMCU composes for a card. Take esp32-dac, buzzer, or NodeMCU.',
    ],
    [
      'a keypad that lacks a row',
      input('keypad', { R1: 27, R2: 14, R3: 13, C1: 32, C2: 33, C3: 21, C4: 26 }),
      'Give it plain pins by the names R1, R2, R3, R4, C1, C2, C3, C4.',
    ],
    [
      'a knob without its switch',
      input('rotary', { A: 27, B: 14 }),
      'rotary is wired by A, B. Give it plain pins by the names A, B, SW.',
    ],
    [
      'two scanners on the one serial line',
      { ...board, inputs: [uart({ TX: 21, RX: 22 }), uart({ TX: 26, RX: 27 })] },
      'two inputs want a serial line and Espruino has one beside its console.',
    ],
    [
      'an engine without Graphics',
      { ...board, runtime: 'ESP8266_BOARD' },
      'ESP8266_BOARD has no Graphics and cannot draw',
    ],
    ['a DAC on a chip without one', { ...board, runtime: 'ESP8266_4MB' }, 'ESP8266_4MB has none. Take a serial MP3'],
    ['a runtime that nobody knows', { ...board, runtime: 'TOASTER' }, 'runtime TOASTER is not known. Runtimes: ESP32,'],
    [
      'a colour panel that Espruino would have to buffer',
      display({ driver: 'st7789' }),
      'no room for the colours of a st7789',
    ],
    [
      'a rotation that shows the ends of lines',
      display({ widthPx: 250, heightPx: 122, rotation: 1 }),
      'rotation 1 would show the ends of lines of 122 px. Take 0 or 3.',
    ],
    [
      'an ESP8266 whose serial part is not on its UARTs',
      { ...esp8266, audio: { ...esp8266.audio, bus: { is: 'uart', baud: 9600, pins: { TX: 2, RX: 1 } } } },
      'dfplayer RX is on GPIO 1; an ESP8266 has it on 3 alone.',
    ],
    [
      'a QR larger than the panel',
      { ...board, qr: { ...board.qr, areaPx: 240 } },
      'qr.areaPx is 240; the panel has 200x200',
    ],
    [
      'an OLED of 128x64, with the figures',
      {
        ...display({ driver: 'ssd1306', widthPx: 128, heightPx: 64, pitchTenthMicrons: 1700 }),
        qr: { areaPx: 64, versions: [4, 8], masks: [0] },
      },
      'on ssd1306 (128x64 at 0.17 mm) a payment QR of 180 characters would have modules of 1 px (0.17 mm); ' +
        'a phone needs 2 px and 0.28 mm. Choose a larger panel, or show no QR on it (qr.areaPx 0).',
    ],
  ])('for %s', (_why, one, message) => {
    expect(refused(one)).toThrow(message);
  });

  test('with all that is wrong at once', () => {
    expect(refused(panelPins({ CS: 34, DC: 6 }))).toThrow(/GPIO 34.*\n.*GPIO 6/);
  });
});

test.each(Object.entries(boards))('%s keeps to all of it', (id, one) => {
  expect(() => checkBoard(id, one)).not.toThrow();
});

test('a knob is wired by its three contacts', () => {
  const knob = input('rotary', { A: 27, B: 14, SW: 13 });
  expect(refused(knob)).not.toThrow();
  expect(espruinoEntry('kiosk', knob, '0')).toContain(
    'rotary(inputPin(D27), inputPin(D14), inputPin(D13), sink, timers)',
  );
});

test('a small panel that shows no QR is taken', () => {
  const small = display({ driver: 'ssd1306', widthPx: 128, heightPx: 64, pitchTenthMicrons: 1700 });
  expect(refused({ ...small, qr: { areaPx: 0, versions: [], masks: [] } })).not.toThrow();
});

const files = (bytes: number) => [{ name: 'voice-ne', bytes: new Uint8Array(bytes) }];

test('voices that leave the journal no flash are refused with the figures', () => {
  expect(() => checkFlash('kiosk', 'ESP8266_4MB', files(150_000))).toThrow(
    'kiosk: the image takes 150000 bytes (voice-ne 150000) and the journal 57344; ESP8266_4MB keeps 196608 for files.',
  );
  expect(() => checkFlash('kiosk', 'ESP32', files(800_000))).not.toThrow();
});

test('on NodeMCU the journal and the compiled program want their flash too', () => {
  const program = { name: 'app.lua, compiled', bytes: { length: 75_000 } };
  expect(() => checkFlash('kiosk', 'esp32', [...files(1_300_000), program])).not.toThrow();
  expect(() => checkFlash('kiosk', 'esp32', [...files(1_350_000), program])).toThrow(
    'kiosk: the image takes 1425000 bytes (voice-ne 1350000, app.lua, compiled 75000) and the journal 28672; esp32 keeps',
  );
});

test('a program that an ESP8266 has no memory for is not offered for one', () => {
  expect(unfitness('kiosk', 'esp8266', 40_000)).toBeUndefined();
  expect(unfitness('kiosk', 'esp32', 75_000)).toBeUndefined();
  expect(unfitness('kiosk', 'esp8266', 75_000)).toBe(
    'kiosk is simulated alone: each second 75000 bytes of its program must be in memory at once, and esp8266 has 45056. ' +
      'Take a board with an ESP32.',
  );
});
