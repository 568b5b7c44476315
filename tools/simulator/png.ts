import { PNG } from 'pngjs';
import type { Screen } from './wired-panel';

/** A screen as a PNG, pixel for pixel. */
export function pngOf(screen: Screen): Buffer {
  const { widthPx, heightPx, pixels } = screen;
  const png = new PNG({ width: widthPx, height: heightPx });
  for (let at = 0; at < pixels.length; at++) png.data.set(rgba(pixels[at]!), at * 4);
  return PNG.sync.write(png, { deflateLevel: 1 });
}

/** A 5-6-5 colour as red, green, blue and opaque, 0 to 255 each. */
function rgba(value: number): [number, number, number, number] {
  const red = value >>> 11;
  const green = (value >>> 5) & 63;
  const blue = value & 31;
  return [Math.round((red * 255) / 31), Math.round((green * 255) / 63), Math.round((blue * 255) / 31), 255];
}
