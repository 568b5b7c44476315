// The retailer's side: QRs of the bridge's own boxes, and the pays that wait for their scans.
import { SwitchError, type QrRequest, type QrSession } from '../../payments/ports';
import { Attendant, type AttendParts } from './attend';
import { make } from './make';
import { terminalOf } from './messages';
import { CURRENCY } from './model';
import { readSale } from './sale';

export class Till {
  readonly #sales = new Map<string, Attendant>();
  readonly #running = new Set<Promise<void>>();
  readonly #loaded: Promise<void>;

  constructor(private readonly parts: AttendParts) {
    this.#loaded = this.#load();
    this.#loaded.catch((error: unknown) => {
      const why = error instanceof Error ? error.message : 'unreadable';
      parts.health.trouble('keep', `electrum: what is owed cannot be read: ${why}`);
      parts.context.log('error', `electrum: what is owed cannot be read: ${why}`, {});
    });
  }

  /** The QR comes back only when its pay is on the wire: a scan that found none would be refused. */
  async createQr(request: QrRequest): Promise<QrSession> {
    const { config, context, health, windowMs, marginMs, closed } = this.parts;
    if (request.currency !== CURRENCY.code)
      throw new SwitchError('refused', `electrum: takes ${CURRENCY.code} only, not ${request.currency}`, false);
    if (closed.aborted) throw new SwitchError('unreachable', 'electrum: the connector is closed', true);
    await this.#loaded.catch(() => {
      throw new SwitchError('unreachable', 'electrum: what is owed to the switch cannot be read from the store', true);
    });
    const { tranId, text } = await this.#make(request);
    const expiresAtMs = Math.min(request.expiresAtMs, context.nowMs() + windowMs - marginMs);
    const { chargeId, amountMinor, device } = request;
    const terminalId = terminalOf(config, device);
    const note = { tranId, chargeId, terminalId, amountMinor, expiresAtMs, isOver: false };
    const sale = new Attendant(this.parts, note, true);
    this.#sales.set(tranId, sale);
    try {
      await sale.open();
    } catch (error) {
      sale.stop();
      this.#attend(tranId, sale);
      const why = error instanceof Error ? error.message : 'the pay could not be sent';
      health.trouble('pay', why);
      throw error instanceof SwitchError ? error : new SwitchError('unreachable', `electrum: ${why}`, true);
    }
    this.#attend(tranId, sale);
    const { merchantId: payee } = config.originator.merchant;
    return { session: tranId, payee, text, expiresAtMs: expiresAtMs < request.expiresAtMs ? expiresAtMs : undefined };
  }

  watch(session: string): void {
    void this.#loaded.then(
      () => this.#sales.get(session)?.adopt(),
      () => undefined,
    );
  }

  /** Not of a payment that is kept as paid: that one is told. */
  stop(session: string): void {
    const sale = this.#sales.get(session);
    if (sale !== undefined && !sale.isPaid) sale.stop();
  }

  /** Resolves when the scan is on disk; at once for a QR that is none of ours. */
  async scanned(session: string): Promise<void> {
    await this.#sales.get(session)?.scanned();
  }

  async hurry(session: string): Promise<void> {
    await this.#loaded;
    await this.#sales.get(session)?.hurry();
  }

  /** Resolves when every sale has ended or was left for the next run. */
  async close(): Promise<void> {
    await Promise.allSettled([this.#loaded]);
    await Promise.allSettled(this.#running);
  }

  async #make(request: QrRequest) {
    const { config, context, upstream, health, closed } = this.parts;
    try {
      const made = await make({ config, upstream, nowMs: () => context.nowMs(), signal: closed }, request);
      if (this.#sales.has(made.tranId))
        throw new SwitchError('malformed', 'electrum: createQrCode: the tranId is that of another QR', false);
      health.ok('qr');
      return made;
    } catch (error) {
      if (error instanceof SwitchError && error.code !== 'refused') health.trouble('qr', error.message);
      throw error;
    }
  }

  async #load(): Promise<void> {
    for (const kept of await this.parts.context.keep.all()) {
      const note = readSale(kept);
      if (note === undefined) continue;
      const sale = new Attendant(this.parts, note, false);
      this.#sales.set(note.tranId, sale);
      this.#attend(note.tranId, sale);
    }
  }

  #attend(tranId: string, sale: Attendant): void {
    const run = sale.run().finally(() => {
      this.#running.delete(run);
      this.#sales.delete(tranId);
    });
    this.#running.add(run);
  }
}
