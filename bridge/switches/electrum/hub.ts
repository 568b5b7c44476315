// The intermediate: makes QRs, lets pays wait for their scans, and passes each to the wallet that scanned. Whoever calls
// is known by then (serve.ts); ids of messages belong to whoever wrote them, and tranId is the thread through all.
import { randomUUID } from 'node:crypto';
import { decodePay, threadOf, type Answer } from './decode';
import { HubBook, type Passed, type Tran } from './hub-book';
import { HubAdvices, type HubParts } from './hub-advices';
import { refuse, type HubReply } from './hub-reply';
import { readExpiry, timeOf } from './messages';
import {
  createQrCodeRequest,
  paymentConfirmation,
  paymentRequest,
  paymentReversal,
  scanNotification,
  type CreateQrCodeRequest,
  type ErrorType,
  type Institution,
  type PaymentRequest,
  type PaymentResponse,
  type ScanNotification,
} from './model';
import { Parking, type Parked } from './parking';
import { writeQr } from './qr';
import type { z } from 'zod';

export interface PayOptions {
  /** How long it may wait for a scan; never longer than the QR lives. */
  windowMs: number;
  onParked?: () => void;
  signal?: AbortSignal;
}

/** A QR whose request names no end lives this long: the interface's time-out. */
const DEFAULT_LIFE_MS = 60_000;
const LONGEST_LIFE_MS = 24 * 3_600_000;
const SWEEP_MS = 60_000;

export class Hub {
  readonly #book: HubBook;
  readonly #advices: HubAdvices;
  readonly #loaded: Promise<void>;
  readonly #parking = new Parking();
  /** Ids of scans that were taken, by tranId. */
  readonly #scans = new Map<string, string>();
  readonly #sweeper: NodeJS.Timeout;

  constructor(private readonly parts: HubParts) {
    this.#book = new HubBook(parts.context.keep, parts.config.timing.adviceGiveUpMs);
    this.#advices = new HubAdvices(parts, this.#book);
    this.#loaded = this.#book.load().then(() => this.#advices.resume());
    this.#loaded.catch((error: unknown) => this.#sayUnreadable(error));
    this.#sweeper = setInterval(() => void this.#sweep(), SWEEP_MS);
    this.#sweeper.unref();
  }

  close(): void {
    clearInterval(this.#sweeper);
    this.#parking.close(refuse(503, 'UPSTREAM_UNAVAILABLE', 'closing'));
  }

  createQrCode(clientId: string, text: unknown): Promise<HubReply> {
    return this.#take(createQrCodeRequest, text, async (asked) => {
      if (asked.client.id !== clientId) return refuse(400, 'FORMAT_ERROR', 'client is not who calls', asked.id);
      if (this.#book.hasRequest(asked.id)) return refuse(400, 'DUPLICATE_RECORD', 'this id was used', asked.id);
      if (this.#book.isFull()) return refuse(503, 'UPSTREAM_UNAVAILABLE', 'too many QRs are open', asked.id);
      const tran = this.#tranOf(clientId, asked);
      if (tran === undefined) return refuse(400, 'INVALID_AMOUNT', 'amounts must be one above zero', asked.id);
      await this.#book.addTran(tran);
      const qrCode = writeQr(this.parts.config.providerId, tran.tranId);
      return { status: 201, body: { ...asked, time: this.#time(), tranId: tran.tranId, qrCode } };
    });
  }

  notifyScan(partnerId: string, text: unknown): Promise<HubReply> {
    return this.#take(scanNotification, text, async (scan) => {
      const { tranId, id } = scan;
      if (scan.partner.id !== partnerId) return refuse(400, 'PARTNER_UNKNOWN', 'partner is not who calls', id, tranId);
      if (this.#scans.get(tranId) === id) return { status: 202, body: undefined };
      if (!this.#book.trans.has(tranId)) return refuse(400, 'INVALID_TRAN_ID', 'no such QR', id, tranId);
      const parked = this.#parking.at(tranId);
      if (parked === undefined || parked.isTaken)
        return refuse(400, 'UNABLE_TO_LOCATE_RECORD', 'no payment waits for this scan', id, tranId);
      parked.isTaken = true;
      const isTold = await this.#tellScan(tranId);
      parked.isTaken = false;
      if (!isTold) return refuse(503, 'GENERAL_ERROR', 'the scan could not be kept', id, tranId);
      if (!this.#parking.take(parked))
        return refuse(400, 'UNABLE_TO_LOCATE_RECORD', 'the payment was called back', id, tranId);
      this.#scans.set(tranId, id);
      // The wallet has its answer before the pay comes to it.
      setImmediate(() => void this.#pass(parked, scan).then(parked.answer));
      return { status: 202, body: undefined };
    });
  }

  pay(clientId: string, text: unknown, options: PayOptions): Promise<HubReply> {
    return this.#take(paymentRequest, text, async (request) => {
      const { id, tranId } = request;
      const refusal = this.#payRefusal(clientId, request);
      if (refusal !== undefined) return refuse(400, ...refusal, id, tranId);
      const reply = this.#park(clientId, request, options);
      options.onParked?.();
      return reply;
    });
  }

  confirm(clientId: string, text: unknown): Promise<HubReply> {
    return this.#take(paymentConfirmation, text, (advice) => this.#advices.confirm(clientId, advice));
  }

  reverse(clientId: string, text: unknown): Promise<HubReply> {
    return this.#take(paymentReversal, text, async (advice) => {
      const parked = this.#parking.withId(advice.requestId);
      if (parked?.clientId !== clientId || !this.#parking.take(parked)) return this.#advices.reverse(clientId, advice);
      // Nobody has scanned, so nobody else has heard of it.
      parked.answer(refuse(400, 'DO_NOT_HONOR', 'called back', advice.requestId, parked.request.tranId));
      return { status: 202, body: advice };
    });
  }

  async #take<T>(
    schema: z.ZodType<T>,
    value: unknown,
    work: (message: T & { id: string }) => Promise<HubReply>,
  ): Promise<HubReply> {
    const read = schema.safeParse(value);
    if (!read.success) {
      const issue = read.error.issues[0];
      return refuse(400, 'FORMAT_ERROR', `${issue?.path.join('.') || 'body'}: ${issue?.message}`);
    }
    const message = read.data as T & { id: string };
    try {
      await this.#loaded;
      return await work(message);
    } catch (error) {
      const why = error instanceof Error ? error.message : 'unknown';
      this.parts.context.log('error', `electrum: an operation failed: ${why}`, {});
      return refuse(500, 'GENERAL_ERROR', 'it could not be kept', message.id);
    }
  }

  async #tellScan(tranId: string): Promise<boolean> {
    try {
      await this.parts.onScan(tranId);
      return true;
    } catch (error) {
      const why = error instanceof Error ? error.message : 'electrum: a scan could not be kept';
      this.parts.context.log('error', why, { session: tranId });
      return false;
    }
  }

