// An Espressif module on a USB cable: chip, flash, and the two transistors that turn the port's DTR and RTS into reset
// (EN) and boot mode (GPIO 0), as on Espressif's DevKitC (schematic, "Auto program").
import { loader, type Loader } from './loader';
import { norFlash } from './nor-flash';
import { silicon, type Silicon } from './silicon';
import { unframing } from './slip';

/** The speed of both ROMs after reset. */
const ROM_BAUD = 115_200;
/** JEDEC: capacity as a power of two. Maker 0xC8 is GigaDevice. */
const ID_MAKER = 0x40c8;

export interface EspressifModule {
  /** Bytes from the host at the host's speed. */
  hear(bytes: Uint8Array, hostBaud: number): void;
  /** The port's lines, true when asserted. */
  lines(dtr: boolean, rts: boolean): void;
  /** What the chip does now. */
  state(): 'program' | 'rom' | 'stub' | 'in reset';
  flash: Buffer;
  /** Why commands were refused, in their order. */
  refusals: string[];
}

/** `say` is given bytes and the speed at which they go. The chip runs its program until it is reset otherwise. */
export function espressifModule(
  name: keyof typeof silicon,
  flashBytes: number,
  say: (bytes: Buffer, baud: number) => void,
): EspressifModule {
  const chip: Silicon = silicon[name];
  const flash = norFlash(flashBytes);
  const refusals: string[] = [];
  let baud = ROM_BAUD;
  let isReset = false;
  let bootloader: Loader | undefined;
  let unframe: (bytes: Uint8Array) => void = () => undefined;

  const ports = {
    flash,
    flashId: (Math.log2(flashBytes) << 16) | ID_MAKER,
    say: (bytes: Buffer) => say(bytes, baud),
    baud: () => baud,
    setBaud: (wanted: number) => void (baud = wanted),
    refused: (why: string) => void refusals.push(why),
  };

  function start(isDownload: boolean): void {
    baud = ROM_BAUD;
    bootloader = isDownload ? loader(chip, ports) : undefined;
    const boot = bootloader;
    unframe = unframing((packet) => boot?.hear(packet), ports.refused);
    const mode = isDownload ? '0x3 (DOWNLOAD_BOOT(UART0/UART1/SDIO_REI_REO_V2))' : '0x13 (SPI_FAST_FLASH_BOOT)';
    say(Buffer.from(`ets Jun  8 2016 00:22:57\r\n\r\nrst:0x1 (POWERON_RESET),boot:${mode}\r\n`), baud);
    if (isDownload) say(Buffer.from('waiting for download\r\n'), baud);
  }

  return {
    flash: flash.bytes,
    refusals,
    lines(dtr, rts) {
      const wasReset = isReset;
      isReset = rts && !dtr;
      if (wasReset && !isReset) start(dtr && !rts);
    },
    // At another speed there are framing errors and no bytes.
    hear: (bytes, hostBaud) => !isReset && bootloader !== undefined && hostBaud === baud && unframe(bytes),
    state: () => (isReset ? 'in reset' : bootloader === undefined ? 'program' : bootloader.isStub() ? 'stub' : 'rom'),
  };
}
