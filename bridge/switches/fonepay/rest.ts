// Fonepay over HTTP. Credentials are in the body, so a redirect is never followed. Every call rejects with a SwitchError.
import { setTimeout as wait } from 'node:timers/promises';
import { fullJitterMs } from '../../net/backoff';
import { RequestError, requestJson, type JsonReply } from '../../net/json-request';
import { createPace } from '../../net/pace';
import { SwitchError, type QrRequest } from '../../payments/ports';
import type { FonepayConfig } from './config';
import { decodeQr, decodeStatus, faultOfQr, reason, type MadeQr, type Status } from './decode';
import { prnOf, qrFields, statusFields } from './fields';

const PATH = 'merchant/merchantDetailsForThirdParty';
const ANSWER_LIMIT_BYTES = 256 * 1024;
const TRIES = 4;

type Request = Pick<QrRequest, 'chargeId' | 'amountMinor' | 'reference'>;

export interface Rest {
  /** A checked QR. Tries again on what may pass, within timing.createMs, each time under another prn. */
  makeQr(request: Request): Promise<MadeQr & { session: string }>;
  status(prn: string): Promise<Status>;
}

export function createRest(config: FonepayConfig, nowMs: () => number, signal: AbortSignal): Rest {
  const pace = createPace(config.timing.gapMs, signal);
  const post = (path: string, fields: object, timeoutMs: number): Promise<JsonReply> =>
    requestJson({
      who: `fonepay: ${path}`,
      method: 'POST',
      url: `${config.baseUrl}/${PATH}/${path}`,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(fields),
      timeoutMs,
      limitBytes: ANSWER_LIMIT_BYTES,
      signal,
    });

  const makeOnce = async (request: Request, session: string, timeoutMs: number): Promise<MadeQr> => {
    const path = 'thirdPartyDynamicQrDownload';
    const { status, body } = await post(
      path,
      qrFields(config, session, request.amountMinor, request.reference),
      timeoutMs,
    );
    if (status >= 500) throw new SwitchError('unreachable', `fonepay: ${path}: HTTP ${status}`, true);
    const made = status < 300 ? decodeQr(body) : undefined;
    if (made === undefined) throw refusalOf(path, body);
    const fault = faultOfQr(made.text, request.amountMinor);
    if (fault !== undefined) throw new SwitchError('malformed', `fonepay: answered ${fault}; it is not shown`, false);
    return made;
  };

  return {
    makeQr: (request) => insistently({ config, nowMs, signal, makeOnce }, request),
    async status(prn) {
      const path = 'thirdPartyDynamicQrGetStatus';
      const ours = await pace.turn(config.timing.requestMs).catch(() => {
        throw new SwitchError('unreachable', `fonepay: ${path}: closed`, true);
      });
      if (!ours) throw new SwitchError('limit', `fonepay: ${path}: waiting as long as the switch asked`, true);
      try {
        const { status, body } = await post(path, statusFields(config, prn), config.timing.requestMs);
        if (status >= 500) throw new SwitchError('unreachable', `fonepay: ${path}: HTTP ${status}`, true);
        return decodeStatus(body, prn);
      } catch (error) {
        if (error instanceof RequestError && error.retryAfterMs !== undefined) pace.holdFor(error.retryAfterMs);
        throw error;
      }
    },
  };
}

/** One error code (406) for everything: only the words tell, and the prn used before is the one that another try heals. */
function refusalOf(path: string, body: unknown): SwitchError {
  const why = reason(body);
  const advice = 'check merchantCode, username, password and secretKey';
  return new SwitchError('refused', `fonepay: ${path}: refused (${why}); ${advice}`, /duplicate|already/i.test(why));
}

interface Making {
  config: FonepayConfig;
  nowMs: () => number;
  signal: AbortSignal;
  makeOnce(request: Request, session: string, timeoutMs: number): Promise<MadeQr>;
}

async function insistently(making: Making, request: Request): Promise<MadeQr & { session: string }> {
  const { config, nowMs, signal, makeOnce } = making;
  const giveUpMs = nowMs() + config.timing.createMs;
  const { retryMinMs: minMs, retryMaxMs: maxMs, requestMs } = config.timing;
  for (let attempt = 0; ; attempt++) {
    // An answer that was lost may have taken the prn before, and a QR that nobody sees is never paid.
    const session = prnOf(request.chargeId, attempt);
    try {
      const timeoutMs = Math.max(1, Math.min(requestMs, giveUpMs - nowMs()));
      return { ...(await makeOnce(request, session, timeoutMs)), session };
    } catch (error) {
      if (!(error instanceof SwitchError) || !error.retry || signal.aborted || attempt + 1 >= TRIES) throw error;
      const asked = error instanceof RequestError ? error.retryAfterMs : undefined;
      const pauseMs = asked ?? fullJitterMs({ minMs, maxMs }, attempt);
      if (nowMs() + pauseMs >= giveUpMs) throw error;
      await wait(pauseMs, undefined, { signal }).catch(() => {
        throw error;
      });
    }
  }
}
