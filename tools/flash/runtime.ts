// The engine itself onto an empty Espressif chip: through its ROM's serial bootloader, with esptool-js.
import { createHash } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { ESPLoader } from 'esptool-js';
import type { Progress } from './flash';
import { serialPort } from './line';
import { checkParts, checkRoom, type RuntimePart } from './runtime-parts';
import { BootloaderLine } from './web-serial';

const ROM_BAUD = 115_200;
const BAUD = 460_800;
const IN_RESET_MS = 100;
const MEGABYTE = 1_048_576;

/**
 * Writes the parts to the chip (`ESP32`, `ESP8266`) on a serial port, has it compare them by MD5, and starts it. Throws,
 * with nothing written, when the parts or the chip are not what they should be. A part that was cut is written again
 * from its beginning by the next call.
 */
export async function flashRuntime(
  path: string,
  parts: RuntimePart[],
  chip: string,
  progress: (progress: Progress) => void,
  portAt = serialPort,
): Promise<void> {
  checkParts(parts, chip);
  const line = new BootloaderLine(path, portAt);
  const loader = loaderOver(line);
  try {
    await enter(loader, path);
    if (loader.chip.CHIP_NAME !== chip)
      throw new Error(`${path}: this chip is an ${loader.chip.CHIP_NAME}; the board wants an ${chip}.`);
    // Of an ESP8266 the loader cannot read it: it sets the wrong register.
    if (chip !== 'ESP8266') checkRoom(parts, await flashBytesOf(loader, path));
    await write(loader, path, parts, progress);
    await loader.after('hard_reset');
    if (!line.hasResetLines)
      throw new Error(`${path}: the engine is on the chip. Press its reset button, then run this without --runtime.`);
  } finally {
    await line.disconnect().catch(() => undefined);
  }
}

function loaderOver(transport: BootloaderLine): ESPLoader {
  const terminal = { clean: () => undefined, write: () => undefined, writeLine: () => undefined };
  // The loader's own lets go of a reset that it never pulled: the chip would stay in its bootloader.
  const reset = async (): Promise<void> => {
    await transport.setSignals(false, true, false);
    await wait(IN_RESET_MS);
    await transport.setSignals(false, false, false);
  };
  const resetConstructors = { hardReset: () => ({ reset }) as never };
  return new ESPLoader({ transport, baudrate: BAUD, romBaudrate: ROM_BAUD, terminal, resetConstructors });
}

async function enter(loader: ESPLoader, path: string): Promise<void> {
  try {
    await loader.main();
  } catch (error) {
    if (error instanceof Error && error.name === 'CableGone') throw error;
    throw new Error(
      `${path}: no bootloader answers (${reason(error)}). Is it the right port? Hold BOOT while you plug it in, and try again.`,
      { cause: error },
    );
  }
}

async function flashBytesOf(loader: ESPLoader, path: string): Promise<number> {
  const size = /^(\d+)(KB|MB)$/.exec((await loader.detectFlashSize()) ?? '');
  if (size === null)
    throw new Error(`${path}: the chip does not find its flash. Is something soldered to GPIO 6 to 11?`);
  return Number(size[1]) * (size[2] === 'MB' ? MEGABYTE : 1024);
}

async function write(
  loader: ESPLoader,
  path: string,
  parts: RuntimePart[],
  progress: (progress: Progress) => void,
): Promise<void> {
  try {
    await loader.writeFlash({
      fileArray: parts.map(({ bytes, address }) => ({ data: bytes, address })),
      flashMode: 'keep',
      flashFreq: 'keep',
      flashSize: 'keep',
      eraseAll: false,
      compress: true,
      reportProgress: (part, doneBytes, totalBytes) => progress({ file: parts[part]!.file, doneBytes, totalBytes }),
      calculateMD5Hash: (bytes) => createHash('md5').update(bytes).digest('hex'),
    });
  } catch (error) {
    if (error instanceof Error && error.name === 'CableGone') throw error;
    throw new Error(
      `${path}: the engine could not be written (${reason(error)}). Run it again; if it stays, try another cable.`,
      { cause: error },
    );
  }
}

function reason(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
