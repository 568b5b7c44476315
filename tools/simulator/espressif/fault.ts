/** Error codes of a refused command (esptool, "Serial Protocol", Status Bytes). */
export const ROM = { invalid: 0x05, failed: 0x06, checksum: 0x07 } as const;
export const STUB = {
  badLength: 0xc0,
  badChecksum: 0xc1,
  badBlockSize: 0xc2,
  invalidCommand: 0xc3,
  notInFlashMode: 0xc6,
  inflateError: 0xc7,
  notEnoughData: 0xc8,
  tooMuchData: 0xc9,
} as const;

/** A command that the chip refuses, with what it answers. */
export class Refusal extends Error {
  constructor(
    readonly code: number,
    why: string,
  ) {
    super(why);
  }
}
