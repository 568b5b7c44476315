/** So many at once, and so many a second after that. */
export interface Rate {
  burst: number;
  perSecond: number;
}

/** Addresses that are remembered; a flood from more than that is held by the total. */
const REMEMBERED = 10_000;

interface Bucket {
  tokens: number;
  atMs: number;
}

/** A token bucket for all addresses together and one for each. */
export class AddressRates {
  readonly #total: Bucket;
  readonly #byAddress = new Map<string, Bucket>();

  constructor(
    private readonly total: Rate,
    private readonly perAddress: Rate,
    private readonly nowMs: () => number,
  ) {
    this.#total = { tokens: total.burst, atMs: nowMs() };
  }

  /** May this address now? Takes from both buckets only when both have something. */
  admit(address: string): boolean {
    const nowMs = this.nowMs();
    const own = this.#byAddress.get(address) ?? { tokens: this.perAddress.burst, atMs: nowMs };
    refill(own, this.perAddress, nowMs);
    refill(this.#total, this.total, nowMs);
    // The one that was seen last goes to the end, so the front is the one to forget.
    this.#byAddress.delete(address);
    this.#byAddress.set(address, own);
    if (this.#byAddress.size > REMEMBERED) this.#byAddress.delete(this.#byAddress.keys().next().value!);
    if (own.tokens < 1 || this.#total.tokens < 1) return false;
    own.tokens--;
    this.#total.tokens--;
    return true;
  }
}

function refill(bucket: Bucket, rate: Rate, nowMs: number): void {
  const gained = (Math.max(0, nowMs - bucket.atMs) / 1000) * rate.perSecond;
  bucket.tokens = Math.min(rate.burst, bucket.tokens + gained);
  bucket.atMs = nowMs;
}
