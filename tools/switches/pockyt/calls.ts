// add, pay, tran-query, cancel and refund, as strict as the v3 guide reads (pages tian-jia, zhi-fu, jiao-yi-cha-xun, tui-kuan, qu-xiao).
import { foreign, look, payment, spell, type Fields } from './answers';
import type { Customers } from './customers';
import type { Faults, Place } from './faults';
import { SHOP, type Ledger, type Txn } from './ledger';
import { signature } from './sign';

/** The body of an answer; undefined: there is none until the connection ends. */
export type Answer = Fields | undefined;
export type PlaceOrRefund = Place | 'refund';

export const PATHS: Readonly<Record<string, PlaceOrRefund>> = {
  '/app-instore/v3/add': 'add',
  '/app-instore/v3/pay': 'pay',
  '/app-instore/v3/prepay': 'pay',
  '/app-data-search/v3/tran-query': 'query',
  '/app-data-search/v3/cancel': 'cancel',
  '/app-data-search/v3/refund': 'refund',
};

const SHOP_FIELDS = ['merchantNo', 'storeNo', 'verifySign'];
const NEEDED: Record<PlaceOrRefund, string[]> = {
  add: ['amount', 'currency', 'settleCurrency', 'reference'],
  pay: ['paymentBarcode'],
  query: [],
  cancel: [],
  refund: ['refundAmount', 'currency', 'settleCurrency'],
};
const ALLOWED: Record<PlaceOrRefund, string[]> = {
  add: ['storeAdminNo', 'ipnUrl', 'merGroupNo'],
  pay: ['transactionNo', 'reference', 'vendor', 'storeAdminNo'],
  query: ['transactionNo', 'reference'],
  cancel: ['transactionNo', 'reference'],
  refund: ['transactionNo', 'reference', 'refundReference', 'ipnUrl'],
};

export class Calls {
  readonly #refunds = new Set<string>();

  constructor(
    readonly ledger: Ledger,
    readonly faults: Faults,
    readonly customers: Customers,
  ) {}

  async answer(place: PlaceOrRefund, fields: Fields): Promise<Answer> {
    const body = this.#check(place, fields) ?? (await this.#call(place, fields as Record<string, string>));
    this.ledger.seen.calls.push({ place, fields, retCode: String(body?.ret_code ?? '') });
    this.ledger.changed();
    return body;
  }

