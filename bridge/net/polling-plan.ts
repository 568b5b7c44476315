/** When to ask a switch that pushes nothing about one QR. All in milliseconds. */
export interface PollingPlan {
  /** Between questions while the customer is likely to be paying. */
  firstMs: number;
  /** How long after the QR was made that is. */
  eagerMs: number;
  /** Then each gap is this much longer than the one before, up to `longestMs`. */
  growth: number;
  longestMs: number;
  /** After the QR's end there is one look more, this much later. */
  lastLookMs: number;
}

/**
 * The gap before the next question. It follows from the age of the QR alone, so that a restart goes on where it was.
 * @param ageMs since the QR was made; negative (a clock that was set back) counts as new
 */
export function pollGapMs(plan: PollingPlan, ageMs: number): number {
  let gapMs = plan.firstMs;
  for (let atMs = plan.eagerMs; atMs <= ageMs && gapMs < plan.longestMs; atMs += gapMs) {
    gapMs = Math.min(plan.longestMs, gapMs * plan.growth);
  }
  return gapMs;
}

/**
 * The wait before the next question about a QR, or undefined when the last look has been taken.
 * @param askedMs when the last question with a good answer was asked; undefined before the first. Same clock as `nowMs`
 */
export function nextPollMs(
  plan: PollingPlan,
  qr: { createdAtMs: number; expiresAtMs: number },
  askedMs: number | undefined,
  nowMs: number,
): number | undefined {
  const lastLookAtMs = qr.expiresAtMs + plan.lastLookMs;
  if (askedMs !== undefined && askedMs >= lastLookAtMs) return undefined;
  const toLastLookMs = Math.max(0, lastLookAtMs - nowMs);
  if (nowMs >= qr.expiresAtMs) return toLastLookMs;
  return Math.min(pollGapMs(plan, nowMs - qr.createdAtMs), toLastLookMs);
}
