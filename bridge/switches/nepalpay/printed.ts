// Payments over the shop's own printed QR. The socket and the push name its trace id and no amount that is signed, so the
// report says what was paid (npidocs, Transaction-Report/transaction_report.md): one row a payment.
import { SwitchError, type ConnectorContext } from '../../payments/ports';
import type { NepalpayConfig } from './config';
import { bare, SESSION } from './decode';
import { last, readTlv } from './qr';
import type { Rest } from './rest';

/** Rows that stood in the report before the QR was first followed; a report has at most 500. */
const BEFORE_LIMIT = 500;

interface Printed {
  /** Payments that are not to be told: made before, or told. Undefined until the first look. */
  known: Set<string> | undefined;
  looking: Promise<void>;
}

export interface PrintedParts {
  config: NepalpayConfig;
  rest: Pick<Rest, 'report'>;
  context: Pick<ConnectorContext, 'emit' | 'keep'>;
}

export class PrintedQrs {
  readonly #qrs = new Map<string, Printed>();

  constructor(readonly parts: PrintedParts) {}

  /** The trace id in tag 62-51, '' without one. @throws SwitchError when the QR pays somebody else, or not in rupees */
  sessionOf(text: string): string {
    const { tags } = readTlv(text);
    const { acquirerId, merchantId } = this.parts.config.merchant;
    const payee = last(readTlv(last(tags, '29') ?? '').tags, '00');
    if (payee !== `NCHL${acquirerId}${merchantId}`)
      throw new SwitchError('refused', 'nepalpay: the QR does not pay this merchant (tag 29-00)', false);
    if (last(tags, '53') !== '524') throw new SwitchError('refused', 'nepalpay: the QR is not in NPR (tag 53)', false);
    const trace = last(readTlv(last(readTlv(last(tags, '62') ?? '').tags, '51') ?? '').tags, '00') ?? '';
    return SESSION.test(trace) ? trace : '';
  }

  has(session: string): boolean {
    return this.#qrs.has(session);
  }
  all(): Iterable<string> {
    return this.#qrs.keys();
  }

  follow(session: string): void {
    if (!this.#qrs.has(session)) this.#qrs.set(session, { known: undefined, looking: Promise.resolve() });
  }

  leave(session: string): void {
    this.#qrs.delete(session);
    void this.parts.context.keep.remove(keyOf(session)).catch(() => undefined);
  }

  /**
   * Tells what the report has and was not told. Rejects with a SwitchError when it cannot be had.
   * @returns the ids of all payments in it
   */
  look(session: string): Promise<Set<string>> {
    const one = this.#qrs.get(session);
    if (one === undefined) return Promise.resolve(new Set());
    const looked = one.looking.then(() => this.#look(session, one));
    one.looking = looked.then(
      () => undefined,
      () => undefined,
    );
    return looked;
  }

  async #look(session: string, one: Printed): Promise<Set<string>> {
    const rows = await this.parts.rest.report(session, this.parts.config.timing.requestMs);
    const paid = rows.filter((row) => row.is === 'paid' && (row.session === undefined || row.session === session));
    const known = (one.known ??= await this.#before(
      session,
      paid.map(({ txnId }) => txnId),
    ));
    for (const { txnId, amountMinor } of paid) {
      if (txnId === undefined || amountMinor === undefined || known.has(txnId)) continue;
      const payee = this.parts.config.merchant.merchantId;
      await this.parts.context.emit({ ...bare('paid', session), txnId, amountMinor, currency: 'NPR', payee });
      known.add(txnId);
    }
    return new Set(paid.flatMap(({ txnId }) => txnId ?? []));
  }

  /** Kept from the first look on: what is new after a restart was made while nobody looked. */
  async #before(session: string, now: (string | undefined)[]): Promise<Set<string>> {
    const { keep } = this.parts.context;
    const key = keyOf(session);
    const kept = (await keep.all()).find((entry) => entry.key === key);
    if (kept !== undefined) return new Set(JSON.parse(kept.json) as string[]);
    const ids = now.filter((id) => id !== undefined).slice(-BEFORE_LIMIT);
    await keep.put(key, JSON.stringify(ids));
    return new Set(ids);
  }
}

function keyOf(session: string): string {
  return `printed ${session}`;
}
