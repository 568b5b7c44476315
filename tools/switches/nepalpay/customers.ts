// The hands of the customers: what they do with a QR, and what the clearing house then writes and says.
import type { EventSockets } from './event-socket';
import type { Faults } from './faults';
import { nepalTime, SHOP, type Ledger, type Row, type Trace } from './ledger';
import { deliverPush, pushRequest, type PushRequest } from './push';

/** How a payment ends; default both '000'. `silent`: the socket says nothing of it. */
export interface PayOptions {
  debit?: string;
  credit?: string;
  silent?: boolean;
}

/** `session` is the validationTraceId; every deed throws for one that was never made. */
export class Customers {
  constructor(
    readonly ledger: Ledger,
    readonly faults: Faults,
    readonly sockets: EventSockets,
    public pushTo: string | undefined,
  ) {}

  open(session: string): void {
    this.#say(this.#trace(session), 'ENTR', 'QR page opened');
  }

  scan(session: string): void {
    this.#say(this.#trace(session), 'PARSED', 'QR parsed');
  }

  pay(session: string, { debit = '000', credit = '000', silent = false }: PayOptions = {}): void {
    const trace = this.#trace(session);
    const row = this.#book(trace, debit, credit);
    const bare = this.faults.use('codes-missing') !== undefined;
    const codes: Record<string, string> = bare ? {} : { debit_status: debit, credit_status: credit };
    if (!silent) this.#say(trace, 'COMPLETED', 'Transaction completed', codes);
    this.#tellMerchant(trace, row, debit === '000' ? 'SUCCESS' : 'FAILED');
  }

  fail(session: string, debit = 'B002'): void {
    const trace = this.#trace(session);
    const row = this.#book(trace, debit, '');
    this.#say(trace, 'FAILED', 'Transaction failed', { debit_status: debit });
    this.#tellMerchant(trace, row, 'FAILED');
  }

  /** The clearing house gives the money back: a RFND row of the full amount, nothing on the socket. */
  refund(session: string): void {
    const trace = this.#trace(session);
    const paid = trace.rows.find(({ tranType }) => tranType === 'PMT');
    if (paid === undefined) throw new Error(`nepalpay fake: ${session} was never paid`);
    trace.rows.push({ ...paid, nQrTxnId: this.ledger.newId(), tranType: 'RFND' });
    this.ledger.changed();
  }

  /** The confirm-payment request for the last try, as the push faults make it. */
  push(session: string, status: 'SUCCESS' | 'PENDING' | 'FAILED' = 'SUCCESS'): PushRequest {
    const trace = this.#trace(session);
    const row = trace.rows.at(-1) ?? this.#book(trace, '000', '000');
    return pushRequest(trace, row, status, this.ledger, this.faults);
  }

  #trace(session: string): Trace {
    const trace = this.ledger.traces.get(session);
    if (trace === undefined) throw new Error(`nepalpay fake: no QR has the trace id ${session}`);
    return trace;
  }

  #say(trace: Trace, status: string, message: string, codes: Record<string, string> = {}): void {
    const record = { status, channel: 'NQR', message, merchant_id: SHOP.terminalLabel, txn_id: trace.id, ...codes };
    this.sockets.deliver(trace.id, record);
  }

  #book(trace: Trace, debitStatus: string, creditStatus: string): Row {
    const recDate = nepalTime(this.ledger.now()).slice(0, 10);
    const { amountMinor } = trace;
    const row: Row = {
      nQrTxnId: this.ledger.newId(),
      tranType: 'PMT',
      amountMinor,
      debitStatus,
      creditStatus,
      recDate,
    };
    trace.rows.push(row);
    this.ledger.changed();
    return row;
  }

  #tellMerchant(trace: Trace, row: Row, status: string): void {
    if (this.pushTo === undefined) return;
    void deliverPush(this.pushTo, pushRequest(trace, row, status, this.ledger, this.faults), this.ledger);
  }
}
