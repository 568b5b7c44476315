// Making a QR. A QR that nobody uses costs nothing, so after any unclear answer another is asked for, under another UUID.
import { setTimeout as wait } from 'node:timers/promises';
import { fullJitterMs } from '../../net/backoff';
import type { HeldAnswer } from '../../net/held-request';
import { RequestError } from '../../net/json-request';
import { SwitchError } from '../../payments/ports';
import type { ElectrumConfig } from './config';
import { decodeCreate, type CreateOutcome } from './decode';
import { createMessage } from './messages';
import type { Upstream } from './upstream';

const TRIES = 6;

export interface MakeParts {
  config: ElectrumConfig;
  upstream: Upstream;
  nowMs(): number;
  signal: AbortSignal;
}
export interface Made {
  tranId: string;
  text: string;
}

/** Tries again within timing.createMs. Rejects with a SwitchError. */
export async function make(
  parts: MakeParts,
  asked: { device: string; amountMinor: number; expiresAtMs: number },
): Promise<Made> {
  const { config, nowMs, signal } = parts;
  const giveUpMs = nowMs() + config.timing.createMs;
  for (let attempt = 0; ; attempt++) {
    try {
      const timeoutMs = Math.max(1, Math.min(config.timing.requestMs, giveUpMs - nowMs()));
      const answer = await parts.upstream.createQrCode(createMessage(config, asked, nowMs()), timeoutMs);
      return made(config, asked.amountMinor, answer);
    } catch (error) {
      if (!(error instanceof RequestError) || !error.retry || signal.aborted || attempt + 1 >= TRIES) throw error;
      const { retryMinMs: minMs, retryMaxMs: maxMs } = config.timing;
      const pauseMs = error.retryAfterMs ?? fullJitterMs({ minMs, maxMs }, attempt);
      if (nowMs() + pauseMs >= giveUpMs) throw error;
      await wait(pauseMs, undefined, { signal }).catch(() => {
        throw error;
      });
    }
  }
}

function made(config: ElectrumConfig, amountMinor: number, answer: HeldAnswer): Made {
  const { merchantId } = config.originator.merchant;
  const outcome = decodeCreate({ amountMinor, merchantId, provider: config.providerId }, answer);
  if (outcome.is === 'made') return outcome;
  throw refusal(outcome, answer.retryAfterMs);
}

function refusal(outcome: Exclude<CreateOutcome, { is: 'made' }>, retryAfterMs: number | undefined): SwitchError {
  const say = (detail: string): string => `electrum: createQrCode: ${detail}`;
  switch (outcome.is) {
    case 'duplicate':
      return new RequestError('refused', say('the id was taken (DUPLICATE_RECORD)'), true, 0);
    case 'limit':
    case 'unreachable':
      return new RequestError(outcome.is, say(outcome.detail), true, retryAfterMs);
    case 'refused':
    case 'auth':
    case 'malformed':
      return new SwitchError(outcome.is, say(outcome.detail), false);
  }
}
