// The files of an engine and where they go, looked at before a chip is touched.
import { existsSync, readFileSync } from 'node:fs';

export interface RuntimePart {
  file: string;
  bytes: Uint8Array;
  /** Where it goes in flash. */
  address: number;
}

const PART = /^(.+)@(0x[0-9a-fA-F]{1,8}|\d{1,9})$/;
/** What a chip erases at once; a part that begins within another's last one would take that away. */
const SECTOR_BYTES = 4096;

/** 'espruino.bin@0x10000'. Throws when it is not of this form or there is no such file. */
export function runtimePart(text: string): RuntimePart {
  const found = PART.exec(text);
  if (found === null)
    throw new Error(`--runtime is "${text}"; it takes a file and where it goes: firmware.bin@0x10000.`);
  const file = found[1]!;
  if (!existsSync(file)) throw new Error(`--runtime: there is no file ${file}.`);
  return { file, bytes: new Uint8Array(readFileSync(file)), address: Number(found[2]) };
}

/** Throws when a part is empty, lies on another, or is an image for another chip. */
export function checkParts(parts: RuntimePart[], chip: string): void {
  for (const { file, bytes, address } of parts) {
    if (bytes.length === 0) throw new Error(`--runtime: ${file} is empty. Fetch it again.`);
    if (address % SECTOR_BYTES !== 0)
      throw new Error(`--runtime: ${file} goes to ${hex(address)}; a part begins at a multiple of 0x1000.`);
    if (!isFor(chip, bytes)) throw new Error(`--runtime: ${file} is an image for another chip than the ${chip}.`);
  }
  const inOrder = [...parts].sort((one, other) => one.address - other.address);
  for (const [i, { file, address }] of inOrder.entries()) {
    const before = inOrder[i - 1];
    if (before !== undefined && before.address + before.bytes.length > address)
      throw new Error(
        `--runtime: ${before.file} reaches to ${hex(before.address + before.bytes.length)} and ${file} begins at ${hex(address)}.`,
      );
  }
}

/** Throws when a part reaches beyond the flash: the chip would begin again at 0 and overwrite its bootloader. */
export function checkRoom(parts: RuntimePart[], flashBytes: number): void {
  for (const { file, bytes, address } of parts)
    if (address + bytes.length > flashBytes)
      throw new Error(
        `--runtime: ${file} would reach to ${hex(address + bytes.length)}; this chip's flash ends at ${hex(flashBytes)}.`,
      );
}

const IMAGE_MAGIC = 0xe9;
const HEADER_BYTES = 24;
const CHIP_ID_AT = 12;
const LOAD_ADDRESS_AT = 8;
const ESP8266_RAM = 0x3ffe8000;
const ESP8266_FLASH_END = 0x40300000;

/**
 * Espressif, "Firmware Image Format": an ESP32's has a chip id (0) in its extended header, where an ESP8266's has its
 * first segment, which is loaded into that chip's memory. What is no image (a partition table) is for any chip.
 */
function isFor(chip: string, bytes: Uint8Array): boolean {
  if (bytes[0] !== IMAGE_MAGIC || bytes.length < HEADER_BYTES) return true;
  const header = new DataView(bytes.buffer, bytes.byteOffset, HEADER_BYTES);
  if (chip === 'ESP32') return header.getUint16(CHIP_ID_AT, true) === 0;
  const loadAddress = header.getUint32(LOAD_ADDRESS_AT, true);
  return loadAddress >= ESP8266_RAM && loadAddress < ESP8266_FLASH_END;
}

function hex(address: number): string {
  return `0x${address.toString(16)}`;
}