  #tranOf(clientId: string, asked: CreateQrCodeRequest): Tran | undefined {
    const { qrProperties, amounts, id: requestId } = asked;
    const stated = [qrProperties.value, amounts?.requestAmount].filter((one) => one !== undefined);
    const [first] = stated;
    const isSound = stated.every(
      ({ amount, currency }) => amount > 0 && amount === first?.amount && currency === first.currency,
    );
    if (!isSound) return undefined;
    const nowMs = this.parts.context.nowMs();
    const { expiryDate } = qrProperties;
    const endMs = expiryDate === undefined ? undefined : readExpiry(expiryDate);
    return {
      ...{ tranId: randomUUID().replaceAll('-', ''), requestId, clientId },
      ...(first !== undefined && { value: { amount: first.amount, currency: first.currency } }),
      overAllowed: qrProperties.overPaymentAllowed === true,
      partAllowed: qrProperties.partPaymentAllowed === true,
      expiresAtMs: Math.min(endMs ?? nowMs + DEFAULT_LIFE_MS, nowMs + LONGEST_LIFE_MS),
    };
  }

  #payRefusal(clientId: string, request: PaymentRequest): [ErrorType, string] | undefined {
    const { id, tranId, amounts } = request;
    const tran = this.#book.trans.get(tranId);
    if (request.client.id !== clientId) return ['FORMAT_ERROR', 'client is not who calls'];
    if (tran === undefined || tran.clientId !== clientId) return ['INVALID_TRAN_ID', 'no such QR'];
    if (this.#book.passed.has(id) || this.#parking.withId(id) !== undefined)
      return ['DUPLICATE_RECORD', 'this id was used'];
    if (this.#book.taken(tranId) === 'paid') return ['ACCOUNT_ALREADY_SETTLED', 'the QR was paid'];
    if (this.#parking.at(tranId) !== undefined || this.#book.taken(tranId) === 'open')
      return ['TRANSACTION_NOT_SUPPORTED', 'another pay is open for this QR'];
    const asked = amounts.requestAmount;
    if (asked === undefined || asked.amount <= 0) return ['INVALID_AMOUNT', 'requestAmount must be above zero'];
    const { value } = tran;
    if (value === undefined) return undefined;
    const fits =
      asked.currency === value.currency &&
      (asked.amount === value.amount || (asked.amount > value.amount ? tran.overAllowed : tran.partAllowed));
    return fits ? undefined : ['INVALID_AMOUNT', 'the QR is over another amount'];
  }

  /** Waits for the scan, at most until the window or the QR ends. */
  #park(clientId: string, request: PaymentRequest, { windowMs, signal }: PayOptions): Promise<HubReply> {
    const { id, tranId } = request;
    const endMs = this.#book.trans.get(tranId)?.expiresAtMs ?? 0;
    return this.#parking.enter(clientId, request, {
      waitMs: Math.max(0, Math.min(windowMs, endMs - this.parts.context.nowMs())),
      signal,
      unscanned: refuse(400, 'NO_SCAN_RECEIVED', 'nobody scanned in time', id, tranId),
      givenUp: refuse(400, 'DO_NOT_HONOR', 'given up', id, tranId),
    });
  }

  /** Passes the pay to the wallet that scanned. Whatever happens, the client gets an answer and the wallet an ending. */
  async #pass(parked: Parked, scan: ScanNotification): Promise<HubReply> {
    const { clientId, request } = parked;
    const { id: payId } = request;
    const partner: Institution = scan.partner;
    const one: Passed = {
      ...{ payId, clientId, upstreamId: randomUUID(), tranId: scan.tranId, state: 'passed' },
      partner: { id: partner.id, name: partner.name },
      identifiers: request.thirdPartyIdentifiers,
      sinceMs: this.parts.context.nowMs(),
    };
    const sent = this.#toPartner(one, request, scan);
    return this.#advices
      .passing(payId, async () => {
        await this.#book.write(one);
        const outcome = decodePay({ id: one.upstreamId, tranId: one.tranId }, await this.#ask(partner.id, sent));
        const now = this.#book.passed.get(payId) ?? one;
        if (outcome.is === 'declined') {
          if (now.state === 'passed') await this.#book.write({ ...now, state: 'declined' });
          return refuse(outcome.status, outcome.errorType, outcome.words, payId, one.tranId);
        }
        if (outcome.is === 'unknown' || now.state !== 'passed') {
          if (outcome.is === 'unknown') this.parts.health.trouble(`partner ${partner.id}`, `electrum: ${outcome.why}`);
          await this.#advices.callBack(now, 'TIMEOUT');
          return refuse(504, 'UPSTREAM_UNAVAILABLE', 'the wallet gave no sure answer', payId, one.tranId);
        }
        this.parts.health.ok(`partner ${partner.id}`);
        await this.#book.write({ ...now, ...threadOf(outcome.response), partner: one.partner, state: 'authorised' });
        return { status: 201, body: this.#toClient(outcome.response, request, one) };
      })
      .catch(() => refuse(500, 'GENERAL_ERROR', 'it could not be kept', payId, one.tranId));
  }

  async #ask(partnerId: string, message: PaymentRequest): Promise<Answer> {
    const { partners, config, closed } = this.parts;
    const upstream = partners.get(partnerId);
    if (upstream === undefined) return { status: 504, text: '' };
    const held = upstream.pay(message, { timeoutMs: config.timing.forwardMs, signal: closed });
    return held.answer.catch(() => ({ status: 504, text: '' }));
  }

  #toPartner(one: Passed, request: PaymentRequest, scan: ScanNotification): PaymentRequest {
    const { partnerPaymentToken, settlementEntity, receiver } = scan;
    return {
      ...request,
      id: one.upstreamId,
      time: this.#time(),
      client: this.parts.config.client,
      partner: scan.partner,
      ...(settlementEntity !== undefined && { settlementEntity }),
      ...(receiver !== undefined && { receiver }),
      ...(partnerPaymentToken !== undefined && { partnerPaymentToken }),
    };
  }

  /** The wallet's answer in the client's own terms. The token was between the wallet and itself. */
  #toClient(response: PaymentResponse, request: PaymentRequest, one: Passed): object {
    const { partnerPaymentToken: _token, ...rest } = response;
    return { ...rest, id: request.id, client: request.client, originator: request.originator, partner: one.partner };
  }

  #time(): string {
    return timeOf(this.parts.context.nowMs());
  }

  async #sweep(): Promise<void> {
    try {
      await this.#book.sweep(this.parts.context.nowMs(), (tranId) => this.#parking.at(tranId) !== undefined);
      for (const tranId of this.#scans.keys()) if (!this.#book.trans.has(tranId)) this.#scans.delete(tranId);
    } catch (error) {
      this.parts.context.log('warn', `electrum: ${error instanceof Error ? error.message : 'the store'}`, {});
    }
  }

  #sayUnreadable(error: unknown): void {
    const why = error instanceof Error ? error.message : 'unreadable';
    this.parts.health.trouble('keep', `electrum: the intermediate's books cannot be read: ${why}`);
  }
}
