// Webhooks ("IPN"): a URL-encoded form, on one page of the vendor JSON, with verifySign in it.
import type { Webhook, WebhookReply } from '../../payments/ports';
import { decodeBody, decodeNotice, type Notice } from './decode';
import { isSigned } from './sign';

/** What the vendor wants to read; anything else is sent again, up to 8 times in 2 hours. */
const TAKEN = 'success';

/**
 * Answers one webhook. `take` keeps what it says and resolves with false when it cannot be believed yet; when it rejects
 * the webhook is not acknowledged.
 */
export async function answerIpn(
  asked: Webhook,
  token: string,
  take: (notice: Notice) => Promise<boolean>,
): Promise<WebhookReply> {
  if (asked.method !== 'POST' || asked.path !== 'ipn') return reply(404, 'not here');
  const params = decodeBody(asked.body);
  if (params === undefined) return reply(400, 'malformed');
  if (!isSigned(params, token)) return reply(401, 'wrong signature');
  return (await take(decodeNotice(params))) ? reply(200, TAKEN) : reply(503, 'later');
}

function reply(status: number, body: string): WebhookReply {
  return { status, contentType: 'text/plain; charset=utf-8', body };
}
