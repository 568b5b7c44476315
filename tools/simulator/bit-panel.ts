import { Panel } from './graphics';
import type { Image } from './graphics';

interface Modified {
  x1: number;
  y1: number;
  x2: number;
  y2: number;
}
const UNMODIFIED: Modified = { x1: 32767, y1: 32767, x2: -32768, y2: -32768 };

/** A picture of one bit a pixel in bytes that the program sees, the left pixel on top; lines are not filled up. */
export class BitPanel extends Panel {
  private turns = 0;
  private modified = { ...UNMODIFIED };
  private reflected = false;

  constructor(
    private readonly bitsWide: number,
    private readonly bitsHigh: number,
    private readonly bits: Uint8Array,
  ) {
    super(bitsWide, bitsHigh);
  }

  /** Quarter turns clockwise of what is drawn from now on; reflected, the picture's sides (at odd turns: its ends) change places first. */
  setRotation(turns: number, reflect: boolean): void {
    this.turns = turns & 3;
    this.reflected = reflect;
    const sideways = this.turns % 2 === 1;
    this.widthPx = sideways ? this.bitsHigh : this.bitsWide;
    this.heightPx = sideways ? this.bitsWide : this.bitsHigh;
  }

  /** An image counts as modified where it lies, on a sideways surface where it has ink. */
  override drawImage(image: Image, atX: number, atY: number): void {
    if (this.turns % 2 === 0) this.modify(atX, atY, atX + image.width - 1, atY + image.height - 1);
    super.drawImage(image, atX, atY);
  }

  /** What was drawn in since the last reset, in memory's own orientation. */
  getModified(reset: boolean): Modified | undefined {
    const found = this.modified;
    if (reset) this.modified = { ...UNMODIFIED };
    return found.x1 <= found.x2 ? { ...found } : undefined;
  }

  private modify(left: number, top: number, right: number, bottom: number): void {
    const { x1, y1, x2, y2 } = this.modified;
    this.modified = {
      x1: Math.min(x1, Math.max(0, left)),
      y1: Math.min(y1, Math.max(0, top)),
      x2: Math.max(x2, Math.min(this.bitsWide - 1, right)),
      y2: Math.max(y2, Math.min(this.bitsHigh - 1, bottom)),
    };
  }

  protected override fill(left: number, top: number, right: number, bottom: number, colour: number): void {
    for (let y = Math.max(0, top); y <= Math.min(this.heightPx - 1, bottom); y++) {
      for (let x = Math.max(0, left); x <= Math.min(this.widthPx - 1, right); x++) this.put(x, y, colour & 1);
    }
  }

  private put(x: number, y: number, bit: number): void {
    const [column, line] = turned(
      this.reflected ? this.widthPx - 1 - x : x,
      y,
      this.turns,
      this.bitsWide,
      this.bitsHigh,
    );
    this.modify(column, line, column, line);
    const at = line * this.bitsWide + column;
    const mask = 0x80 >>> (at & 7);
    if (bit === 1) this.bits[at >> 3]! |= mask;
    else this.bits[at >> 3]! &= 255 - mask;
  }
}

/** Where a pixel of a picture lies that was turned clockwise, in the orientation of what is `width` x `height`. */
export function turned(x: number, y: number, turns: number, width: number, height: number): [number, number] {
  switch (turns) {
    case 1:
      return [width - 1 - y, x];
    case 2:
      return [width - 1 - x, height - 1 - y];
    case 3:
      return [y, height - 1 - x];
    default:
      return [x, y];
  }
}
