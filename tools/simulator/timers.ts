// setTimeout, setInterval and the clock of the box. Espruino's timers never run late "in a burst": a missed beat is lost.
import type { Life } from './life';

/** Espruino's shortest period. */
const SHORTEST_MS = 1;

export function timersOf(life: Life): Record<string, unknown> {
  const running = new Map<number, () => void>();
  let nextId = 1;
  let offsetMs = 0;
  const startedAtMs = life.clock.nowMs();

  const clear = (id: number): void => {
    running.get(id)?.();
    running.delete(id);
  };
  const start = (handler: () => void, ms: number, repeat: boolean): number => {
    const id = nextId++;
    const periodMs = Math.max(SHORTEST_MS, Number(ms) || 0);
    const arm = (): void => {
      running.set(
        id,
        life.after(periodMs, () => {
          if (repeat) arm();
          else running.delete(id);
          handler();
        }),
      );
    };
    arm();
    return id;
  };
  life.atEnd(() => {
    for (const id of [...running.keys()]) clear(id);
  });
  return {
    setTimeout: (handler: () => void, ms: number) => start(handler, ms, false),
    setInterval: (handler: () => void, ms: number) => start(handler, ms, true),
    clearTimeout: clear,
    clearInterval: clear,
    // Without a set clock an ESP32 counts from its start.
    getTime: () => (life.clock.nowMs() - startedAtMs + offsetMs) / 1000,
    setTime: (unixSeconds: number) => {
      offsetMs = unixSeconds * 1000 - (life.clock.nowMs() - startedAtMs);
    },
  };
}
