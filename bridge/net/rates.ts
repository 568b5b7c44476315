/** So many at once, and so many a second after that. */
export interface Rate {
  burst: number;
  perSecond: number;
}

/** Names that are remembered; of more, the one seen longest ago starts afresh. */
const REMEMBERED = 10_000;

interface Bucket {
  tokens: number;
  atMs: number;
}

/** A token bucket for each name. */
export class Rates {
  readonly #buckets = new Map<string, Bucket>();

  constructor(
    private readonly rate: Rate,
    private readonly nowMs: () => number,
  ) {}

  /** Once more under this name? */
  admit(name: string): boolean {
    const bucket = this.bucket(name);
    if (bucket.tokens < 1) return false;
    bucket.tokens--;
    return true;
  }

  /** As it is now. */
  bucket(name: string): Bucket {
    const nowMs = this.nowMs();
    const found = this.#buckets.get(name) ?? { tokens: this.rate.burst, atMs: nowMs };
    refill(found, this.rate, nowMs);
    // The one that was seen last goes to the end, so the front is the one to forget.
    this.#buckets.delete(name);
    this.#buckets.set(name, found);
    if (this.#buckets.size > REMEMBERED) this.#buckets.delete(this.#buckets.keys().next().value!);
    return found;
  }
}

/** A token bucket for all addresses together and one for each; a flood from more than are remembered is held by the first. */
export class AddressRates {
  readonly #all: Rates;
  readonly #each: Rates;

  constructor(all: Rate, each: Rate, nowMs: () => number) {
    this.#all = new Rates(all, nowMs);
    this.#each = new Rates(each, nowMs);
  }

  /** May this address now? Takes from both buckets only when both have something. */
  admit(address: string): boolean {
    const all = this.#all.bucket('');
    const own = this.#each.bucket(address);
    if (own.tokens < 1 || all.tokens < 1) return false;
    own.tokens--;
    all.tokens--;
    return true;
  }
}

function refill(bucket: Bucket, rate: Rate, nowMs: number): void {
  const gained = (Math.max(0, nowMs - bucket.atMs) / 1000) * rate.perSecond;
  bucket.tokens = Math.min(rate.burst, bucket.tokens + gained);
  bucket.atMs = nowMs;
}
