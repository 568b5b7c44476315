// The webhook to the merchant (docs.pockyt.io, webhook notification reference): sent until it is answered `success`.
import type { Faults } from './faults';
import { chinaTime, dollars, SHOP, type Ledger, type Txn } from './ledger';
import { signature } from './sign';

export interface IpnRequest {
  path: 'ipn';
  method: 'POST';
  headers: Record<string, string>;
  body: string;
}

/** The request about a transaction, as it stands unless told otherwise, spoiled by the webhook faults that are on. */
export function ipnRequest(txn: Txn, ledger: Ledger, faults: Faults, status: string = txn.status): IpnRequest {
  const forged = faults.use('ipn-sign') !== undefined;
  const cents = faults.use('ipn-amount') ?? faults.use('other-amount') ?? txn.amountMinor;
  const fields: Record<string, string> = {
    transactionNo: txn.transactionNo,
    status,
    amount: dollars(cents),
    currency: faults.use('ipn-currency') === undefined ? txn.currency : 'CNY',
    settleCurrency: txn.settleCurrency,
    time: chinaTime(ledger.now()).replace(/\D/g, ''),
    reference: txn.reference,
    vendorId: '',
    note: 'two coffees & a "momo"',
  };
  if (faults.use('ipn-unsigned') === undefined)
    fields.verifySign = signature(fields, forged ? 'another-token' : SHOP.token);
  const json = faults.use('ipn-json') !== undefined;
  // JSON as careless as JSON is: the amount as a number, spelled as it was signed.
  const text = JSON.stringify(fields).replace(`"amount":"${fields.amount}"`, `"amount":${fields.amount}`);
  return {
    path: 'ipn',
    method: 'POST',
    headers: { 'content-type': json ? 'application/json' : 'application/x-www-form-urlencoded' },
    body: json ? text : new URLSearchParams(fields).toString(),
  };
}

/** Posts it to the address that add was given, on this machine only, and again after each wait until it is taken. */
export async function deliverIpn(
  txn: Txn,
  ledger: Ledger,
  faults: Faults,
  later: (ms: number, run: () => void) => void,
  retryMs: readonly number[],
): Promise<void> {
  if (txn.ipnUrl === undefined || faults.use('ipn-lost') !== undefined) return;
  if (faults.use('ipn-foreign') !== undefined) {
    const other = { ...txn, transactionNo: '399999999999999999', reference: 'SOMEBODY-ELSE' };
    await post(other, ledger, faults);
  }
  const answered = await post(txn, ledger, faults);
  if (faults.use('ipn-twice') !== undefined) await post(txn, ledger, faults);
  const [nextMs, ...rest] = retryMs;
  if (!answered && nextMs !== undefined) later(nextMs, () => void deliverIpn(txn, ledger, faults, later, rest));
}

async function post(txn: Txn, ledger: Ledger, faults: Faults): Promise<boolean> {
  const { method, headers, body } = ipnRequest(txn, ledger, faults);
  const url = new URL(txn.ipnUrl!);
  if (url.hostname !== '127.0.0.1') return true;
  const seen = await fetch(url, { method, headers, body, signal: AbortSignal.timeout(10_000) }).then(
    async (answer) => ({ status: answer.status, body: await answer.text() }),
    () => ({ status: 0, body: '' }),
  );
  ledger.seen.ipns.push({ transactionNo: txn.transactionNo, ...seen });
  ledger.changed();
  return seen.body === 'success';
}
