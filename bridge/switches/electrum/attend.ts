// One sale from its first pay to the last advice. Everything that decides about money is on disk before it is acted on.
import { randomUUID } from 'node:crypto';
import { AnswerTimeout } from '../../net/held-request';
import { decodeAdvice, decodePay, statedMoney, threadOf, type AdviceOutcome, type PayOutcome } from './decode';
import type { Ending, Forwarder } from './forward';
import type { RoadHealth } from './health';
import { adviceMessage, payMessage } from './messages';
import { CURRENCY, type ReversalReason } from './model';
import { pauseFor } from './pause';
import { afterDecline, keyOf, type PayNote, type SaleNote } from './sale';
import type { Upstream } from './upstream';
import { Voice, type VoiceParts } from './voice';

export interface AttendParts extends VoiceParts {
  upstream: Upstream;
  forwarder: Forwarder;
  health: RoadHealth;
  /** The longest that a pay is held open, and how long after the QR's end it may still be answered. */
  windowMs: number;
  marginMs: number;
}
type Outcome = PayOutcome | { is: 'stopped' };

/** Pays for one QR; each is called back before the next goes out. */
const MOST_PAYS = 20;
/** A QR that ends sooner is not worth another pay. */
const LEAST_LIFE_MS = 2_000;

export class Attendant {
  readonly #stop = new AbortController();
  #settleAdoption: () => void = () => undefined;
  readonly #adoption = new Promise<void>((resolve) => (this.#settleAdoption = resolve));
  #answer: Promise<Outcome> | undefined;
  readonly #voice: Voice;
  #pays = 0;
  #adopted = false;

  constructor(
    private readonly parts: AttendParts,
    private note: SaleNote,
    /** Made just now, so that the shop has to be told that the QR is ready. */
    private readonly isNew: boolean,
  ) {
    this.#voice = new Voice(parts, note.tranId);
  }

  get isPaid(): boolean {
    return this.note.pay?.state === 'confirm';
  }

