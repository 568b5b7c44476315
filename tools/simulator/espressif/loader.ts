// The ESP32's and ESP8266's serial bootloader, in ROM and after a stub was loaded into RAM, written from Espressif's
// "Serial Protocol" (esptool's documentation). It is stricter than the chips: what breaks the protocol is refused.
import { createHash } from 'node:crypto';
import { intoFlash, intoFlashInflated, intoRam } from './download';
import { downloads } from './downloads';
import { Refusal, ROM, STUB } from './fault';
import type { NorFlash } from './nor-flash';
import { registersOf } from './registers';
import type { Silicon } from './silicon';
import { framed } from './slip';
import { exactly, words } from './words';

const SYNC = Buffer.concat([Buffer.from([0x07, 0x07, 0x12, 0x20]), Buffer.alloc(32, 0x55)]);
/** What ROMs put into the value of a SYNC's answer; a stub's is 0. */
const ROM_SYNC_VALUE = 0x20120707;
/** A ROM answers a SYNC, and a command that it does not have, this often. */
const ROM_ANSWERS = 8;
const HEADER_BYTES = 8;
const STUB_STATUS_BYTES = 2;
const NOTHING = Buffer.alloc(0);

export interface Loader {
  /** A packet from the host. */
  hear(packet: Buffer): void;
  isStub(): boolean;
}

export interface LoaderPorts {
  flash: NorFlash;
  flashId: number;
  say(bytes: Buffer): void;
  baud(): number;
  setBaud(baud: number): void;
  refused(why: string): void;
}

/** What an answer holds. `then` is done when it was said. */
interface Answer {
  value?: number;
  data?: Buffer;
  times?: number;
  then?: () => void;
}

type Commands = Record<number, (body: Buffer, checksum: number) => Answer | void>;

/** A bootloader that has just started. */
export function loader(silicon: Silicon, ports: LoaderPorts): Loader {
  let isStub = false;
  const startStub = (): void => {
    isStub = true;
    ports.say(framed(Buffer.from('OHAI')));
  };
  const commands: Commands = {
    ...talk(() => isStub, ports),
    ...chipCommands(silicon, ports),
    ...ramCommands(silicon, () => isStub, startStub),
    ...flashCommands(() => isStub, ports.flash),
  };

  function say(op: number, status: [number, number], { value = 0, data = NOTHING, times = 1 }: Answer): void {
    const statusBytes = Buffer.alloc(isStub ? STUB_STATUS_BYTES : silicon.romStatusBytes);
    statusBytes.set(status);
    const header = Buffer.from([1, op, 0, 0, 0, 0, 0, 0]);
    header.writeUInt16LE(data.length + statusBytes.length, 2);
    header.writeUInt32LE(value >>> 0, 4);
    for (let i = 0; i < times; i++) ports.say(framed(Buffer.concat([header, data, statusBytes])));
  }

  function obey(op: number, packet: Buffer): Answer {
    if (packet.length < HEADER_BYTES || packet[0] !== 0 || packet.readUInt16LE(2) !== packet.length - HEADER_BYTES)
      throw new Refusal(ROM.invalid, 'a packet whose header is wrong');
    const command = commands[op];
    if (command === undefined) throw new Refusal(STUB.invalidCommand, `the stub has no command ${op}`);
    return command(packet.subarray(HEADER_BYTES), packet.readUInt32LE(4)) ?? {};
  }

  return {
    isStub: () => isStub,
    hear(packet) {
      const op = packet[1]!;
      // A ROM says of a command that it does not have that the message is invalid, and does not name the command.
      if (!isStub && !silicon.romCommands.includes(op)) return say(0, [1, ROM.invalid], { times: ROM_ANSWERS });
      try {
        const answer = obey(op, packet);
        say(op, [0, 0], answer);
        answer.then?.();
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        ports.refused(error.message);
        say(op, [1, error.code], {});
      }
    },
  };
}

function talk(isStub: () => boolean, ports: LoaderPorts): Commands {
  return {
    // SYNC
    0x08: (body) => {
      if (!body.equals(SYNC)) throw new Refusal(ROM.invalid, 'a SYNC with other bytes');
      return isStub() ? {} : { value: ROM_SYNC_VALUE, times: ROM_ANSWERS };
    },
    // CHANGE_BAUDRATE
    0x0f: (body) => {
      exactly(body, 8);
      const [baud, before] = words(body) as [number, number];
      if (before !== (isStub() ? ports.baud() : 0)) throw new Refusal(ROM.invalid, `${before} is not the speed before`);
      return { then: () => ports.setBaud(baud) };
    },
  };
}

function chipCommands(silicon: Silicon, ports: LoaderPorts): Commands {
  const registers = registersOf(silicon, ports.flashId);
  return {
    // WRITE_REG
    0x09: (body) => {
      exactly(body, 16);
      const [address, value, mask] = words(body) as [number, number, number];
      registers.write(address, value, mask);
    },
    // READ_REG
    0x0a: (body) => {
      exactly(body, 4);
      return { value: registers.read(body.readUInt32LE()) };
    },
  };
}

function ramCommands({ name, ram }: Silicon, isStub: () => boolean, startStub: () => void): Commands {
  const loaded = new Map<number, number>();
  const { begin, block, end } = downloads(isStub);
  const load = (address: number, bytes: Buffer): void => {
    if (!ram.some(([from, to]) => address >= from && address + bytes.length <= to))
      throw new Refusal(ROM.failed, `0x${address.toString(16)} is no RAM of an ${name}`);
    for (const [i, byte] of bytes.entries()) loaded.set(address + i, byte);
  };
  return {
    // MEM_BEGIN, MEM_END, MEM_DATA
    0x05: (body) => begin('ram', body, (wanted) => intoRam(wanted, load)),
    0x06: (body) => {
      exactly(body, 8);
      const [stay, entry] = words(body) as [number, number];
      end('ram');
      if (stay !== 0) return {};
      if (!loaded.has(entry)) throw new Refusal(ROM.failed, `nothing was loaded to 0x${entry.toString(16)}`);
      return { then: startStub };
    },
    0x07: (body, checksum) => block('ram', body, checksum),
  };
}

function flashCommands(isStub: () => boolean, flash: NorFlash): Commands {
  const { begin, block, end } = downloads(isStub);
  const ended = (kind: 'flash' | 'packed') => (body: Buffer) => {
    exactly(body, 4);
    end(kind);
  };
  return {
    // FLASH_BEGIN, FLASH_DATA, FLASH_END
    0x02: (body) => begin('flash', body, (wanted) => intoFlash(wanted, flash)),
    0x03: (body, checksum) => block('flash', body, checksum),
    0x04: ended('flash'),
    // SPI_ATTACH
    0x0d: (body) => exactly(body, isStub() ? 4 : 8),
    // FLASH_DEFL_BEGIN, FLASH_DEFL_DATA, FLASH_DEFL_END
    0x10: (body) => begin('packed', body, (wanted) => intoFlashInflated(wanted, flash)),
    0x11: (body, checksum) => block('packed', body, checksum),
    0x12: ended('packed'),
    // SPI_FLASH_MD5
    0x13: (body) => {
      exactly(body, 16);
      const [address, sizeBytes] = words(body) as [number, number];
      const sum = createHash('md5').update(flash.bytes.subarray(address, address + sizeBytes));
      return { data: isStub() ? sum.digest() : Buffer.from(sum.digest('hex')) };
    },
  };
}
