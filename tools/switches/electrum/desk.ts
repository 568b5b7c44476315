// The intermediate's operations, as strict as the interface's documents.
import { randomUUID } from 'node:crypto';
import { checks } from './checks';
import type { Faults } from './faults';
import { SHOP, ZAR, type Ledger, type Message, type Pay, type Reply } from './ledger';

/** What differs between those who serve these operations. */
export interface House {
  /** Who may ask, and for which merchant; undefined: for any. */
  clientId: string;
  merchantId: string | undefined;
  /** A further look at a pay; its words refuse it. */
  payFault?(request: Message): string | undefined;
}

export class Desk {
  #serial = 0;

  constructor(
    private readonly ledger: Ledger,
    private readonly faults: Faults,
    private readonly house: House,
  ) {}

  create(request: Message): Reply {
    const { ledger, faults } = this;
    ledger.seen.creates.push(request);
    const refusal = this.#refusal('create', request);
    if (refusal !== undefined) return refusal;
    ledger.ids.add(request.id as string);
    const { value } = request.qrProperties as { value?: { amount: number; currency: string } };
    const same = faults.use('qr-same') !== undefined;
    const tranId = same ? '0'.repeat(32) : randomUUID().replaceAll('-', '');
    if (!ledger.trans.has(tranId)) ledger.trans.set(tranId, { tranId, amount: value?.amount, pays: [] });
    const shown =
      faults.use('qr-tran') === undefined ? tranId : tranId.replace(/^./, (first) => (first === 'f' ? '0' : 'f'));
    const response: Message = { ...request, time: this.#time(), tranId, qrCode: qrText(shown) };
    this.#spoilQr(response, value);
    ledger.changed();
    return { status: 201, body: this.#withNulls(response) };
  }

  /** Holds the pay open until a customer or the window's end answers it. */
  pay(request: Message, reply: (reply: Reply) => void): void {
    const { ledger } = this;
    const refusal = this.#refusal('pay', request) ?? this.#payRefusal(request);
    if (refusal !== undefined) return reply(refusal);
    const fault = this.house.payFault?.(request);
    if (fault !== undefined) return reply(this.error(400, 'FORMAT_ERROR', request, fault));
    const id = request.id as string;
    const tran = ledger.trans.get(request.tranId as string)!;
    const identifiers = request.thirdPartyIdentifiers as unknown[];
    ledger.ids.add(id);
    const isForeign = this.faults.use('pay-foreign') !== undefined;
    const state = isForeign ? 'authorised' : 'requested';
    const pay: Pay = { id, request, state, wallet: undefined, identifiers, reply };
    tran.pays.push(pay);
    ledger.pays.set(id, pay);
    ledger.changed();
    if (!isForeign) return;
    reply({ status: 201, body: { ...this.#approval(pay, 'wallet-a'), tranId: 'f'.repeat(32) } });
  }

  approve(pay: Pay, wallet: string): void {
    pay.state = 'authorised';
    const body = this.#approval(pay, wallet);
    pay.identifiers = body.thirdPartyIdentifiers as unknown[];
    pay.reply({
      ...{ status: 201, body: this.#withNulls(body) },
      cut: this.faults.use('pay-lost') !== undefined,
      lateMs: this.faults.use('pay-late') ?? 0,
    });
    this.ledger.changed();
  }

  decline(pay: Pay, status: number, errorType: string): void {
    pay.state = errorType === 'NO_SCAN_RECEIVED' ? 'unscanned' : 'declined';
    pay.reply(this.error(status, errorType, pay.request));
    this.ledger.changed();
  }

  confirm(advice: Message): Reply {
    return this.#advise('confirm', advice, (pay) => {
      if (pay.state === 'confirmed') return undefined;
      if (pay.state !== 'authorised') return this.error(400, 'TRANSACTION_NOT_SUPPORTED', advice);
      if (JSON.stringify(pay.identifiers) !== JSON.stringify(advice.thirdPartyIdentifiers))
        return this.error(400, 'FORMAT_ERROR', advice, 'thirdPartyIdentifiers were altered');
      pay.state = 'confirmed';
      return undefined;
    });
  }

  reverse(advice: Message): Reply {
    return this.#advise('reverse', advice, (pay) => {
      if (pay.state === 'reversed') return undefined;
      if (pay.state === 'confirmed') return this.error(400, 'TRANSACTION_NOT_SUPPORTED', advice);
      if (pay.state === 'declined' || pay.state === 'unscanned') return { status: 404 };
      pay.state = 'reversed';
      return undefined;
    });
  }

  /** Every advice that comes is counted, whatever becomes of it. */
  see(place: 'confirm' | 'reverse', advice: Message): void {
    const { confirms, reversals } = this.ledger.seen;
    const seen = place === 'confirm' ? confirms : reversals;
    const tranId = (this.ledger.pays.get(advice.requestId as string)?.request.tranId ?? advice.tranId ?? '') as string;
    seen.set(tranId, [...(seen.get(tranId) ?? []), advice]);
    this.ledger.changed();
  }

  error(status: number, errorType: string, about: Message, words = errorType): Reply {
    const originalId = about.requestId ?? about.id;
    return { status, body: { id: randomUUID(), errorType, errorMessage: words.slice(0, 40), originalId } };
  }

  #refusal(place: 'create' | 'pay', request: Message): Reply | undefined {
    const fault = checks[place](request);
    if (fault !== undefined) return this.error(400, 'FORMAT_ERROR', request, fault);
    const { client, originator, id } = request as {
      client: { id: string };
      originator: typeof SHOP.originator;
      id: string;
    };
    if (client.id !== this.house.clientId) return this.error(400, 'FORMAT_ERROR', request, 'client');
    if ((this.house.merchantId ?? originator.merchant.merchantId) !== originator.merchant.merchantId)
      return this.error(400, 'INVALID_MERCHANT', request);
    if (this.ledger.ids.has(id)) return this.error(400, 'DUPLICATE_RECORD', request);
    return undefined;
  }

  #payRefusal(request: Message): Reply | undefined {
    const tran = this.ledger.trans.get(request.tranId as string);
    if (tran === undefined) return this.error(400, 'INVALID_TRAN_ID', request);
    const { requestAmount } = request.amounts as { requestAmount?: { amount: number; currency: string } };
    if (requestAmount?.currency !== ZAR || (tran.amount ?? requestAmount.amount) !== requestAmount.amount)
      return this.error(400, 'INVALID_AMOUNT', request);
    const last = tran.pays.at(-1)?.state;
    if (last === 'requested' || last === 'scanned') return this.error(400, 'TRANSACTION_NOT_SUPPORTED', request);
    if (last === 'authorised' || last === 'confirmed') return this.error(400, 'ACCOUNT_ALREADY_SETTLED', request);
    return undefined;
  }

