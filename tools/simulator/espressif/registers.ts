import type { Silicon } from './silicon';

/** SPI_CMD_REG: "user command", cleared by the chip when it is done. */
const USER_COMMAND = 1 << 18;
const READ_ID = 0x9f;
const ID_BITS = 24;

/** A chip's registers: what is written stays, and the SPI controller asks the flash for its id. */
export interface Registers {
  read(address: number): number;
  write(address: number, value: number, mask: number): void;
}

/** `flashId` as the flash sends it: maker in the lowest byte, capacity (a power of two) in the highest of three. */
export function registersOf({ registers, spi }: Silicon, flashId: number): Registers {
  const held = new Map(Object.entries(registers).map(([address, value]) => [Number(address), value >>> 0]));
  const read = (address: number): number => held.get(address) ?? 0;
  const run = (): void => {
    const bits = spi.misoLength === undefined ? ((read(spi.user1) >>> 8) & 0x1ff) + 1 : read(spi.misoLength) + 1;
    const isAsked = (read(spi.user2) & 0xff) === READ_ID && bits === ID_BITS;
    held.set(spi.data, isAsked ? flashId : 0);
    held.set(spi.command, (read(spi.command) & ~USER_COMMAND) >>> 0);
  };
  return {
    read,
    write(address, value, mask) {
      held.set(address, ((read(address) & ~mask) | (value & mask)) >>> 0);
      if (address === spi.command && (value & USER_COMMAND) !== 0) run();
    },
  };
}
