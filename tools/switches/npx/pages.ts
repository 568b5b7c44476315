// What a customer's browser sees: /pay/:token behind a payment link, and /Payment/Index that a merchant's form posts to.
import { paisa, SHOP, rupees, type Ledger, type Txn } from './ledger';
import { isSigned } from './signature';

export interface Page {
  status: number;
  html: string;
  location?: string | undefined;
}
export type Choice = 'succeed' | 'fail' | 'leave';
const CHOICES: readonly Choice[] = ['succeed', 'fail', 'leave'];
const FORM = [
  'MerchantId',
  'MerchantName',
  'Amount',
  'MerchantTxnId',
  'ProcessId',
  'InstrumentCode',
  'TransactionRemarks',
  'ResponseUrl',
];

/** @param chose what a button does; gives the GatewayTxnId. @returns undefined for other paths */
export function servePage(
  ledger: Ledger,
  method: string,
  path: string,
  form: URLSearchParams,
  chose: (txn: Txn, choice: Choice) => string,
): Page | undefined {
  if (path.toLowerCase() === '/payment/index')
    return method === 'POST' ? hosted(ledger, form) : page(405, 'POST a form');
  const [, token, word] = /^\/pay\/(\w+)(?:\/(\w+))?$/.exec(path) ?? [];
  if (token === undefined) return undefined;
  const txn = [...ledger.txns.values()].find((one) => one.token === token);
  if (txn === undefined) return page(404, 'There is no such payment.');
  if (txn.tries.some(({ status }) => status === 'Success')) return page(410, 'This is paid.');
  if (ledger.now().getTime() >= txn.endMs) return page(410, 'This payment link has expired.');
  if (word === undefined) return buttons(txn);
  const choice = CHOICES.find((one) => one === word);
  if (choice === undefined || method !== 'POST') return page(405, 'Press a button.');
  const gatewayId = chose(txn, choice);
  if (txn.responseUrl === undefined) return page(200, 'Done. You may close this page.');
  const query = new URLSearchParams({ MerchantTxnId: txn.id, GatewayTxnId: gatewayId });
  return { ...page(302, 'Going back to the shop.'), location: `${txn.responseUrl}?${query.toString()}` };
}

function hosted(ledger: Ledger, form: URLSearchParams): Page {
  const missing = FORM.filter((name) => !form.has(name));
  if (missing.length > 0) return page(400, `Missing: ${missing.join(', ')}`);
  const body = Object.fromEntries(form);
  if (body.MerchantId !== SHOP.merchantId || body.MerchantName !== SHOP.merchantName)
    return page(400, 'Invalid merchant');
  if (form.has('Signature') && !isSigned(body, false)) return page(400, 'Invalid signature');
  const txn = ledger.txns.get(body.MerchantTxnId ?? '');
  if (txn === undefined || paisa(body.Amount) !== txn.amountMinor) return page(400, 'Invalid transaction');
  if (!txn.processIds.delete(body.ProcessId ?? '')) return page(400, 'Invalid ProcessId');
  txn.responseUrl = body.ResponseUrl;
  return buttons(txn);
}

function buttons({ token, amountMinor }: Txn): Page {
  const forms = CHOICES.map(
    (choice) => `<form method="post" action="/pay/${token}/${choice}"><button>${choice}</button></form>`,
  );
  return page(200, `Pay NPR ${rupees(amountMinor)}?${forms.join('')}`);
}
function page(status: number, text: string): Page {
  return { status, html: `<!doctype html><html lang="en"><title>Demo gateway</title><body>${text}</body></html>` };
}
