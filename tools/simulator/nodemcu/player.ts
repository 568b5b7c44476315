// A serial MP3 module with the card that `ghanti voice card` writes, and the loudspeaker behind it.
import type { Board } from '../../../boards/board';
import { cardOf, hasCard } from '../../voice/card';
import { dfplayer } from '../chips/dfplayer';
import type { Clock } from '../clock';

/** How often its line is looked at. */
const TICK_MS = 10;
/** A module cannot play a shorter one in one piece with what it says about it. */
const SHORTEST_MS = 100;
const RATE_HZ = 8000;

export interface Player {
  readonly faults: string[];
  /** Bytes from the box. */
  receive(bytes: Uint8Array): void;
  onBytes(handler: (bytes: Uint8Array) => void): void;
  off(): void;
}

/** Powers the module up; undefined for a board without one. `heard` gets each clip when it begins to sound. */
export function playerOf(
  board: Board,
  clock: Clock,
  soundSpeed: number,
  heard: (samples: Uint8Array) => void,
): Player | undefined {
  if (!hasCard(board)) return undefined;
  const tracks = cardOf(board.languages);
  const msOf = (samples: Uint8Array): number => Math.max(SHORTEST_MS, (samples.length * 1000) / RATE_HZ / soundSpeed);
  const model = dfplayer(tracks.map(({ folder, track, samples }) => ({ folder, track, ms: msOf(samples) })));
  const poweredAtMs = clock.nowMs();
  let begun = 0;
  const turn = (): void => {
    model.tick(clock.nowMs() - poweredAtMs);
    for (; begun < model.heard.length; begun++) {
      const { folder, track } = model.heard[begun]!;
      heard(tracks.find((one) => one.folder === folder && one.track === track)!.samples);
    }
  };
  let stop = clock.after(TICK_MS, function again() {
    turn();
    stop = clock.after(TICK_MS, again);
  });
  return {
    faults: model.faults,
    receive(bytes) {
      turn();
      model.receive(bytes);
    },
    onBytes: (handler) => model.onBytes(handler),
    off: () => stop(),
  };
}
