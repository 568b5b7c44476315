// NPX's notification: GET {NotificationUrl}?MerchantTxnId=…&GatewayTxnId=…, unsigned. It says only that something
// happened; what, the status says. The answer is plain text.
import type { Webhook, WebhookReply } from '../../payments/ports';
import { TXN_ID, type Status } from './decode';
import { asObject, word } from './envelope';

const BODY_LIMIT = 8 * 1024;
const GATEWAY_ID = /^[\x21-\x7e]{1,64}$/;

export interface Notification {
  txnId: string;
  gatewayId: string;
}

/** From the query, a form or JSON, by the same two names. Never throws; undefined when one is missing or odd. */
export function decodeNotification(
  request: Pick<Webhook, 'query' | 'method' | 'headers' | 'body'>,
): Notification | undefined {
  const read = request.method === 'GET' ? fromForm(request.query ?? '') : fromBody(request);
  const txnId = read('MerchantTxnId');
  const gatewayId = read('GatewayTxnId');
  return TXN_ID.test(txnId) && GATEWAY_ID.test(gatewayId) ? { txnId, gatewayId } : undefined;
}

type Read = (name: string) => string;

function fromForm(text: string): Read {
  const form = new URLSearchParams(text.slice(0, BODY_LIMIT));
  return (name) => (form.get(name) ?? '').trim();
}

/** A POST may carry the two in its body or still in its query. */
function fromBody({ query = '', headers, body }: Pick<Webhook, 'query' | 'headers' | 'body'>): Read {
  if (body.length > BODY_LIMIT) return () => '';
  const type = headers['content-type'] ?? '';
  const inBody = /json/i.test(type) || /^\s*\{/.test(body) ? fromJson(body) : fromForm(body);
  const inQuery = fromForm(query);
  return (name) => inBody(name) || inQuery(name);
}

function fromJson(text: string): Read {
  try {
    const object = asObject(JSON.parse(text));
    return (name) => word(object?.[name]);
  } catch {
    return () => '';
  }
}

/** What a notification came to. */
export type Verdict =
  | 'received'
  | 'already received'
  /** The switch's own books do not say so (yet): NPX shall repeat it, and polling goes on meanwhile. */
  | 'not confirmed yet'
  /** The books know a payment, but another one than was notified. */
  | 'differs'
  | 'unknown'
  | 'busy';

const STATUS: Record<Verdict, number> = {
  received: 200,
  'already received': 200,
  'not confirmed yet': 503,
  differs: 409,
  unknown: 404,
  busy: 503,
};

/** @returns undefined: this status proves nothing, so nothing may be told because of the notification */
export function verdictOf(status: Status, notified: Notification, isExpected: boolean): Verdict {
  switch (status.is) {
    case 'paid':
      return status.gatewayId === notified.gatewayId && isExpected ? 'received' : 'differs';
    case 'failed':
      return 'received';
    case 'pending':
      return 'not confirmed yet';
    case 'unknown':
    case 'foreign':
      return 'unknown';
  }
}

export function replyOf(verdict: Verdict): WebhookReply {
  return { status: STATUS[verdict], contentType: 'text/plain; charset=utf-8', body: verdict };
}
export function refusal(status: number, message: string): WebhookReply {
  return { status, contentType: 'text/plain; charset=utf-8', body: message };
}
