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

/** A new list of those that pass. */
export function kept<T>(list: readonly T[], passes: (one: T) => boolean): T[] {
  const some: T[] = [];
  for (const one of list) {
    if (passes(one)) some.push(one);
  }
  return some;
}

/** The first that passes, undefined for none. */
export function first<T>(list: readonly T[], passes: (one: T) => boolean): T | undefined {
  for (const one of list) {
    if (passes(one)) return one;
  }
  return undefined;
}

/** A new list without that number. */
export function without(list: readonly number[], unwanted: number): number[] {
  return kept(list, (one) => one !== unwanted);
}

/** The smallest number of a list that has one. */
export function lowest(list: readonly number[]): number {
  let least = list[0];
  for (const one of list) {
    if (one < least) least = one;
  }
  return least;
}
