import type { Machine } from '../machine';
import { files } from './files';

/** Bytes of the kernel: the Linux build's own random numbers are the same after every start. */
function random(): number {
  const bytes = files.read('/dev/urandom', 0, 4);
  if (bytes === undefined) return E.hwRand() >>> 1;
  let value = 0;
  for (let i = 0; i < bytes.length; i++) value = (value << 8) | bytes.charCodeAt(i);
  return value >>> 1;
}

/**
 * A box on Espruino's Linux build: the program's files and its settings lie in the folder where it was started, and the
 * computer keeps its network by itself. It ends to be restarted: whoever started it does it again.
 */
export const machine: Machine = {
  files,
  random,
  keepNetwork(_identity, changed) {
    setTimeout(() => changed(true), 1);
  },
  rssi: () => 0,
  restart: quit,
};