  #advise(place: 'confirm' | 'reverse', advice: Message, act: (pay: Pay) => Reply | undefined): Reply {
    const { ledger, faults } = this;
    const fault = checks[place](advice);
    if (fault !== undefined) return this.error(400, 'FORMAT_ERROR', advice, fault);
    const pay = ledger.pays.get(advice.requestId as string);
    if (faults.use(`${place}-refused`) !== undefined) return this.error(400, 'GENERAL_ERROR', advice);
    const missing = faults.use(`${place}-404`) !== undefined || pay === undefined;
    if (missing) return place === 'reverse' ? { status: 404 } : this.error(404, 'UNABLE_TO_LOCATE_RECORD', advice);
    const refused = act(pay);
    ledger.changed();
    if (refused !== undefined) return refused;
    const echo = faults.use('echo-foreign') === undefined ? advice : { ...advice, requestId: randomUUID() };
    return { status: 202, body: this.#withNulls(echo), cut: faults.use(`${place}-lost`) !== undefined };
  }

  #approval(pay: Pay, wallet: string): Message {
    const { faults } = this;
    const { amounts, originator } = pay.request as { amounts: Message; originator: typeof SHOP.originator };
    const requested = amounts.requestAmount as { amount: number; currency: string };
    const approvedAmount = {
      amount: faults.use('approved-amount') ?? requested.amount,
      currency: faults.use('approved-currency') === undefined ? requested.currency : '524',
    };
    const absent = faults.use('approved-absent') !== undefined;
    const merchantId = faults.use('approved-payee') === undefined ? originator.merchant.merchantId : 'OTHER0000000001';
    const own = { institutionId: wallet, transactionIdentifier: `W${String(++this.#serial).padStart(8, '0')}` };
    return {
      ...pay.request,
      time: this.#time(),
      originator: { ...originator, merchant: { ...originator.merchant, merchantId } },
      partner: { id: wallet, name: wallet },
      amounts: absent ? amounts : { ...amounts, approvedAmount },
      thirdPartyIdentifiers: [...(pay.request.thirdPartyIdentifiers as unknown[]), own],
    };
  }

  #spoilQr(response: Message, value: { amount: number; currency: string } | undefined): void {
    const { faults } = this;
    const amount = faults.use('qr-amount');
    const properties = response.qrProperties as Message;
    if (amount !== undefined) response.amounts = { requestAmount: { ...value, amount } };
    if (faults.use('qr-currency') !== undefined)
      response.qrProperties = { ...properties, value: { ...value, currency: '524' } };
    if (faults.use('no-qr-properties') !== undefined) delete response.qrProperties;
    if (faults.use('qr-payee') === undefined) return;
    const { originator } = response as { originator: typeof SHOP.originator };
    response.originator = { ...originator, merchant: { ...originator.merchant, merchantId: 'OTHER0000000001' } };
  }

  #withNulls(message: Message): Message {
    return this.faults.use('nulls') === undefined ? message : { rrn: null, stan: null, slipData: null, ...message };
  }

  #time(): string {
    return this.ledger.now().toISOString();
  }
}

function qrText(tranId: string): string {
  const tlv = (tag: string, value: string): string => tag + String(value.length).padStart(2, '0') + value;
  return tlv('00', '01') + tlv('26', tlv('00', SHOP.providerId) + tlv('01', tranId));
}
