// The customer's phone looks at the box's panel: whatever it says was really read from the picture.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';

let prepared = false;

/** The text of the QR in a PNG; undefined when there is none that a phone could read. */
export async function readQr(png: Uint8Array): Promise<string | undefined> {
  if (!prepared) {
    // From the package on this machine: the library itself would ask the network for it.
    const file = createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm');
    const { buffer } = new Uint8Array(readFileSync(file));
    prepareZXingModule({ overrides: { wasmBinary: buffer } });
    prepared = true;
  }
  const [found] = await readBarcodes(new Uint8Array(png), {
    formats: ['QRCode'],
    tryHarder: true,
    maxNumberOfSymbols: 1,
  });
  return found?.isValid === true ? found.text : undefined;
}
