import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Image } from '../build/image';
import { flashScript, runScript } from '../simulator/prelude/scripts';
import { runEspruino } from './run-espruino';

/** Long enough to start, draw the first screen and fail to reach a broker. */
const SETTLE_MS = 2500;

/** What a bare ESP32 has and Espruino's Linux build has not: pins above 31, and an SPI port that leads somewhere. */
const CHIP = `var ${[32, 33, 34, 35, 36, 37, 38, 39].map((pin) => `D${pin}=D31`).join()};SPI1.setup=SPI1.write=function(){};`;

export interface Resident {
  variables: number;
  /** How many the interpreter has. */
  poolVariables: number;
}

/**
 * How many of an Espruino's variables a board's whole program keeps when it has started: what its chip's own build has
 * for it (wires, panel) is not counted. `imageFolder` holds the image.
 */
export async function residentIn(espruino: string, image: Image, imageFolder: string): Promise<Resident> {
  const folder = mkdtempSync(join(tmpdir(), 'ghanti-resident-'));
  try {
    const identity = { id: 'counter-1', port: 1, password: 'none', key: '00'.repeat(32) };
    await runEspruino(espruino, folder, flashScript(image, imageFolder, identity));
    const printed = await runEspruino(
      espruino,
      folder,
      runScript(image, imageFolder, {
        panel: false,
        // The measuring itself is there before it is measured.
        before: `${CHIP}var base=0;setTimeout(function(){var m=process.memory();print("RESIDENT "+(m.usage-base)+" OF "+m.total);quit();},${SETTLE_MS});base=process.memory().usage;`,
      }),
    );
    const found = /RESIDENT (\d+) OF (\d+)/.exec(printed);
    if (found === null || !printed.includes('{"screen":"starting"}'))
      throw new Error(`${image.board} did not start in ${espruino}:\n${printed.slice(-1000)}`);
    return { variables: Number(found[1]), poolVariables: Number(found[2]) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
