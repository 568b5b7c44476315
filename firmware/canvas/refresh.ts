/** A full refresh flashes and takes seconds; a partial one leaves shadows, so that every tenth is a full one. */
const PARTIALS_IN_A_ROW = 9;

/** Decides how the next picture comes onto a panel that knows two kinds of refresh. */
export interface Refresh {
  /** `cleaning`: it is a good moment for a full one. 'none' when the panel shows it already and has no shadows. */
  next(changed: boolean, cleaning: boolean): 'none' | 'partial' | 'whole';
  /** The panel did not show the last one: the next must be whole. */
  failed(): void;
}

/** Starts with a whole one: what the panel shows from before is not known. */
export function refresh(): Refresh {
  let partials = PARTIALS_IN_A_ROW;
  let known = false;
  return {
    next(changed, cleaning) {
      const clean = known && partials === 0;
      if (known && !changed && (clean || !cleaning)) return 'none';
      if (known && !cleaning && partials < PARTIALS_IN_A_ROW) {
        partials++;
        return 'partial';
      }
      known = true;
      partials = 0;
      return 'whole';
    },
    failed() {
      known = false;
    },
  };
}