  #check(place: PlaceOrRefund, fields: Fields): Fields | undefined {
    const names = Object.keys(fields);
    if (names.some((name) => typeof fields[name] !== 'string')) return refused('000023', 'every value is text');
    const missing = [...SHOP_FIELDS, ...NEEDED[place]].filter((name) => !names.includes(name) || fields[name] === '');
    if (missing.length > 0) return refused('000020', `parameter empty : ${missing.join(', ')}`);
    const known = [...SHOP_FIELDS, ...NEEDED[place], ...ALLOWED[place]];
    if (names.some((name) => !known.includes(name))) return refused('000023', 'a parameter that is none');
    if (fields.verifySign !== signature(fields as Record<string, string>, SHOP.token)) return WRONG_SIGN;
    if (fields.merchantNo !== SHOP.merchantNo || fields.storeNo !== SHOP.storeNo) return refused('000022', 'mismatch');
    const one = [fields.transactionNo, fields.reference].filter((value) => value !== undefined).length;
    return place !== 'add' && one !== 1 ? refused('000020', 'transactionNo or reference, exactly one') : undefined;
  }

  async #call(place: PlaceOrRefund, fields: Record<string, string>): Promise<Answer> {
    if (place === 'add') return this.#add(fields);
    if (place === 'query') this.#count(fields.reference ?? '');
    const { ledger, faults } = this;
    if (place === 'query' && faults.use('query-foreign') !== undefined) return this.#ok(foreign(ledger, faults));
    const txn = ledger.txns.get(fields.transactionNo ?? '') ?? ledger.byReference(fields.reference ?? '');
    if (txn === undefined || (place === 'query' && faults.use('query-nothing') !== undefined))
      return refused('000021', 'nothing found');
    if (place === 'query') return this.#ok(look(txn, ledger, faults));
    if (place === 'pay') return this.#pay(txn, fields.paymentBarcode!);
    return place === 'cancel' ? this.#cancel(txn) : this.#refund(txn, fields);
  }

  #add(fields: Record<string, string>): Fields {
    const { ledger, faults } = this;
    const { amount = '', reference = '', currency = '', settleCurrency = '', ipnUrl } = fields;
    if (!/^(0|[1-9]\d{0,9})\.\d\d$/.test(amount) || Number(amount) === 0) return refused('000023', 'amount');
    if (currency !== 'USD' || settleCurrency !== 'USD') return refused('000023', 'currency');
    if (ledger.byReference(reference) !== undefined) return refused('000023', 'reference exists');
    const txn: Txn = {
      ...{ transactionNo: ledger.newNo(), reference, currency, settleCurrency, ipnUrl },
      amountMinor: Number(amount.replace('.', '')),
      status: 'init',
      createdAt: ledger.now(),
      paidAt: undefined,
      refundedMinor: 0,
      refundOpen: false,
      held: [],
    };
    ledger.txns.set(txn.transactionNo, txn);
    const made = payment(txn, ledger, faults);
    const cents = faults.use('add-amount');
    if (cents !== undefined) made.amount = spell(cents, faults);
    if (faults.use('add-currency') !== undefined) made.currency = 'CNY';
    if (faults.use('add-merchant') !== undefined) made.merchantNo = '288888';
    return this.#ok(made, 'add success');
  }

  async #pay(txn: Txn, code: string): Promise<Answer> {
    if (txn.status !== 'init') return refused('000040', 'transaction status error');
    const supplier = await this.customers.present(txn, code);
    if (supplier === 'error') return refused('000080', 'supplier error');
    if (this.faults.use('pay-silent') !== undefined) return undefined;
    return this.#ok(payment(txn, this.ledger, this.faults), 'pay success');
  }

  #cancel(txn: Txn): Fields {
    if (this.faults.use('cancel-race') !== undefined) this.customers.confirm(txn, false);
    if (txn.status === 'failed' || txn.status === 'closed') return refused('000040', 'transaction status error');
    if (txn.status === 'success') {
      txn.refundedMinor = txn.amountMinor;
      txn.refundOpen = this.faults.use('refund-slow') !== undefined;
    } else this.customers.end(txn, 'closed');
    const { transactionNo, reference } = txn;
    return this.#ok({ transactionNo, reference, status: 'closed' }, 'cancel success');
  }

  #refund(txn: Txn, { refundAmount = '', refundReference = '' }: Record<string, string>): Fields {
    const cents = Number(refundAmount.replace('.', ''));
    if (txn.status !== 'success') return refused('000040', 'transaction status error');
    if (!/^\d+\.\d\d$/.test(refundAmount) || cents === 0 || cents + txn.refundedMinor > txn.amountMinor)
      return refused('000023', 'refundAmount');
    if (refundReference !== '' && this.#refunds.has(refundReference))
      return refused('000023', 'refundReference exists');
    this.#refunds.add(refundReference);
    txn.refundedMinor += cents;
    txn.refundOpen = this.faults.use('refund-slow') !== undefined;
    return this.#ok({ refundTransactionNo: `${txn.transactionNo}9`, refundAmount, status: 'success' });
  }

  #ok(object: Fields, message = 'success'): Fields {
    const under = this.faults.use('under-transaction') === undefined ? 'result' : 'transaction';
    return { ret_code: '000100', ret_msg: message, [under]: object };
  }

  #count(reference: string): void {
    const { queries } = this.ledger.seen;
    queries.set(reference, (queries.get(reference) ?? 0) + 1);
  }
}

/** The vendor's own sample; note retMsg. */
export const WRONG_SIGN = { ret_code: '000000', retMsg: 'data error : verifySign' };

function refused(code: string, message: string): Fields {
  return { ret_code: code, ret_msg: message };
}
