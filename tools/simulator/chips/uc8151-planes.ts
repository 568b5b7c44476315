// The two picture planes of a UC8151, 160 x 296 pixels each, with resolution and partial window (UC8151C datasheet A0.1:
// R10h and R13h page 15, R61h page 20, R90h to R92h).

const COLUMNS = 20;
const LINES = 296;

export interface Window {
  left: number;
  right: number;
  top: number;
  bottom: number;
}

/** Transgressions go to `fault`. `within` is the part that is written and driven, in pixels, ends included. */
export function planes(fault: (text: string) => void) {
  let older = scrambled(41);
  let newer = scrambled(99);
  let full: Window = { left: 0, right: 95, top: 0, bottom: 229 };
  let partial: Window = full;
  let inPartial = false;
  let at = 0;

  const within = (): Window => (inPartial ? partial : full);
  return {
    within,
    setDefaults() {
      inPartial = false;
      full = { left: 0, right: 95, top: 0, bottom: 229 };
    },
    setResolution(widthPx: number, heightPx: number) {
      if (widthPx === 0 || widthPx > COLUMNS * 8 || heightPx === 0 || heightPx > LINES)
        fault(`resolution ${widthPx} x ${heightPx}; the chip has ${COLUMNS * 8} x ${LINES}`);
      else full = { left: 0, right: widthPx - 1, top: 0, bottom: heightPx - 1 };
    },
    setWindow(next: Window) {
      const { left, right, top, bottom } = next;
      if (right <= left || bottom <= top) fault(`90h: the end of the window must be greater than its start`);
      if (right > full.right || bottom > full.bottom) fault(`90h: ${right}, ${bottom} is outside the resolution`);
      partial = next;
    },
    setPartial: (on: boolean) => (inPartial = on),
    begin: () => (at = 0),
    /** The next byte of a transmission into the old (10h) or the new plane (13h). */
    write(isNew: boolean, byte: number) {
      const { left, right, top, bottom } = within();
      const columns = (right >> 3) - (left >> 3) + 1;
      const line = top + Math.floor(at / columns);
      if (line > bottom) return fault('more data than the window has pixels');
      if (line < LINES) (isNew ? newer : older)[line * COLUMNS + (left >> 3) + (at % columns)] = byte;
      at++;
    },
    bits(x: number, y: number): { was: number; is: number } {
      const place = y * COLUMNS + (x >> 3);
      const bit = 7 - (x & 7);
      return { was: (older[place]! >> bit) & 1, is: (newer[place]! >> bit) & 1 };
    },
    exchange: () => ([older, newer] = [newer, older]),
    scramble() {
      older = scrambled(41);
      newer = scrambled(99);
    },
  };
}

function scrambled(seed: number): Uint8Array {
  return Uint8Array.from({ length: COLUMNS * LINES }, (_, at) => (at * 73 + seed) & 255);
}
