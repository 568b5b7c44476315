// Scripts that put a built image into a real Espruino's Storage and run it there.
import { join } from 'node:path';
import type { Image } from '../../build/image';
import { cydPrelude } from './cyd';
import type { CydPrelude } from './cyd';

export interface BoxIdentity {
  id: string;
  port: number;
  password: string;
  /** 64 hexadecimal digits. */
  key: string;
}

const PROGRAM = 'program';
/** What still fits the Linux build's Storage beside the rest. */
const SMALL_BYTES = 100_000;

/**
 * Script that flashes a built image into the Storage of a real Espruino, in pieces because the interpreter's memory is
 * small, and calls quit().
 */
export function flashScript(image: Image, imageFolder: string, identity: BoxIdentity): string {
  const settings = { ...identity, host: '127.0.0.1', wifi: { ssid: 'shop', password: 'wifi' } };
  const small = image.files.filter(({ bytes }) => bytes < SMALL_BYTES);
  return [
    'var s=require("Storage"),f,at,part;s.eraseAll();',
    ...small.map(({ name, path, bytes }) => {
      // The program runs when its caller says so, not when the interpreter starts.
      const stored = name === '.bootcde' ? PROGRAM : name;
      const from = JSON.stringify(join(imageFolder, path));
      return `f=E.openFile(${from},"r");at=0;while((part=f.read(512))!==undefined&&part.length){s.write("${stored}",part,at,${bytes});at+=part.length;}f.close();`;
    }),
    `s.write("ghanti.json",${JSON.stringify(JSON.stringify(settings))});quit();`,
  ].join('\n');
}

/** Script that runs the flashed image. `before` and `after` are run around it. */
export function runScript(
  image: Image,
  imageFolder: string,
  options: Omit<CydPrelude, 'files'> & { before?: string; after?: string } = {},
): string {
  const large = image.files.filter(({ bytes }) => bytes >= SMALL_BYTES);
  const files = Object.fromEntries(large.map(({ name, path }) => [name, join(imageFolder, path)]));
  const program = `eval(require("Storage").read("${PROGRAM}"));`;
  return [cydPrelude({ ...options, files }), options.before ?? '', program, options.after ?? ''].join('\n');
}
