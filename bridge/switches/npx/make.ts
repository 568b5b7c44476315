// Making what the QR shows. NPX takes a MerchantTxnId once, and an answer that was lost may have taken it: so after an
// unclear answer the status is asked before the same id is used again, and a known id is left for another.
import { setTimeout as wait } from 'node:timers/promises';
import { fullJitterMs } from '../../net/backoff';
import { RequestError } from '../../net/json-request';
import { SwitchError, type QrRequest } from '../../payments/ports';
import type { NpxConfig } from './config';
import { linkFields, txnIdOf } from './fields';
import { DuplicateError, type Rest } from './rest';

const TRIES = 5;

export interface Made {
  session: string;
  /** The payment link, or in mode page the one-use process id. */
  made: string;
  endMs: number;
}
export interface MakeParts {
  config: NpxConfig;
  rest: Rest;
  nowMs(): number;
  signal: AbortSignal;
}
type Request = Pick<QrRequest, 'chargeId' | 'amountMinor' | 'reference' | 'expiresAtMs'>;

/** Tries again, within timing.createMs, on network faults, 5xx, 408 and 429 alone. Rejects with a SwitchError. */
export async function make(parts: MakeParts, request: Request): Promise<Made> {
  const { config, nowMs, signal } = parts;
  const giveUpMs = nowMs() + config.timing.createMs;
  const endMs = Math.min(request.expiresAtMs, nowMs() + config.timing.qrLifetimeMs);
  let serial = 0;
  for (let attempt = 0; ; attempt++) {
    const session = txnIdOf(request.chargeId, serial);
    try {
      const timeoutMs = Math.max(1, Math.min(config.timing.requestMs, giveUpMs - nowMs()));
      return { session, made: await once(parts, session, request, endMs, timeoutMs), endMs };
    } catch (error) {
      if (!(error instanceof SwitchError) || !error.retry || signal.aborted || attempt + 1 >= TRIES) throw error;
      if (await isTaken(parts, session, error, giveUpMs)) serial++;
      await pause(parts, error, attempt, giveUpMs);
    }
  }
}

function once(parts: MakeParts, session: string, request: Request, endMs: number, timeoutMs: number): Promise<string> {
  const { config, rest, nowMs } = parts;
  if (config.mode === 'page') return rest.processId(session, request.amountMinor, timeoutMs);
  return rest.paymentLink(linkFields(config, session, request, endMs, nowMs()), timeoutMs);
}

/** Must another id be taken? Rejects with the first error when nobody can say. */
async function isTaken(parts: MakeParts, session: string, error: SwitchError, giveUpMs: number): Promise<boolean> {
  if (error instanceof DuplicateError) return true;
  // 429 is a clear answer: nothing was made.
  if (error instanceof RequestError && error.status === 429) return false;
  const timeoutMs = Math.max(1, Math.min(parts.config.timing.requestMs, giveUpMs - parts.nowMs()));
  try {
    const status = await parts.rest.status({ session, createdAtMs: parts.nowMs() }, timeoutMs);
    return status.is !== 'unknown';
  } catch {
    throw error;
  }
}

async function pause(parts: MakeParts, error: SwitchError, attempt: number, giveUpMs: number): Promise<void> {
  const { retryMinMs: minMs, retryMaxMs: maxMs } = parts.config.timing;
  const asked = error instanceof RequestError ? error.retryAfterMs : undefined;
  const pauseMs = error instanceof DuplicateError ? 0 : (asked ?? fullJitterMs({ minMs, maxMs }, attempt));
  if (parts.nowMs() + pauseMs >= giveUpMs) throw error;
  await wait(pauseMs, undefined, { signal: parts.signal }).catch(() => {
    throw error;
  });
}
