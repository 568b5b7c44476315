// The customer's phone looks at the box's panel: whatever it says was really read from the picture.
import { readBarcodes } from 'zxing-wasm/reader';

/** The text of the QR in a PNG; undefined when there is none that a phone could read. */
export async function readQr(png: Uint8Array): Promise<string | undefined> {
  const [found] = await readBarcodes(new Uint8Array(png), {
    formats: ['QRCode'],
    tryHarder: true,
    maxNumberOfSymbols: 1,
  });
  return found?.isValid === true ? found.text : undefined;
}
