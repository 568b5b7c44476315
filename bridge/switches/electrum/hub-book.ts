// What the intermediate has to remember: the QRs that it made, and the payments that it passed to a partner. A pay that
// waits for its scan is not on disk: after a restart its client has lost the connection and calls it back.
import { z } from 'zod';
import type { Keep } from '../../payments/ports';
import { REVERSAL_REASONS } from './model';

const tran = z.object({
  tranId: z.string(),
  /** Of the createQrCode. */
  requestId: z.string(),
  clientId: z.string(),
  /** What the QR was made for; undefined when that was left open. */
  value: z.object({ amount: z.number(), currency: z.string() }).optional(),
  overAllowed: z.boolean(),
  partAllowed: z.boolean(),
  expiresAtMs: z.number(),
});
const passed = z.object({
  /** The client's id of the pay, and ours towards the partner. */
  payId: z.string(),
  upstreamId: z.string(),
  clientId: z.string(),
  tranId: z.string(),
  partner: z.object({ id: z.string(), name: z.string() }),
  /** passed: with the partner, outcome open. An advice moves it on, once. */
  state: z.enum(['passed', 'authorised', 'declined', 'confirmed', 'reversed']),
  advice: z
    .object({
      id: z.string(),
      reason: z.enum(REVERSAL_REASONS).optional(),
      identifiers: z.array(z.looseObject({ institutionId: z.string(), transactionIdentifier: z.string() })),
      amounts: z.unknown().optional(),
      isDelivered: z.boolean(),
    })
    .optional(),
  identifiers: z.array(z.looseObject({ institutionId: z.string(), transactionIdentifier: z.string() })),
  sinceMs: z.number(),
});
export type Tran = z.output<typeof tran>;
export type Passed = z.output<typeof passed>;

/** QRs and payments that are remembered at once. */
const MOST = 50_000;
const TRAN_LIFE_AFTER_END_MS = 900_000;

export class HubBook {
  readonly trans = new Map<string, Tran>();
  /** By payId. */
  readonly passed = new Map<string, Passed>();
  readonly #byTran = new Map<string, Set<string>>();
  /** Ids of createQrCode requests of the QRs above. */
  readonly #requests = new Set<string>();

  constructor(
    private readonly keep: Keep,
    /** Payments are remembered so long after their beginning: repeats of advices may come until then. */
    private readonly rememberMs: number,
  ) {}

  async load(): Promise<void> {
    for (const { key, json } of await this.keep.all()) {
      if (key.startsWith('tran/')) this.#enter(tran.parse(JSON.parse(json)));
      else if (key.startsWith('passed/')) {
        this.#remember(passed.parse(JSON.parse(json)));
      }
    }
  }

  hasRequest(requestId: string): boolean {
    return this.#requests.has(requestId);
  }

  isFull(): boolean {
    return this.trans.size >= MOST || this.passed.size >= MOST;
  }

  /** Resolves when it is on disk. */
  async addTran(one: Tran): Promise<void> {
    this.#requests.add(one.requestId);
    try {
      await this.keep.put(`tran/${one.tranId}`, JSON.stringify(one));
    } catch (error) {
      this.#requests.delete(one.requestId);
      throw error;
    }
    this.#enter(one);
  }

  /** Writes the payment as it is, and remembers it as it was written. A declined one is remembered until it is old. */
  async write(one: Passed): Promise<void> {
    await this.keep.put(`passed/${one.payId}`, JSON.stringify(one));
    this.#remember(one);
  }

  /** Has this QR been paid for, or may it have been? */
  taken(tranId: string): 'no' | 'open' | 'paid' {
    const states = [...(this.#byTran.get(tranId) ?? [])].map((payId) => this.passed.get(payId)?.state);
    if (states.some((state) => state === 'authorised' || state === 'confirmed')) return 'paid';
    return states.includes('passed') ? 'open' : 'no';
  }

  /** Forgets what is old. @param isParked does a pay wait for this QR's scan? */
  async sweep(nowMs: number, isParked: (tranId: string) => boolean): Promise<void> {
    for (const one of [...this.trans.values()]) {
      if (nowMs < one.expiresAtMs + TRAN_LIFE_AFTER_END_MS || isParked(one.tranId)) continue;
      this.trans.delete(one.tranId);
      this.#requests.delete(one.requestId);
      await this.keep.remove(`tran/${one.tranId}`);
    }
    for (const one of [...this.passed.values()]) {
      const isOwed = one.state === 'passed' || one.advice?.isDelivered === false;
      if (nowMs < one.sinceMs + this.rememberMs || isOwed) continue;
      this.passed.delete(one.payId);
      const others = this.#byTran.get(one.tranId);
      others?.delete(one.payId);
      if (others?.size === 0) this.#byTran.delete(one.tranId);
      await this.keep.remove(`passed/${one.payId}`);
    }
  }

  #enter(one: Tran): void {
    this.trans.set(one.tranId, one);
    this.#requests.add(one.requestId);
  }

  #remember(one: Passed): void {
    this.passed.set(one.payId, one);
    const others = this.#byTran.get(one.tranId) ?? new Set();
    this.#byTran.set(one.tranId, others.add(one.payId));
  }
}
