// Lists that are replaced, never changed: with the few array operations that every engine has.

/** A new list with one more at the end. */
export function appended<T>(list: readonly T[], item: T): T[] {
  const longer: T[] = [];
  for (const one of list) longer.push(one);
  longer.push(item);
  return longer;
}

export function includes(list: readonly number[], wanted: number): boolean {
  for (const one of list) {
    if (one === wanted) return true;
  }
  return false;
}

/** A new list without that number. */
export function without(list: readonly number[], unwanted: number): number[] {
  const kept: number[] = [];
  for (const one of list) {
    if (one !== unwanted) kept.push(one);
  }
  return kept;
}

/** The smallest number of a list that has one. */
export function lowest(list: readonly number[]): number {
  let least = list[0];
  for (const one of list) {
    if (one < least) least = one;
  }
  return least;
}
