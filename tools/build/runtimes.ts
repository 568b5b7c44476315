// What the engines' builds have: Espruino 2v29 from its boards/*.py, chips from Espressif's datasheets (ESP32 series
// datasheet v4, table "Pin overview"; ESP8266EX datasheet v6, chapter 2).

export interface Runtime {
  /** Undefined for a computer, which has no pins of ours. */
  chip: 'esp32' | 'esp8266' | undefined;
  /** Flash for files (Espruino's saved code); undefined on a computer's disk. */
  storageBytes: number | undefined;
  /** What the image must leave of it. */
  keptFreeBytes: number;
  /** Memory for the program and what it keeps, where that is what a board lacks. */
  heapBytes?: number;
  hasGraphics: boolean;
}

const PAGE_BYTES = 4096;
const JOURNAL_BYTES = 8192;
/** Two journals, and room for five turns of them, a thousand announcements, before Storage must be compacted. */
const KEPT_FREE_BYTES = 7 * JOURNAL_BYTES;
/**
 * What a SPIFFS partition holds. Of its 4 kB blocks SPIFFS keeps two free, of 16 pages in a block one is its index, of a
 * page's 256 bytes 5 are a head, and one page in 120 lists the others of a file (spiffs_nucleus.h).
 */
function spiffsBytes(partitionBytes: number): number {
  return Math.floor(((partitionBytes / 4096 - 2) * 15 * 251 * 119) / 120);
}
/** What the boards' files ask for. */
const ESP32_SPIFFS_BYTES = spiffsBytes(1536 * 1024);
const ESP8266_SPIFFS_BYTES = spiffsBytes(1024 * 1024);
/** Two journals, a third while one is written anew, and the box's settings. */
const SPIFFS_FREE_BYTES = 3 * JOURNAL_BYTES + PAGE_BYTES;

/** "Typically 44 Kb" (docs/lfs.md of nodemcu-firmware). */
const ESP8266_HEAP_BYTES = 44 * 1024;

/** By Espruino's board name or NodeMCU's target. */
export const runtimes: Record<string, Runtime> = {
  ESP32: { chip: 'esp32', storageBytes: 224 * PAGE_BYTES, keptFreeBytes: KEPT_FREE_BYTES, hasGraphics: true },
  ESP32_CYD: { chip: 'esp32', storageBytes: 224 * PAGE_BYTES, keptFreeBytes: KEPT_FREE_BYTES, hasGraphics: true },
  // Its own Storage keeps the journal alone; the files of the image lie on the computer's disk.
  LINUX: { chip: undefined, storageBytes: undefined, keptFreeBytes: KEPT_FREE_BYTES, hasGraphics: true },
  ESP8266_4MB: { chip: 'esp8266', storageBytes: 48 * PAGE_BYTES, keptFreeBytes: KEPT_FREE_BYTES, hasGraphics: true },
  esp32: { chip: 'esp32', storageBytes: ESP32_SPIFFS_BYTES, keptFreeBytes: SPIFFS_FREE_BYTES, hasGraphics: false },
  esp8266: {
    chip: 'esp8266',
    storageBytes: ESP8266_SPIFFS_BYTES,
    keptFreeBytes: SPIFFS_FREE_BYTES,
    heapBytes: ESP8266_HEAP_BYTES,
    hasGraphics: false,
  },
  ESP8266_BOARD: { chip: 'esp8266', storageBytes: 4 * PAGE_BYTES, keptFreeBytes: KEPT_FREE_BYTES, hasGraphics: false },
};

export interface Chip {
  name: string;
  exists(gpio: number): boolean;
  /** Soldered to the module's own flash. */
  flash: number[];
  /** No output and no pull-up. */
  inputOnly: number[];
  /** Where the engine's console talks. */
  console: number[];
}

export const chips: Record<'esp32' | 'esp8266', Chip> = {
  esp32: {
    name: 'ESP32',
    exists: (gpio) => gpio >= 0 && gpio < 40 && ![20, 24, 28, 29, 30, 31].includes(gpio),
    flash: [6, 7, 8, 9, 10, 11],
    inputOnly: [34, 35, 36, 37, 38, 39],
    console: [1, 3],
  },
  esp8266: {
    name: 'ESP8266',
    exists: (gpio) => gpio >= 0 && gpio < 17,
    flash: [6, 7, 8, 9, 10, 11],
    inputOnly: [],
    console: [],
  },
};

/** GPIO 25 and 26 are the classic ESP32's only converters. */
export const DAC_PINS = [25, 26];