  /** Keeps and sends a pay. Resolves when it is on the wire; rejects when it may not have got there. */
  async open(): Promise<void> {
    const { config, context, upstream, windowMs, marginMs } = this.parts;
    const payId = randomUUID();
    const message = payMessage(config, payId, this.note, context.nowMs());
    const note: SaleNote = {
      ...this.note,
      pay: {
        ...{ payId, adviceId: randomUUID(), state: 'open', reason: 'TIMEOUT', sinceMs: context.nowMs() },
        ...{ tellEnd: false, identifiers: message.thirdPartyIdentifiers },
      },
    };
    await context.keep.put(keyOf(note), JSON.stringify(note));
    this.note = note;
    this.#pays++;
    const timeoutMs = Math.max(1, Math.min(windowMs, note.expiresAtMs + marginMs - context.nowMs()));
    const held = upstream.pay(message, { timeoutMs, signal: this.#stop.signal });
    this.#answer = held.answer.then(
      (answer) => decodePay({ id: payId, tranId: note.tranId }, answer),
      (error: unknown): Outcome =>
        this.#stop.signal.aborted ? { is: 'stopped' } : unanswered(error, error instanceof AnswerTimeout),
    );
    await held.written;
  }

  /** The charge is in the bridge's books: from now on it can be told of. */
  adopt(): void {
    if (this.#adopted) return;
    this.#adopted = true;
    if (this.isNew) void this.#voice.tell('page-opened');
    this.#settleAdoption();
  }

  /** Nobody wants this QR paid any more. What is not yet kept as paid is called back and never told. */
  stop(): void {
    this.#stop.abort();
    this.#settleAdoption();
  }

  /** Resolves when the scan is on disk; rejects when it cannot be told. */
  async scanned(): Promise<void> {
    if (!(await this.#isAdopted())) throw new Error('electrum: nobody waits for this QR');
    await this.#voice.tellOnce('scanned');
  }

  /** Sends the advice that is owed now. Rejects when it cannot be delivered. */
  async hurry(): Promise<void> {
    const { pay } = this.note;
    if (pay === undefined || pay.state === 'open') return;
    await Promise.race([this.#voice.quiet, pauseFor(this.parts.config.timing.requestMs, this.parts.closed)]);
    if (this.note.pay?.state !== pay.state) return;
    void this.#owe(pay);
    await this.parts.forwarder.nudge(keyOf(this.note));
  }

  /** Ends when nothing more can come of the sale, or when the connector closes. Never rejects. */
  async run(): Promise<void> {
    const { closed } = this.parts;
    while (!closed.aborted) {
      const { pay } = this.note;
      if (pay === undefined) {
        if (!(await this.#mayPay())) break;
        await this.#payAgain();
      } else if (pay.state === 'open') await this.#await(pay);
      else if (pay.state === 'reverse') await this.#reverse(pay);
      else if (await this.#confirm(pay)) break;
    }
    if (!closed.aborted) await this.#quietly(() => this.parts.context.keep.remove(keyOf(this.note)));
  }

  async #mayPay(): Promise<boolean> {
    const enough = this.note.expiresAtMs - this.parts.context.nowMs() > LEAST_LIFE_MS;
    const may = !this.note.isOver && !this.#stop.signal.aborted && this.#pays < MOST_PAYS && enough;
    return may && (await this.#isAdopted());
  }

  async #payAgain(): Promise<void> {
    await this.#voice.pause(this.#pays, AbortSignal.any([this.#stop.signal, this.parts.closed]));
    if (this.#stop.signal.aborted || this.parts.closed.aborted) return;
    await this.open().then(
      () => this.parts.health.ok('pay'),
      (error: unknown) => this.#report('pay', error),
    );
  }

  /** The answer to the pay that is open, or of one that an earlier run of the bridge sent: that one is lost. */
  async #await(pay: PayNote): Promise<void> {
    const lost = { is: 'unknown', why: 'the bridge was restarted', told: false, foreign: false } as const;
    const outcome = await (this.#answer ?? Promise.resolve(lost));
    if (this.parts.closed.aborted) return;
    if (outcome.is === 'approved') return this.#approved(pay, outcome);
    if (outcome.is === 'declined') return this.#declined(outcome);
    if (outcome.is === 'unknown' && outcome !== lost) this.#unknown(outcome);
    if (outcome.is === 'stopped' || this.#stop.signal.aborted) return this.#callBack(pay, 'CANCELLED', true);
    if (outcome.told && (await this.#isAdopted())) await this.#voice.tell('pending');
    await this.#callBack({ ...pay, tellEnd: outcome.told }, 'TIMEOUT', false);
  }

  async #approved(pay: PayNote, { response }: PayOutcome & { is: 'approved' }): Promise<void> {
    const { config, health } = this.parts;
    health.ok('pay');
    const known = { ...pay, ...threadOf(response) };
    const isWanted = (await this.#isAdopted()) && !this.#stop.signal.aborted;
    if (!isWanted) return this.#callBack(known, 'CANCELLED', true);
    const stated = statedMoney(response, config.absentApprovedAmount);
    const { txnId, occurredAtMs, ...money } = stated;
    if (JSON.stringify(money) !== JSON.stringify(this.#money())) {
      this.#voice.log('error', 'electrum: the answer states another amount, currency or merchant; it is called back');
      // Recorded and refused by the rules of money: what it states is not the charge's.
      await this.#voice.tell('paid', stated);
      return this.#callBack({ ...known, tellEnd: true }, 'CANCELLED', false);
    }
    this.note = { ...this.note, pay: { ...known, state: 'confirm', paid: { txnId, occurredAtMs } } };
    await this.#keepForSure();
  }

  async #declined({ status, errorType, words }: PayOutcome & { is: 'declined' }): Promise<void> {
    const { tell, again } = afterDecline(errorType);
    this.#voice.log('info', 'electrum: a pay was declined', { status, errorType, words });
    if (status === 503) this.parts.health.trouble('pay', `electrum: pay: ${errorType} (HTTP 503)`);
    else this.parts.health.ok('pay');
    const { pay: _declined, ...rest } = this.note;
    this.note = { ...rest, isOver: rest.isOver || !again };
    if (tell !== undefined && !this.#stop.signal.aborted && (await this.#isAdopted())) await this.#voice.tell(tell);
    await this.#quietly(() => this.#keep());
  }

  #unknown({ why, foreign }: PayOutcome & { is: 'unknown' }): void {
    this.parts.health.trouble('pay', `electrum: pay: ${why}; it is called back`);
    this.#voice.log('warn', `electrum: the outcome of a pay is unknown: ${why}`, foreign ? { dropped: 1 } : {});
  }

  /** On disk an open pay counts as one to be called back, so this may fail to be written. */
  async #callBack(pay: PayNote, reason: ReversalReason, isOver: boolean): Promise<void> {
    this.note = { ...this.note, isOver: isOver || this.note.isOver, pay: { ...pay, state: 'reverse', reason } };
    await this.#quietly(() => this.#keep());
  }

  async #reverse(pay: PayNote): Promise<void> {
    const ending = await this.#owe(pay);
    if (ending === 'closed') return;
    const { pay: _reversed, ...rest } = this.note;
    this.note = { ...rest, isOver: rest.isOver || ending !== 'done' };
    if (ending !== 'done') this.#alarm(pay, 'a reversal', ending);
    else this.parts.health.ok('pay');
    if (ending === 'done' && pay.tellEnd && !this.#stop.signal.aborted) await this.#voice.tell('failed');
    await this.#quietly(() => this.#keep());
  }

  /** @returns whether the sale is over; false when the connector closed first */
  async #confirm(pay: PayNote): Promise<boolean> {
    await this.#voice.tell('paid', { ...this.#money(), ...pay.paid });
    const ending = await this.#owe(pay);
    if (ending === 'refused' || ending === 'given-up') this.#alarm(pay, 'the confirmation of a paid charge', ending);
    return ending !== 'closed';
  }

  #owe(pay: PayNote): Promise<Ending> {
    const owed = { key: keyOf(this.note), sinceMs: pay.sinceMs, send: () => this.#send(pay) };
    return this.parts.forwarder.owe(owed);
  }

  async #send(pay: PayNote): Promise<AdviceOutcome> {
    const isReversal = pay.state === 'reverse';
    const { payId: requestId, adviceId: id, identifiers, partner, reason } = pay;
    const { tranId } = this.note;
    const message = adviceMessage(
      { id, requestId, tranId, identifiers, partner, reason: isReversal ? reason : undefined },
      this.parts.context.nowMs(),
    );
    return decodeAdvice({ requestId, isReversal }, await this.parts.upstream.advise(message, isReversal));
  }

  #alarm(pay: PayNote, what: string, ending: 'refused' | 'given-up'): void {
    const how = ending === 'refused' ? 'was refused' : 'could not be delivered in time';
    this.parts.health.trouble('refused advice', `electrum: ${what} ${how}; settle it by hand (see the log)`);
    this.#voice.log('error', `electrum: ${what} ${how}; settle it by hand`, { requestId: pay.payId });
  }

  async #isAdopted(): Promise<boolean> {
    const { config, closed } = this.parts;
    if (this.#adopted || this.note.pay?.state === 'confirm') return true;
    await Promise.race([this.#adoption, pauseFor(config.timing.adoptMs, closed)]);
    return this.#adopted;
  }

  #money() {
    const { merchantId: payee } = this.parts.config.originator.merchant;
    return { amountMinor: this.note.amountMinor, currency: CURRENCY.code as string, payee };
  }

  async #keep(): Promise<void> {
    await this.parts.context.keep.put(keyOf(this.note), JSON.stringify(this.note));
    this.parts.health.ok('keep');
  }

  async #keepForSure(): Promise<void> {
    for (let attempt = 0; !this.parts.closed.aborted; attempt++) {
      try {
        return await this.#keep();
      } catch (error) {
        this.#report('keep', error);
        await this.#voice.pause(attempt, this.parts.closed);
      }
    }
  }

  async #quietly(work: () => Promise<void>): Promise<void> {
    await work().catch((error: unknown) => this.#report('keep', error));
  }

  #report(road: 'keep' | 'pay', error: unknown): void {
    if (this.parts.closed.aborted) return;
    const why = error instanceof Error ? error.message : 'failed';
    this.parts.health.trouble(road, road === 'keep' ? `electrum: the store: ${why}` : why);
    this.#voice.log('warn', why);
  }
}

function unanswered(error: unknown, told: boolean): PayOutcome {
  return { is: 'unknown', why: error instanceof Error ? error.message : 'no answer', told, foreign: false };
}
