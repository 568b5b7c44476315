// The box's clock stands still while fengari works: how slow it is on a busy machine is none of the box's business.
import type { Clock } from '../clock';

export class PatientClock implements Clock {
  /** How long the box's program took, by the wall's clock. */
  private workedMs = 0;
  private stoodAtMs: number | undefined;

  constructor(private readonly wall: Clock) {}

  nowMs(): number {
    return this.stoodAtMs ?? this.wall.nowMs() - this.workedMs;
  }

  after(ms: number, run: () => void): () => void {
    const dueMs = this.nowMs() + ms;
    let cancel: () => void = () => undefined;
    const wait = (): void => {
      cancel = this.wall.after(Math.max(0, dueMs - this.nowMs()), () => {
        if (this.nowMs() + 1 < dueMs) wait();
        else run();
      });
    };
    wait();
    return () => cancel();
  }

  /** Runs the box's program in no time. */
  standStill(run: () => void): void {
    if (this.stoodAtMs !== undefined) {
      run();
      return;
    }
    const begunMs = this.wall.nowMs();
    this.stoodAtMs = begunMs - this.workedMs;
    try {
      run();
    } finally {
      this.workedMs += this.wall.nowMs() - begunMs;
      this.stoodAtMs = undefined;
    }
  }
}
