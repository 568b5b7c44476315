// One life of a simulated box, from power on to power off. Everything that can call into the firmware goes through here,
// so that a box without power does nothing more at all.
import type { Clock } from './clock';
import { PowerLost } from './flash';

export class Life {
  private alive = true;
  private readonly endings: (() => void)[] = [];

  constructor(
    readonly clock: Clock,
    /** An error that the firmware did not catch: Espruino prints it and goes on. */
    private readonly uncaught: (error: unknown) => void,
  ) {}

  get on(): boolean {
    return this.alive;
  }

  /** Runs firmware code. */
  enter(run: () => void): void {
    if (!this.alive) return;
    try {
      run();
    } catch (error) {
      if (!(error instanceof PowerLost)) this.uncaught(error);
    }
  }

  /** Firmware code that runs later; the answer cancels it. */
  after(ms: number, run: () => void): () => void {
    return this.clock.after(ms, () => this.enter(run));
  }

  /** What has to be let go when the power goes. */
  atEnd(run: () => void): void {
    this.endings.push(run);
  }

  end(): void {
    if (!this.alive) return;
    this.alive = false;
    for (const run of this.endings) run();
  }
}

/** Espruino's events on an object: handlers by name, and the other side that fires them. */
export class Emitter {
  private readonly handlers = new Map<string, ((argument?: unknown) => void)[]>();

  constructor(private readonly life: Life) {}

  readonly on = (event: string, handler: (argument?: unknown) => void): void => {
    this.handlers.set(event, [...(this.handlers.get(event) ?? []), handler]);
  };

  fire(event: string, argument?: unknown): void {
    for (const handler of this.handlers.get(event) ?? []) this.life.enter(() => handler(argument));
  }
}
