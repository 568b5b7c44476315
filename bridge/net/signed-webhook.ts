// A message to the operator's own server, signed after the Standard Webhooks specification (standardwebhooks.com, 1.0.0).
import { createHmac } from 'node:crypto';

export interface Webhook {
  url: string;
  /** 'whsec_' and 24 to 64 random bytes in base64. */
  secret: string;
}

const TIMEOUT_MS = 10_000;
const SECRET = /^whsec_([A-Za-z0-9+/]{32,88}={0,2})$/;

/** Is this the form of a secret, 24 to 64 bytes? */
export function isWebhookSecret(text: string): boolean {
  const bytes = secretBytes(text).length;
  return bytes >= 24 && bytes <= 64;
}

/** https, or http to this machine alone: what is told is about somebody's money. */
export function isWebhookUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname, username, password } = new URL(text);
  if (username !== '' || password !== '') return false;
  return protocol === 'https:' || (protocol === 'http:' && ['127.0.0.1', '[::1]', 'localhost'].includes(hostname));
}

/**
 * Posts `data` once. The same `id` is the same message for the receiver, however often it comes.
 * @returns undefined when it was taken (2xx), otherwise why not. Redirects are not followed. Never rejects.
 */
export async function postSigned(
  { url, secret }: Webhook,
  message: { id: string; type: string; atMs: number; data: object },
  nowMs: number,
): Promise<string | undefined> {
  const body = JSON.stringify({
    type: message.type,
    timestamp: new Date(message.atMs).toISOString(),
    data: message.data,
  });
  const timestamp = String(Math.floor(nowMs / 1000));
  const headers = {
    'content-type': 'application/json',
    'webhook-id': message.id,
    'webhook-timestamp': timestamp,
    'webhook-signature': `v1,${signature(secret, message.id, timestamp, body)}`,
  };
  try {
    const answer = await fetch(url, {
      ...{ method: 'POST', headers, body, redirect: 'manual' },
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    await answer.body?.cancel();
    return answer.ok ? undefined : `it answered ${answer.status}`;
  } catch (error) {
    const cause = (error as Error).cause;
    return cause instanceof Error ? cause.message : (error as Error).message;
  }
}

function signature(secret: string, id: string, timestamp: string, body: string): string {
  return createHmac('sha256', secretBytes(secret)).update(`${id}.${timestamp}.${body}`).digest('base64');
}

function secretBytes(secret: string): Buffer {
  return Buffer.from(SECRET.exec(secret)?.[1] ?? '', 'base64');
}
