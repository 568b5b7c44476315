// A new transaction for a try, through bad roads.
import { setTimeout as wait } from 'node:timers/promises';
import { fullJitterMs } from '../../net/backoff';
import { RequestError } from '../../net/json-request';
import { SwitchError } from '../../payments/ports';
import type { Api, Money } from './api';
import type { PockytConfig } from './config';

const ADDS = 4;

/**
 * Adds a transaction under this reference and gives its number. Tries again on what may pass, within timing.createMs. A
 * reference is taken once; so when an answer was lost and the next try is refused, the books are asked for the first.
 */
export async function bookTransaction(
  api: Api,
  config: PockytConfig,
  reference: string,
  money: Money,
  signal: AbortSignal,
): Promise<string> {
  const endMs = performance.now() + config.timing.createMs;
  const { retryMinMs: minMs, retryMaxMs: maxMs } = config.timing;
  let lost = false;
  for (let attempt = 0; ; attempt++) {
    try {
      return (await api.add(reference, money)).transactionNo;
    } catch (error) {
      if (!(error instanceof SwitchError) || signal.aborted) throw error;
      if (lost && error.code === 'refused') return booked(api, reference, money, error);
      lost ||= error.code === 'unreachable';
      const asked = error instanceof RequestError ? error.retryAfterMs : undefined;
      const pauseMs = asked ?? fullJitterMs({ minMs, maxMs }, attempt);
      if (!error.retry || attempt + 1 >= ADDS || performance.now() + pauseMs >= endMs) throw error;
      await wait(pauseMs, undefined, { signal }).catch(() => {
        throw error;
      });
    }
  }
}

async function booked(api: Api, reference: string, money: Money, refused: SwitchError): Promise<string> {
  const found = await api.query(reference);
  const same = found?.is === 'made' && found.amountMinor === money.amountMinor && found.currency === money.currency;
  if (!same || found.transactionNo === undefined) throw refused;
  return found.transactionNo;
}
