// The objects in Pockyt's answers, as the v3 guide prints them, and what may be odd about them.
import type { Faults } from './faults';
import { chinaTime, dollars, SHOP, type Ledger, type Txn } from './ledger';

export type Fields = Record<string, unknown>;

/** `result` of add and pay. */
export function payment(txn: Txn, ledger: Ledger, faults: Faults): Fields {
  return {
    transactionNo: txn.transactionNo,
    reference: txn.reference,
    ...money(txn, faults),
    settleCurrency: txn.settleCurrency,
    merchantNo: SHOP.merchantNo,
    storeNo: SHOP.storeNo,
    storeAdminNo: '',
    createTime: chinaTime(txn.createdAt),
    paymentTime: txn.paidAt === undefined ? '' : chinaTime(skewed(txn.paidAt, ledger)),
    originalTransactionNo: '',
    refundAmount: '0.00',
    voidAmount: '0.00',
    transactionType: 'payment',
    transactionStatus: faults.use('status-unknown') === undefined ? txn.status : 'reviewing',
  };
}

/** `result` of tran-query, where the status is called `status`. */
export function look(txn: Txn, ledger: Ledger, faults: Faults): Fields {
  const {
    transactionStatus,
    originalTransactionNo: _none,
    refundAmount: _zero,
    voidAmount: _none2,
    ...rest
  } = payment(txn, ledger, faults);
  const lags = faults.use('query-lag') !== undefined && txn.status === 'success';
  const back = dollars(txn.refundedMinor);
  const info = {
    refundTransactionNo: `${txn.transactionNo}9`,
    refundAmount: back,
    status: txn.refundOpen ? 'pending' : 'success',
  };
  return {
    ...rest,
    ...(lags && { paymentTime: '' }),
    status: lags ? 'init' : transactionStatus,
    ...(txn.refundedMinor > 0 && { refundInfo: [info] }),
  };
}

/** Somebody else's payment. */
export function foreign(ledger: Ledger, faults: Faults): Fields {
  const txn: Txn = {
    transactionNo: '399999999999999999',
    reference: 'SOMEBODY-ELSE',
    amountMinor: 125_050,
    currency: 'USD',
    settleCurrency: 'USD',
    ipnUrl: undefined,
    status: 'success',
    createdAt: ledger.now(),
    paidAt: ledger.now(),
    refundedMinor: 0,
    refundOpen: false,
    held: [],
  };
  return look(txn, ledger, faults);
}

function money(txn: Txn, faults: Faults): Fields {
  if (faults.use('no-amount') !== undefined) return { currency: txn.currency };
  return { amount: spell(faults.use('other-amount') ?? txn.amountMinor, faults), currency: txn.currency };
}

/** "13.00", or "13" or 13 where that is what the switch does today. */
export function spell(amountMinor: number, faults: Faults): string | number {
  if (faults.use('number-amounts') !== undefined) return amountMinor / 100;
  const text = dollars(amountMinor);
  return faults.use('short-amounts') === undefined ? text : text.replace(/\.?0+$/, '');
}

function skewed(at: Date, ledger: Ledger): Date {
  return new Date(at.getTime() + (ledger.now().getTime() - Date.now()));
}
