// A simulated box as a process whose flash is a file, so that kill -9 is a power cut. A line `tear 37` on its standard
// input kills it in the middle of a flash write, 37 bytes from then.
import { existsSync, openSync, readFileSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { startBox } from '../simulator/box';
import type { BoxSettings } from '../simulator/box';
import { readImage } from '../simulator/image';

const FLASH = 'flash.bin';

/**
 * Runs until it is killed.
 * @param folder has the box's settings, and its flash after the first start
 * @param imageFolder has the built image
 */
export function runBoxProcess(folder: string, imageFolder: string, soundSpeed: number): void {
  const file = join(folder, FLASH);
  const settings = JSON.parse(readFileSync(join(folder, 'ghanti.json'), 'utf8')) as BoxSettings;
  const image = readImage(imageFolder);
  if (!existsSync(file)) {
    const fresh = startBox(image, settings);
    fresh.close();
    writeFileSync(file, fresh.flashImage());
  }
  const flash = new Uint8Array(readFileSync(file));
  const onDisk = openSync(file, 'r+');
  const box = startBox(image, settings, {
    soundSpeed,
    flash,
    flashChanged: (address, bytes) => void writeSync(onDisk, flash, address, bytes, address),
  });
  for (const line of box.consoleLines) console.log(line);
  box.onEvent((event) => {
    if (event.type === 'console') console.log(event.line);
    // After what was still written has reached the file.
    if (event.type === 'power' && !box.powered) setImmediate(() => process.kill(process.pid, 'SIGKILL'));
  });
  createInterface({ input: process.stdin }).on('line', (line) => {
    const [, bytes] = /^tear (\d+)$/.exec(line) ?? [];
    if (bytes !== undefined) box.powerCutAfterFlashBytes(Number(bytes));
  });
}
