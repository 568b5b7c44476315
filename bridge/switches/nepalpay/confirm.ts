// NCHL's push: POST {base}/nepalpay/confirm-payment (npidocs, QR-Merchant-Bulk-Enrollment/payment_confirmation_api.md).
import { createHash, sign, timingSafeEqual, verify } from 'node:crypto';
import type { Webhook, WebhookReply } from '../../payments/ports';
import type { NepalpayConfig } from './config';
import { decodePush, type Push } from './decode';
import { basic } from './oauth';

const BODY_LIMIT = 16 * 1024;

/** What the shop made of a proven push. `unsure` asks the switch to say it again later. */
export type PushOutcome = 'taken' | 'differs' | 'unsure';

/**
 * Answers one push. Nothing is believed before the caller's Basic credentials and the switch's signature are good; then
 * `settle` decides, and only when it has resolved (the event is on disk) is the push acknowledged. The answer is a
 * function of the push, so a repeated push gets the same signed answer.
 */
export async function answerPush(
  request: Webhook,
  config: NepalpayConfig,
  settle: (push: Push) => Promise<PushOutcome>,
): Promise<WebhookReply> {
  const { push: trust } = config;
  if (trust === undefined || request.path.replace(/\/+$/, '') !== 'confirm-payment') return refusal(404, 'NOT FOUND');
  if (request.method !== 'POST') return refusal(405, 'POST ONLY');
  const given = request.headers.authorization ?? request.headers.Authorization ?? '';
  if (!sameText(given, basic(trust.username, trust.password))) return refusal(401, 'UNAUTHORIZED');
  const push = request.body.length > BODY_LIMIT ? undefined : decodePush(request.body);
  if (push === undefined) return refusal(400, 'INVALID REQUEST');
  if (!isSigned(push, trust.publicKey)) return refusal(400, 'INVALID SIGNATURE');
  const outcome = await settle(push);
  if (outcome === 'unsure') return refusal(503, 'NOT CONFIRMED YET');
  return json(200, signedReply(push, outcome, config.signingKey));
}

function isSigned(push: Push, publicKey: string): boolean {
  if (!/^[A-Za-z0-9+/]{40,2000}={0,2}$/.test(push.signature)) return false;
  return verify('sha256', Buffer.from(push.signed, 'utf8'), publicKey, Buffer.from(push.signature, 'base64'));
}

/** Signed over txnDate,status,message,merchantBillNo,paymentRef, with the merchant's key. */
function signedReply(push: Push, outcome: 'taken' | 'differs', signingKey: string) {
  const taken = outcome === 'taken';
  const status = taken ? 'SUCCESS' : 'FAILED';
  const message = taken ? 'TRANSACTION SUCCESSFUL' : 'AMOUNT OR BILL DIFFERS';
  const { txnDate, billNumber: merchantBillNo, paymentRef } = push;
  const text = [txnDate, status, message, merchantBillNo, paymentRef].join(',');
  const signature = sign('sha256', Buffer.from(text, 'utf8'), signingKey).toString('base64');
  return { txnDate, status, message, merchantBillNo, paymentRef, signature };
}

function refusal(status: number, message: string): WebhookReply {
  return json(status, { status: 'FAILED', message });
}
function json(status: number, body: object): WebhookReply {
  return { status, contentType: 'application/json', body: JSON.stringify(body) };
}

/** Over digests, so that neither length nor content leaks through time. */
function sameText(given: string, wanted: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(wanted));
}
