// The confirm-payment push that the clearing house sends to a merchant's own server (payment_confirmation_api.md).
import { sign, verify } from 'node:crypto';
import type { Faults } from './faults';
import { keys } from './keys';
import { nepalTime, SHOP, type Ledger, type Row, type Trace } from './ledger';

export interface PushRequest {
  path: 'confirm-payment';
  method: 'POST';
  headers: Record<string, string>;
  body: string;
}

/** The request for one row of a trace, spoiled by the push faults that are on. */
export function pushRequest(trace: Trace, row: Row, status: string, ledger: Ledger, faults: Faults): PushRequest {
  const forged = faults.use('push-signature') !== undefined;
  const body: Record<string, unknown> = {
    txnDate: nepalTime(ledger.now()),
    txnAmount: (faults.use('push-amount') ?? row.amountMinor) / 100,
    chargeAmt: 0,
    merchantId: faults.use('push-payee') === undefined ? SHOP.merchantId : '9901OTHERSH',
    storeLabel: SHOP.storeLabel,
    terminalId: SHOP.terminalLabel,
    merchantName: SHOP.name,
    rpstxnId: '13249559',
    validationTraceId: trace.id,
    paymentRef: row.nQrTxnId,
    merchantBillNo: trace.billNumber,
    status,
    statusDesc: status,
    remarks: 'NEPALPAYQR',
    channel: 'CIPS',
    payerMobile: '+977-0000000000',
    sessionNo: '5446',
    extraPaymentParams: { txnCrncy: faults.use('push-currency') === undefined ? 'NPR' : 'INR' },
  };
  const signed = ['merchantBillNo', 'merchantId', 'merchantName', 'paymentRef', 'channel', 'payerMobile', 'sessionNo'];
  // A forger has a key, only not the clearing house's.
  const key = forged ? keys().merchant.privateKey : keys().push.privateKey;
  const text = signed.map((name) => String(body[name])).join(',');
  if (faults.use('push-unsigned') === undefined)
    body.signature = sign('sha256', Buffer.from(text), key).toString('base64');
  const { username, password } = SHOP.push;
  const authorization = `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
  const headers = { authorization, 'content-type': 'application/json' };
  return { path: 'confirm-payment', method: 'POST', headers, body: JSON.stringify(body) };
}

/** Is the merchant's answer signed over txnDate,status,message,merchantBillNo,paymentRef with the merchant's key? */
export function isReplySigned(text: string): boolean {
  try {
    const reply = JSON.parse(text) as Record<string, unknown>;
    const parts = ['txnDate', 'status', 'message', 'merchantBillNo', 'paymentRef'].map((name) => String(reply[name]));
    return verify(
      'sha256',
      Buffer.from(parts.join(',')),
      keys().merchant.publicKey,
      Buffer.from(String(reply.signature), 'base64'),
    );
  } catch {
    return false;
  }
}

/** Posts the push to `{base}/nepalpay/confirm-payment` on this machine and keeps the answer. */
export async function deliverPush(base: string, request: PushRequest, ledger: Ledger): Promise<void> {
  const url = `${base.replace(/\/+$/, '')}/nepalpay/confirm-payment`;
  const { method, headers, body } = request;
  const seen = await fetch(url, { method, headers, body, signal: AbortSignal.timeout(10_000) }).then(
    async (answer) => ({ status: answer.status, body: await answer.text() }),
    () => ({ status: 0, body: '' }),
  );
  ledger.seen.pushes.push({ ...seen, signatureGood: isReplySigned(seen.body) });
  ledger.changed();
}
