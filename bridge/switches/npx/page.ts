// Pages that the bridge itself shows to a customer's browser. Pure: text in, text out.
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { WebhookReply } from '../../payments/ports';
import type { Fields } from './fields';

/**
 * The path of the redirect: the id, a proof that we made it, and the link itself, so that a QR on a screen outlives a
 * restart of the bridge and nobody can make our address lead elsewhere.
 */
export function redirectPath(session: string, link: string, secretKey: string): string {
  const packed = Buffer.from(link.replace(/^https:\/\//, ''), 'utf8').toString('base64url');
  return `p/${session}/${proofOf(session, packed, secretKey)}/${packed}`;
}

/** @returns undefined for any path that redirectPath did not make */
export function readRedirectPath(path: string, secretKey: string): { session: string; link: string } | undefined {
  const parts = /^p\/([0-9A-Za-z]{1,30})\/([\w-]{16})\/([\w-]{1,400})$/.exec(path);
  if (parts === null) return undefined;
  const [, session = '', proof = '', packed = ''] = parts;
  if (!timingSafeEqual(Buffer.from(proof), Buffer.from(proofOf(session, packed, secretKey)))) return undefined;
  const text = Buffer.from(packed, 'base64url').toString('utf8');
  return { session, link: text.startsWith('http://') ? text : `https://${text}` };
}

/** 96 bits under a key of its own, so that no signature of NPX's can be made out of it. */
function proofOf(session: string, packed: string, secretKey: string): string {
  const key = createHmac('sha256', secretKey).update('ghanti npx page').digest();
  const full = createHmac('sha256', key).update(`${session}/${packed}`).digest();
  return full.subarray(0, 12).toString('base64url');
}

export function redirect(link: string): WebhookReply {
  const headers = { location: link };
  return { status: 302, contentType: 'text/plain; charset=utf-8', body: 'Going on to the payment.', headers };
}

const SEND = 'document.forms[0].submit()';
const SEND_HASH = createHash('sha256').update(SEND).digest('base64');
const STYLE = 'body{font:1.2rem sans-serif;text-align:center;margin:20vh 1rem}button{font:inherit;padding:.6em 1.4em}';
const STYLE_HASH = createHash('sha256').update(STYLE).digest('base64');

/** A form that posts itself to the hosted page; with a button for browsers that run no script. */
export function formPage(action: string, fields: Fields): WebhookReply {
  const inputs = Object.entries(fields).map(
    ([name, value]) => `<input type="hidden" name="${escape(name)}" value="${escape(value)}">`,
  );
  const body = `<form method="post" action="${escape(action)}">${inputs.join('')}<button>Pay</button></form><script>${SEND}</script>`;
  return html(200, body, `script-src 'sha256-${SEND_HASH}'; form-action ${new URL(action).origin}`);
}

/** One sentence for the customer. */
export function note(status: number, text: string): WebhookReply {
  return html(status, `<p>${escape(text)}</p>`, "form-action 'none'");
}

function html(status: number, body: string, policy: string): WebhookReply {
  const head = `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Payment</title><style>${STYLE}</style>`;
  const csp = `default-src 'none'; style-src 'sha256-${STYLE_HASH}'; frame-ancestors 'none'; base-uri 'none'; ${policy}`;
  const headers = { 'content-security-policy': csp };
  return { status, contentType: 'text/html; charset=utf-8', body: `${head}<body>${body}</body></html>`, headers };
}

function escape(text: string): string {
  return text.replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`);
}
