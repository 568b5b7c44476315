// What tells one Espressif chip from another at its bootloader: registers (ESP32 and ESP8266 Technical Reference
// Manuals) and how its ROM answers (esptool, "Serial Protocol").

export interface Silicon {
  name: 'ESP32' | 'ESP8266';
  /** Status bytes at the end of an answer of the ROM; a stub's are always 2. */
  romStatusBytes: 2 | 4;
  /** Commands that the ROM has. */
  romCommands: number[];
  /** What is read where nothing was written. */
  registers: Record<number, number>;
  /** RAM that a stub may be loaded into, from and to. */
  ram: [number, number][];
  spi: { command: number; user1: number; user2: number; misoLength: number | undefined; data: number };
}

/** Where both ROMs have a number of their own. */
const MAGIC = 0x40001000;

const esp32: Silicon = {
  name: 'ESP32',
  romStatusBytes: 4,
  romCommands: [0x02, 0x03, 0x04, 0x05, 0x06, 0x07, 0x08, 0x09, 0x0a, 0x0b, 0x0d, 0x0e, 0x0f, 0x10, 0x11, 0x12, 0x13],
  registers: {
    [MAGIC]: 0x00f01d83,
    // UART_CLKDIV_REG: 40 MHz through 115,200.
    0x3ff40014: 347,
    // EFUSE_BLK0: address 24:6f:28:01:02:03, package ESP32-D0WDQ6 revision 1.
    0x3ff5a004: 0x28010203,
    0x3ff5a008: 0x0000246f,
    0x3ff5a00c: 0x00008000,
  },
  ram: [
    [0x3ffae000, 0x40000000],
    // SRAM 0 and SRAM 1 as instruction memory.
    [0x40080000, 0x400c0000],
  ],
  spi: { command: 0x3ff42000, user1: 0x3ff42020, user2: 0x3ff42024, misoLength: 0x3ff4202c, data: 0x3ff42080 },
};

const esp8266: Silicon = {
  name: 'ESP8266',
  romStatusBytes: 2,
  romCommands: [0x02, 0x03, 0x04, 0x05, 0x06, 0x07, 0x08, 0x09, 0x0a],
  registers: {
    [MAGIC]: 0xfff0c101,
    // UART_CLKDIV: 26 MHz, doubled, through 115,200.
    0x60000014: 451,
    0x3ff00050: 0x03000000,
    0x3ff00054: 0x00010102,
  },
  ram: [
    [0x3ffe8000, 0x40000000],
    // With the flash's cache, which a stub does not use.
    [0x40100000, 0x40110000],
  ],
  spi: { command: 0x60000200, user1: 0x60000220, user2: 0x60000224, misoLength: undefined, data: 0x60000240 },
};

export const silicon = { esp32, esp8266 };
