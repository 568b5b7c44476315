import { Workshop } from './run';
import { scheduleOf } from './schedule';
import type { Happening } from './schedule';
import { shrink } from './shrink';

/** What many runs came to. A failure names its seed, which replays it, and the fewest happenings that still break it. */
export interface ModelReport {
  runs: number;
  steps: number;
  sales: number;
  announcements: number;
  failures: { seed: number; broken: string; happenings: Happening[] }[];
}

/** Runs the schedules of `runs` seeds from `firstSeed` on; each failing one is made as small as it goes. */
export async function runModel(
  firstSeed: number,
  runs: number,
  progress: (done: number) => void = () => undefined,
): Promise<ModelReport> {
  const workshop = await new Workshop().prepare();
  const report: ModelReport = { runs, steps: 0, sales: 0, announcements: 0, failures: [] };
  try {
    for (let seed = firstSeed; seed < firstSeed + runs; seed++) {
      const outcome = await workshop.run(scheduleOf(seed));
      report.steps += outcome.steps;
      report.sales += outcome.sales;
      report.announcements += outcome.announcements;
      if (outcome.broken !== undefined) {
        const { schedule, broken } = await shrink(workshop, scheduleOf(seed));
        report.failures.push({ seed, broken, happenings: schedule.happenings });
      }
      progress(seed - firstSeed + 1);
    }
  } finally {
    workshop.remove();
  }
  return report;
}
