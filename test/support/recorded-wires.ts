import type { Frame, PanelWires, Region } from '../../firmware/drivers/ports';
import { DrivenClock } from '../../tools/simulator/clock';

interface Sent {
  code: number;
  bytes: number[];
  atMs: number;
}

/** The wires of a panel that is not there: they keep what was sent, and BUSY follows the test's hand. */
export function recordedWires() {
  const clock = new DrivenClock();
  const cancels: (() => void)[] = [];
  const sent: Sent[] = [];
  const resets: { low: boolean; atMs: number }[] = [];
  let longestPiece = 0;
  let busy: () => boolean = () => false;
  const take = (bytes: string): number[] => {
    longestPiece = Math.max(longestPiece, bytes.length);
    return [...Buffer.from(bytes, 'latin1')];
  };
  const wires: PanelWires = {
    after: (ms, run) => cancels.push(clock.after(ms, run)) - 1,
    cancel: (timer) => cancels[timer]?.(),
    command: (code, bytes) => sent.push({ code, bytes: take(bytes), atMs: clock.nowMs() }),
    more(bytes) {
      const last = sent.at(-1);
      if (last === undefined) throw new Error('data before any command');
      last.bytes.push(...take(bytes));
    },
    reset: (low) => resets.push({ low, atMs: clock.nowMs() }),
    busyIsHigh: () => busy(),
  };
  return {
    wires,
    clock,
    sent,
    resets,
    setBusy: (now: () => boolean) => (busy = now),
    get longestPiece() {
      return longestPiece;
    },
    get spiBytes() {
      return sent.reduce((sum, { bytes }) => sum + 1 + bytes.length, 0);
    },
    codes: () => sent.map(({ code }) => code),
  };
}

/** A picture of seeded noise that a test may change, as a driver sees it. */
export function noise(widthPx: number, heightPx: number, seed: number) {
  const lineBytes = Math.ceil(widthPx / 8);
  const bytes = new Uint8Array(lineBytes * heightPx);
  let state = seed;
  const next = (): number => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) >>> 24;
  const frame: Frame = {
    read(y, lines, fromByte, count) {
      let read = '';
      for (let line = y; line < y + lines; line++) {
        const at = line * lineBytes + fromByte;
        if (line >= heightPx || fromByte + count > lineBytes) throw new Error('a line that the picture does not have');
        read += Buffer.from(bytes.subarray(at, at + count)).toString('latin1');
      }
      return read;
    },
  };
  const scribble = ({ x, y, widthPx: wide, heightPx: high }: Region): void => {
    for (let line = y; line < y + high; line++)
      for (let byte = x / 8; byte < Math.ceil((x + wide) / 8); byte++) bytes[line * lineBytes + byte] = next();
  };
  scribble({ x: 0, y: 0, widthPx, heightPx });
  return { bytes, frame, scribble, lineBytes };
}
