// NEPALPAY over HTTP: generateQR (Basic) and merchanttxnreport (Bearer).
import { setTimeout as wait } from 'node:timers/promises';
import { SwitchError, type QrRequest } from '../../payments/ports';
import { fullJitterMs } from '../../net/backoff';
import { RequestError, requestJson, type JsonReply } from '../../net/json-request';
import type { NepalpayConfig } from './config';
import { asObject, decodeReport, type ReportRow } from './decode';
import { basic, createTokens } from './oauth';
import { billNumberOf, checkQr, generateBody, type QrCheck } from './qr';

const ANSWER_LIMIT_BYTES = 1024 * 1024;
const CREATE_TRIES = 4;

export interface Rest {
  /** A checked QR and the bill number that it was made with. Tries again on what may pass, within timing.createMs. */
  generate(
    request: Pick<QrRequest, 'chargeId' | 'amountMinor' | 'reference'>,
  ): Promise<QrCheck & { billNumber: string }>;
  /** One look-up, with at most one renewed token. Rejects with a SwitchError. */
  report(session: string, timeoutMs: number): Promise<ReportRow[]>;
}

export function createRest(config: NepalpayConfig, nowMs: () => number, signal: AbortSignal): Rest {
  const tokens = createTokens(config, nowMs, signal);
  let reportNotBeforeMs = 0;

  const askReport = async (session: string, timeoutMs: number, token: string): Promise<JsonReply> => {
    const { merchantId, acquirerId } = config.merchant;
    return requestJson({
      who: REPORT,
      method: 'POST',
      url: `${config.baseUrl}/nQR/v1/merchanttxnreport`,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ validationTraceId: session, merchantId, acquirerId }),
      timeoutMs,
      limitBytes: ANSWER_LIMIT_BYTES,
      signal,
    });
  };

  return {
    generate: (request) => generate(config, request, nowMs, signal),
    async report(session, timeoutMs) {
      if (nowMs() < reportNotBeforeMs)
        throw new SwitchError('limit', `${REPORT}: waiting as long as the switch asked`, true);
      try {
        const token = await tokens.access();
        const reply = await askReport(session, timeoutMs, token).catch(async (error: unknown) => {
          if (!(error instanceof SwitchError) || error.code !== 'auth') throw error;
          tokens.refused(token);
          return askReport(session, timeoutMs, await tokens.access());
        });
        return rowsOf(reply);
      } catch (error) {
        if (error instanceof RequestError && error.code === 'limit')
          reportNotBeforeMs = nowMs() + (error.retryAfterMs ?? 0);
        throw error;
      }
    },
  };
}

const REPORT = 'nepalpay: the transaction report';
const GENERATE = 'nepalpay: the QR service';

function rowsOf({ status, body }: JsonReply): ReportRow[] {
  const code = asObject(body)?.responseCode;
  if (status === 200 && (code === '200' || code === '000')) return decodeReport(body);
  // E010 is "record not found": nobody has paid yet.
  if (code === 'E010') return [];
  throw explain(REPORT, status, body);
}

async function generate(
  config: NepalpayConfig,
  request: Pick<QrRequest, 'chargeId' | 'amountMinor' | 'reference'>,
  nowMs: () => number,
  signal: AbortSignal,
): Promise<QrCheck & { billNumber: string }> {
  const endMs = nowMs() + config.timing.createMs;
  const { retryMinMs: minMs, retryMaxMs: maxMs } = config.timing;
  for (let attempt = 0; ; attempt++) {
    try {
      const billNumber = billNumberOf(request.chargeId, attempt);
      const timeoutMs = Math.max(1, Math.min(config.timing.requestMs, endMs - nowMs()));
      return { ...(await generateOnce(config, request, billNumber, timeoutMs, signal)), billNumber };
    } catch (error) {
      if (!(error instanceof SwitchError) || !error.retry || signal.aborted) throw error;
      const asked = error instanceof RequestError ? error.retryAfterMs : undefined;
      const pauseMs = asked ?? fullJitterMs({ minMs, maxMs }, attempt);
      if (attempt + 1 >= CREATE_TRIES || nowMs() + pauseMs >= endMs) throw error;
      await wait(pauseMs, undefined, { signal }).catch(() => {
        throw error;
      });
    }
  }
}

async function generateOnce(
  config: NepalpayConfig,
  request: Pick<QrRequest, 'amountMinor' | 'reference'>,
  billNumber: string,
  timeoutMs: number,
  signal: AbortSignal,
): Promise<QrCheck> {
  const { status, body } = await requestJson({
    who: GENERATE,
    method: 'POST',
    url: `${config.baseUrl}/qr/generateQR`,
    headers: { authorization: basic(config.api.username, config.api.password), 'content-type': 'application/json' },
    body: JSON.stringify(generateBody(config, request.amountMinor, billNumber, request.reference)),
    timeoutMs,
    limitBytes: ANSWER_LIMIT_BYTES,
    signal,
  });
  const answer = asObject(body);
  const made = asObject(answer?.data);
  if (status !== 200 || answer?.responseCode !== '000' || made === undefined) throw explain(GENERATE, status, body);
  return checkQr(made, config, request.amountMinor);
}

/** Codes of Annexure.md, and what to do about them. The answer may be one object or a list under `responses`. */
function explain(who: string, status: number, body: unknown): SwitchError {
  const answer = asObject(body);
  const list = Array.isArray(answer?.responses) ? answer.responses.map(asObject) : [answer];
  const code = list.map((entry) => entry?.responseCode).find((entry) => typeof entry === 'string') ?? '';
  const said = `${who}: refused with ${code === '' ? `HTTP ${status}` : code}`;
  switch (code) {
    case 'E001':
      return new SwitchError('auth', `${said}: this machine's address is not on NCHL's list`, false);
    case 'E003':
      return new SwitchError(
        'auth',
        `${said}: the token's signature does not fit; check signingKey, userId and merchant`,
        false,
      );
    case 'E004':
      return new SwitchError('refused', `${said}: the merchant's account; ask the bank`, false);
    case 'E010':
      return new SwitchError('refused', `${said}: NCHL does not know this merchant; check merchant.merchantId`, false);
    case 'E007':
    case '400':
      return new SwitchError('refused', `${said}: ${fieldsOf(list)}`, false);
    case 'E099':
      return new SwitchError('refused', `${said}: the bill number was used before`, true);
    case 'E999':
      return new SwitchError('unreachable', `${said}: the switch has trouble of its own`, true);
    default:
      return new SwitchError(status >= 500 ? 'unreachable' : 'refused', said, status >= 500);
  }
}

function fieldsOf(list: (Record<string, unknown> | undefined)[]): string {
  const errors = list.flatMap((entry) => (Array.isArray(entry?.fieldErrors) ? (entry.fieldErrors as unknown[]) : []));
  const names = errors.map((entry) => asObject(entry)?.field).filter((name) => typeof name === 'string');
  return names.length === 0 ? 'a field is wrong' : `check ${names.slice(0, 10).join(', ')}`;
}
