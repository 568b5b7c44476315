// Espruino's Graphics on ESP32_CYD: 320x240, 16 bits a pixel (5-6-5), drawn at once, coordinates clipped to the panel.
// Written after libs/graphics of Espruino 2v29; test/engines/graphics.test.ts holds it against the real one pixel by pixel.

export interface Image {
  width: number;
  height: number;
  bpp?: number;
  buffer: ArrayBuffer | ArrayBufferView | string;
  palette?: Uint16Array;
  transparent?: number;
}

interface Font {
  bitmap: Uint8Array;
  firstCode: number;
  width: number;
  height: number;
  scale: number;
}

/** A panel and the drawing state of its `g`. */
export class Panel {
  readonly pixels: Uint16Array;
  private font: Font | undefined;
  private colour = 0xffff;
  private backColour = 0;

  constructor(
    public widthPx: number,
    public heightPx: number,
    protected readonly drawn: () => void = () => undefined,
  ) {
    this.pixels = new Uint16Array(widthPx * heightPx);
  }

  setColor(colour: number): void {
    this.colour = colour & 0xffff;
  }
  setBgColor(colour: number): void {
    this.backColour = colour & 0xffff;
  }

  /** Fills with the background colour; `reset` also gives the colours their first values, white on black. */
  clear(reset: boolean): void {
    if (reset) {
      this.colour = 0xffff;
      this.backColour = 0;
    }
    this.fill(0, 0, this.widthPx - 1, this.heightPx - 1, this.backColour);
  }

  /** Corners are inclusive and may come in any order; fractions are cut. */
  fillRect(x1: number, y1: number, x2: number, y2: number): void {
    const [left, right] = ordered(Math.trunc(x1), Math.trunc(x2));
    const [top, bottom] = ordered(Math.trunc(y1), Math.trunc(y2));
    this.fill(left, top, right, bottom, this.colour);
  }

  /** Rows of an image are not padded to bytes. Without a palette, one bit a pixel means background and foreground. */
  drawImage(image: Image, atX: number, atY: number): void {
    const bpp = image.bpp === undefined || image.bpp <= 0 ? 1 : image.bpp;
    const source = bytesOf(image.buffer);
    const { width, height, palette } = image;
    if (source === undefined || !(width > 0) || !(height > 0) || bpp > 16) throw new Error('Expecting valid Image');
    if (palette !== undefined && ![2, 4, 8, 16, 256].includes(palette.length))
      throw new Error('Palette specified, but must be a flat Uint16Array of 2,4,8,16,256 elements');
    const colours = palette ?? (bpp === 1 ? Uint16Array.of(this.backColour, this.colour) : undefined);
    const mask = 2 ** bpp - 1;
    let bit = 0;
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++, bit += bpp) {
        const value = bitsAt(source, bit, bpp) & mask;
        if (value === image.transparent) continue;
        const left = Math.trunc(atX) + x;
        const top = Math.trunc(atY) + y;
        const colour = colours === undefined ? value : colours[value & (colours.length - 1)]!;
        this.fill(left, top, left, top, colour);
      }
    }
  }

  /** The bits from 8 on of `height` are the letters' scale. */
  setFontCustom(bitmap: string, firstCode: number, width: number, height: number): void {
    this.font = { bitmap: Buffer.from(bitmap, 'latin1'), firstCode, width, height: height & 255, scale: height >> 8 };
  }

  setFontBitmap(): void {
    this.font = undefined;
  }

  /** Letters of a font of one's own, column by column; one that begins in the last column is not drawn. */
  drawString(text: string, atX: number, atY: number): void {
    if (this.font === undefined) throw new Error("simulator: Espruino's own letters are not simulated");
    const { bitmap, firstCode, width, height, scale } = this.font;
    for (let at = 0; at < text.length; at++) {
      const x = atX + at * width * scale;
      if (x >= this.widthPx - 1) return;
      for (let bit = 0; bit < width * height; bit++) {
        const left = x + Math.floor(bit / height) * scale;
        const top = atY + (bit % height) * scale;
        const ink = bitsAt(bitmap, (text.charCodeAt(at) - firstCode) * width * height + bit, 1) & 1;
        if (ink === 1) this.fill(left, top, left + scale - 1, top + scale - 1, this.colour);
      }
    }
  }

  /** All corners inclusive; what lies outside is cut. */
  protected fill(left: number, top: number, right: number, bottom: number, colour: number): void {
    const from = Math.max(0, left);
    const to = Math.min(this.widthPx - 1, right);
    if (to < from) return;
    for (let y = Math.max(0, top); y <= Math.min(this.heightPx - 1, bottom); y++) {
      this.pixels.fill(colour, y * this.widthPx + from, y * this.widthPx + to + 1);
    }
    this.drawn();
  }
}

/** `g` as the firmware sees it: Espruino's chained calls around a panel. */
export function graphicsOf(panel: Panel): Record<string, unknown> {
  const g = {
    getWidth: () => panel.widthPx,
    getHeight: () => panel.heightPx,
    setColor: (colour: number) => (panel.setColor(colour), g),
    setBgColor: (colour: number) => (panel.setBgColor(colour), g),
    fillRect: (x1: number, y1: number, x2: number, y2: number) => (panel.fillRect(x1, y1, x2, y2), g),
    clear: (reset?: boolean) => (panel.clear(reset === true), g),
    drawImage(image: Image, x: number, y: number, options?: unknown) {
      if (options !== undefined) throw new Error('simulator: Espruino draws scaled images unevenly on most chips');
      panel.drawImage(image, x, y);
      return g;
    },
    setFontCustom: (bitmap: string, firstCode: number, width: number, height: number) => (
      panel.setFontCustom(bitmap, firstCode, width, height),
      g
    ),
    setFontBitmap: () => (panel.setFontBitmap(), g),
    drawString: (text: string, x: number, y: number) => (panel.drawString(text, x, y), g),
  };
  return g;
}

function ordered(a: number, b: number): [number, number] {
  return a <= b ? [a, b] : [b, a];
}

/** Bits past the end are 0. */
function bitsAt(bytes: Uint8Array, bit: number, count: number): number {
  let value = 0;
  const last = (bit + count - 1) >>> 3;
  for (let at = bit >>> 3; at <= last; at++) value = (value << 8) | (bytes[at] ?? 0);
  return value >>> ((last + 1) * 8 - bit - count);
}

/** Also of arrays that were made in the box's own context, which `instanceof` does not know. */
export function bytesOf(buffer: unknown): Uint8Array | undefined {
  if (typeof buffer === 'string') return Buffer.from(buffer, 'latin1');
  if (ArrayBuffer.isView(buffer)) return new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.byteLength);
  if (Object.prototype.toString.call(buffer) === '[object ArrayBuffer]') return new Uint8Array(buffer as ArrayBuffer);
  return undefined;
}
