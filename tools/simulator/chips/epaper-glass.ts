// The glass of an e-paper panel: what is seen there stays without power and changes only while the chip drives it.

const INK = 0x000000;
const PAPER = 0xffffff;
/** A pixel whose refresh was cut off: neither black nor white. */
const TORN = 0x808080;
/** Each short waveform leaves the pixel this much greyer than a long one, up to GHOST_MOST. */
const GHOST_STEP = 0x080808;
const GHOST_MOST = 6;

export interface EpaperGlass {
  pixel(x: number, y: number): number;
  /** The long waveform: black, white and back; no trace of the old picture is left. */
  settle(x: number, y: number, ink: boolean): void;
  /** The short waveform, straight to the new colour: a pixel that changes keeps a trace of what it was. */
  push(x: number, y: number, ink: boolean): void;
  /** The power or the waveform went away half way. */
  tear(x: number, y: number): void;
  /** Pixels that changed by the short waveform since the long one was last there. */
  ghostPx(): number;
}

/** A panel from the shelf shows squares of the factory's last picture: who does not refresh it whole sees them. */
export function epaperGlass(widthPx: number, heightPx: number): EpaperGlass {
  const shown = new Int8Array(widthPx * heightPx);
  const traces = new Uint8Array(widthPx * heightPx);
  for (let at = 0; at < shown.length; at++) {
    const square = ((at % widthPx) >> 3) + (Math.floor(at / widthPx) >> 3);
    shown[at] = square % 2;
    traces[at] = 1;
  }
  const put = (x: number, y: number, value: number, trace: number): void => {
    if (x < 0 || y < 0 || x >= widthPx || y >= heightPx) return;
    shown[y * widthPx + x] = value;
    traces[y * widthPx + x] = trace;
  };
  return {
    pixel(x, y) {
      const at = y * widthPx + x;
      const value = shown[at]!;
      if (value < 0) return TORN;
      const trace = GHOST_STEP * traces[at]!;
      return value === 1 ? INK + trace : PAPER - trace;
    },
    settle: (x, y, ink) => put(x, y, ink ? 1 : 0, 0),
    push(x, y, ink) {
      const at = y * widthPx + x;
      if (shown[at] !== (ink ? 1 : 0)) put(x, y, ink ? 1 : 0, Math.min(GHOST_MOST, traces[at]! + 1));
    },
    tear: (x, y) => put(x, y, -1, GHOST_MOST),
    ghostPx: () => traces.reduce((count, trace) => count + (trace > 0 ? 1 : 0), 0),
  };
}
