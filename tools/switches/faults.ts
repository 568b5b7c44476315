// What every pretended switch has: named things that can be made to go wrong.

/** A switch's faults by name. */
export interface FaultSet<F extends string> {
  /** On until cleared, or for the next `times` uses. */
  set(fault: F, options?: { value?: number | undefined; times?: number | undefined }): void;
  /** Without a name: all of them. */
  clear(fault?: F): void;
  /** Is it on? Uses up one of its times. Gives its value (0 without one). */
  use(fault: F): number | undefined;
  list(): F[];
}

/** A set in which nothing goes wrong yet. */
export function faultSet<F extends string>(): FaultSet<F> {
  const on = new Map<F, { value: number; times: number }>();
  return {
    set: (fault, { value = 0, times = Infinity } = {}) => void on.set(fault, { value, times }),
    clear: (fault) => (fault === undefined ? on.clear() : void on.delete(fault)),
    use(fault) {
      const found = on.get(fault);
      if (found === undefined) return undefined;
      found.times--;
      if (found.times <= 0) on.delete(fault);
      return found.value;
    },
    list: () => [...on.keys()],
  };
}
