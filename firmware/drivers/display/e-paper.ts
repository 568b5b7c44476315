// What e-paper controllers have in common: a reset, steps that each end when BUSY does, and two picture planes that change
// places at every partial refresh, so that the chip knows which pixels changed without being sent the old picture again.
import type { Frame, FramePanel, PanelWires, Region } from '../ports';
import { idiv } from '../../wire/idiv';

/** One thing to send; the chip is busy with it until its BUSY line says otherwise. */
export type Step = () => void;

/** One controller: what it is sent. Every list is sent step by step, with a wait for BUSY after each. */
export interface EPaperChip {
  /** The level of BUSY while the chip works. */
  busyWhenHigh: boolean;
  /** Sets the chip up after a hardware reset. */
  setUp: Step[];
  /** Puts the picture into both planes and refreshes all of the glass. */
  whole(frame: Frame): Step[];
  /** Puts the windows of the picture into the plane whose turn it is and refreshes what differs from the other plane. */
  partial(frame: Frame, windows: Region[]): Step[];
}

/** Solomon SSD1680 and SSD1681, "typical operating sequence": 10 ms after power, reset and soft reset. UltraChip asks for less. */
const RESET_MS = 10;
const POLL_MS = 10;
/** A full refresh takes 2 to 4 s at room temperature and about twice that in the cold. */
const BUSY_LIMIT_MS = 10000;
/** Pieces that fit the heaps of small engines. */
const PIECE_BYTES = 512;

/** Sends a window of the picture as the data of one command, in pieces of at most 512 bytes. */
export function writeWindow(wires: PanelWires, command: number, frame: Frame, window: Region): void {
  const lineBytes = idiv(window.widthPx + 7, 8);
  const piece = idiv(PIECE_BYTES, lineBytes);
  for (let line = 0; line < window.heightPx; line += piece) {
    const left = window.heightPx - line;
    const bytes = frame.read(window.y + line, left < piece ? left : piece, idiv(window.x, 8), lineBytes);
    if (line === 0) wires.command(command, bytes);
    else wires.more(bytes);
  }
}

/**
 * Shows pictures on an e-paper panel. Faults: 'display-busy' (the last picture is still on its way) and 'busy-timeout' (BUSY
 * for 10 s; the next picture begins with a reset and is a whole one, as the first one is).
 */
export function ePaper(wires: PanelWires, chip: EPaperChip): FramePanel {
  let running = false;
  let ready = false;
  /** What the plane whose turn it is has not been sent, because the other one was shown with it. */
  let missed: Region | undefined = undefined;

  function whenIdle(waitedMs: number, next: (fault: string | undefined) => void): void {
    wires.after(POLL_MS, () => {
      if (wires.busyIsHigh() !== chip.busyWhenHigh) next(undefined);
      else if (waitedMs >= BUSY_LIMIT_MS) next('busy-timeout');
      else whenIdle(waitedMs + POLL_MS, next);
    });
  }

  function send(steps: Step[], at: number, done: (fault: string | undefined) => void): void {
    if (at === steps.length) {
      done(undefined);
      return;
    }
    const step = steps[at];
    step();
    whenIdle(0, (fault) => {
      if (fault === undefined) send(steps, at + 1, done);
      else done(fault);
    });
  }

  function reset(next: () => void): void {
    wires.reset(true);
    wires.after(RESET_MS, () => {
      wires.reset(false);
      wires.after(RESET_MS, next);
    });
  }

  function windowsOf(region: Region): Region[] {
    const before = missed;
    missed = region;
    if (before === undefined || isInside(before, region)) return [region];
    return isInside(region, before) ? [before] : [before, region];
  }

  function show(frame: Frame, region: Region, whole: boolean, done: (fault: string | undefined) => void): void {
    if (running) {
      done('display-busy');
      return;
    }
    running = true;
    const end = (fault: string | undefined): void => {
      running = false;
      ready = fault === undefined;
      done(fault);
    };
    if (ready && !whole) {
      send(chip.partial(frame, windowsOf(region)), 0, end);
      return;
    }
    missed = undefined;
    if (ready) {
      send(chip.whole(frame), 0, end);
      return;
    }
    reset(() => {
      send(chip.setUp, 0, (fault) => {
        if (fault === undefined) send(chip.whole(frame), 0, end);
        else end(fault);
      });
    });
  }

  return { show };
}

function isInside(inner: Region, outer: Region): boolean {
  return (
    inner.x >= outer.x &&
    inner.y >= outer.y &&
    inner.x + inner.widthPx <= outer.x + outer.widthPx &&
    inner.y + inner.heightPx <= outer.y + outer.heightPx
  );
}
