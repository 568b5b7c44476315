// Graphics.createArrayBuffer of Espruino 2v29: with 8 bits a pixel and drawImages onto it, which the firmware uses to
// combine bytes natively, and with 1 bit a pixel as the picture of a panel. test/engines/graphics.test.ts holds it
// against the real one.
import { BitPanel } from './bit-panel';
import { bytesOf, graphicsOf } from './graphics';
import type { Image } from './graphics';

interface Layer {
  image: Image;
  x: number;
  y: number;
  compose?: string;
}

/** `newBytes` makes an array in the box's own context. Throws on what is not simulated. */
export function graphicsClass(newBytes: (length: number) => Uint8Array): Record<string, unknown> {
  return {
    createArrayBuffer(widthPx: number, heightPx: number, bpp: number, options?: { msb?: boolean }) {
      if (bpp === 1 && options?.msb === true) {
        const bits = newBytes((widthPx * heightPx + 7) >> 3);
        const panel = new BitPanel(widthPx, heightPx, bits);
        const surface = Object.assign(graphicsOf(panel), {
          buffer: bits.buffer,
          getModified: (reset: boolean) => panel.getModified(reset),
          setRotation: (turns: number, reflect?: boolean) => (panel.setRotation(turns, reflect === true), surface),
        });
        return surface;
      }
      if (bpp !== 8) throw new Error('simulator: surfaces in memory are simulated with 8 bits a pixel, or 1 with msb');
      const pixels = newBytes(widthPx * heightPx);
      const surface = {
        buffer: pixels.buffer,
        getWidth: () => widthPx,
        getHeight: () => heightPx,
        /** What lies outside is cut. */
        drawImage(image: Image, x: number, y: number) {
          lay(pixels, widthPx, heightPx, { image, x, y }, (_old, byte) => byte);
          return surface;
        },
        drawImages(layers: Layer[]) {
          if (layers.length !== 1) throw new Error('simulator: one layer at a time is simulated');
          for (const layer of layers) {
            if (layer.compose !== 'xor') throw new Error('simulator: only xor is simulated');
            lay(pixels, widthPx, heightPx, layer, (old, byte) => old ^ byte);
          }
          return surface;
        },
      };
      return surface;
    },
  };
}

/** Puts the bytes of an image that lie on the surface there, each by way of what is there. */
function lay(
  pixels: Uint8Array,
  widthPx: number,
  heightPx: number,
  { image, x, y }: Layer,
  put: (old: number, byte: number) => number,
): void {
  const source = bytesOf(image.buffer);
  if (source === undefined || image.bpp !== 8) throw new Error('Expecting valid Image');
  for (let row = Math.max(0, -y); row < Math.min(image.height, heightPx - y); row++) {
    for (let column = Math.max(0, -x); column < Math.min(image.width, widthPx - x); column++) {
      const at = (y + row) * widthPx + x + column;
      pixels[at] = put(pixels[at]!, source[row * image.width + column] ?? 0);
    }
  }
}
