import type { Canvas } from '../../drivers/ports';

/** A canvas and what must be done before it shows anything. */
export interface Display {
  canvas: Canvas;
  /** Sets the panel up; `done` comes once. */
  start(done: (fault: string | undefined) => void): void;
}
