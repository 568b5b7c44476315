// A board's scanner, over all lives of the box, and the serial port of Espruino that it is soldered to.
import type { Board } from '../../boards/board';
import { gm65 } from './chips/gm65';
import type { SerialModel } from './chips/serial';
import type { Clock } from './clock';
import { Emitter } from './life';
import type { Life } from './life';

/** How long a customer holds a code still, and how often the scanner's line is looked at meanwhile. */
const HELD_MS = 500;
const TICK_MS = 20;

export interface Scanner {
  /** Undefined where the board has none. */
  module: SerialModel | undefined;
  /** A customer holds a code in front of it. Throws when the board has none. */
  scan(code: string): void;
}

export function scannerOf(board: Board, clock: Clock): Scanner {
  const module = board.inputs.some(({ driver }) => driver === 'gm65') ? gm65('continuous') : undefined;
  const poweredAtMs = clock.nowMs();
  const tick = (): void => module?.tick(clock.nowMs() - poweredAtMs);
  return {
    module,
    scan(code) {
      if (module === undefined) throw new Error('simulator: the board has no scanner.');
      tick();
      module.show(code, HELD_MS);
      for (let ms = TICK_MS; ms < 2 * HELD_MS; ms += TICK_MS) clock.after(ms, tick);
    },
  };
}

/** A serial port as the program sees it (Serial2), for one life of the box. */
export function serialPort(life: Life, module: SerialModel | undefined): Record<string, unknown> {
  const port = new Emitter(life);
  module?.onBytes((bytes) => port.fire('data', Buffer.from(bytes).toString('latin1')));
  return {
    setup(_baud: number, { tx, rx }: { tx: object | undefined; rx: object | undefined }) {
      if (tx === undefined || rx === undefined) throw new Error('Invalid pin!');
    },
    write: (bytes: string) => module?.receive(Buffer.from(bytes, 'latin1')),
    on: port.on,
  };
}
