import type { Workshop } from './run';
import type { Happening, Schedule } from './schedule';

/**
 * The smallest part of a failing schedule that still breaks a promise: happenings are left out, by halves and then one by
 * one, as long as something breaks. Deterministic; runs at most a few hundred times.
 */
export async function shrink(workshop: Workshop, failing: Schedule): Promise<{ schedule: Schedule; broken: string }> {
  let schedule = failing;
  let broken = (await workshop.run(failing)).broken;
  if (broken === undefined) throw new Error(`seed ${failing.seed} breaks nothing, so there is nothing to shrink`);
  for (let size = Math.ceil(schedule.happenings.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let at = 0; at < schedule.happenings.length;) {
      const smaller = without(schedule, at, size);
      const outcome = await workshop.run(smaller);
      if (outcome.broken === undefined) at += size;
      else [schedule, broken] = [smaller, outcome.broken];
    }
  }
  return { schedule, broken };
}

function without(schedule: Schedule, at: number, size: number): Schedule {
  const happenings: Happening[] = schedule.happenings.filter((_one, i) => i < at || i >= at + size);
  return { ...schedule, happenings };
}
