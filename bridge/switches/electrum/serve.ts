// The five operations as they come in over HTTP, below /v1/webhooks/electrum/ or wherever http.webhookPaths leads from.
import { createHash, timingSafeEqual } from 'node:crypto';
import type { Webhook, WebhookReply } from '../../payments/ports';
import type { IntermediateConfig } from './config';
import type { Hub } from './hub';
import type { HubReply } from './hub-reply';
import { errorMessage } from './messages';
import { readJson } from './model';

type Caller = { is: 'client' | 'partner'; id: string };

export async function answerCall(request: Webhook, config: IntermediateConfig, hub: Hub): Promise<WebhookReply> {
  const caller = callerOf(request.headers['authorization'], config);
  if (caller === undefined) {
    const body = errorMessage('GENERAL_ERROR', 'wrong credentials');
    return { ...json({ status: 401, body }), headers: { 'www-authenticate': 'Basic realm="electrum"' } };
  }
  if (request.method !== 'POST') return json({ status: 405, body: errorMessage('FORMAT_ERROR', 'POST only') });
  const message = readJson(request.body);
  if (message === undefined) return json({ status: 400, body: errorMessage('FORMAT_ERROR', 'the body is not JSON') });
  return json(await operate(request.path, message, caller, config, hub));
}

async function operate(
  path: string,
  message: unknown,
  { is, id }: Caller,
  config: IntermediateConfig,
  hub: Hub,
): Promise<HubReply> {
  const operations: Record<string, [Caller['is'], () => Promise<HubReply>]> = {
    qrCodes: ['client', () => hub.createQrCode(id, message)],
    scans: ['partner', () => hub.notifyScan(id, message)],
    payments: ['client', () => hub.pay(id, message, { windowMs: config.timing.parkMs })],
    'payments/confirmations': ['client', () => hub.confirm(id, message)],
    'payments/reversals': ['client', () => hub.reverse(id, message)],
  };
  const found = Object.hasOwn(operations, path) ? operations[path] : undefined;
  if (found === undefined) return { status: 404, body: errorMessage('FUNCTION_NOT_SUPPORTED', 'no such operation') };
  const [whose, run] = found;
  if (whose !== is) return { status: 400, body: errorMessage('FUNCTION_NOT_SUPPORTED', `a ${is} may not do this`) };
  return run();
}

/** HTTP Basic. Every known name is compared, each in constant time. */
function callerOf(header: string | undefined, config: IntermediateConfig): Caller | undefined {
  const given = digest(header ?? '');
  let caller: Caller | undefined;
  const compare = (is: Caller['is'], id: string, password: string): void => {
    const wanted = `Basic ${Buffer.from(`${id}:${password}`).toString('base64')}`;
    if (timingSafeEqual(given, digest(wanted))) caller = { is, id };
  };
  for (const { id, password } of config.clients) compare('client', id, password);
  for (const { id, password } of config.partners) compare('partner', id, password);
  return caller;
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

function json({ status, body }: HubReply): WebhookReply {
  return { status, contentType: 'application/json', body: body === undefined ? '' : JSON.stringify(body) };
}
