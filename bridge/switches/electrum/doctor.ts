import { randomUUID } from 'node:crypto';
import type { DoctorStep } from '../../payments/ports';
import type { ElectrumConfig, IntermediateConfig } from './config';
import { decodeAdvice } from './decode';
import { make, type MakeParts } from './make';
import { adviceMessage } from './messages';
import { readQr, writeQr } from './qr';
import type { Upstream } from './upstream';

const TEN_RAND_CENTS = 1_000;
const LIFE_MS = 60_000;

/** A retailer's steps. The QR that is asked for is shown to nobody, and no pay waits for it. */
export async function* examineRetailer(config: ElectrumConfig, parts: MakeParts): AsyncIterable<DoctorStep> {
  const { nowMs } = parts;
  const asked = { device: '', amountMinor: TEN_RAND_CENTS, expiresAtMs: nowMs() + LIFE_MS };
  yield await attempt('ask for a QR of ZAR 10.00', async () => {
    const { text } = await make(parts, asked);
    return `made, by ${readQr(text)
      ?.templates.map(({ provider }) => provider)
      .join(', ')}; nobody sees it`;
  });
  yield await attempt('call back a payment that never was', () => callNothingBack(config, parts.upstream, nowMs()));
  const { payMs, marginMs } = config.timing;
  yield {
    step: 'time of a QR',
    ok: payMs > marginMs,
    detail:
      payMs > marginMs
        ? `a QR is shown for at most ${(payMs - marginMs) / 1000} s (timing.payMs less timing.marginMs)`
        : 'timing.payMs must be more than timing.marginMs; no QR would be shown',
  };
}

/** An intermediate's steps: its own QR, and every partner's road. */
export async function* examineIntermediate(
  config: IntermediateConfig,
  partners: ReadonlyMap<string, Upstream>,
  nowMs: () => number,
): AsyncIterable<DoctorStep> {
  const text = writeQr(config.providerId, randomUUID().replaceAll('-', ''));
  yield { step: 'make a QR', ok: readQr(text) !== undefined, detail: `${text.length} characters` };
  for (const [id, upstream] of partners) {
    yield await attempt(`partner ${id}: call back a payment that never was`, () =>
      callNothingBack(config, upstream, nowMs()),
    );
  }
  const detail = `${config.clients.length} other shops and ${config.partners.length} wallets may call here`;
  yield { step: 'who may call', ok: true, detail };
}

async function callNothingBack(config: ElectrumConfig, upstream: Upstream, nowMs: number): Promise<string> {
  const requestId = randomUUID();
  const identifiers = [{ institutionId: config.client.id, transactionIdentifier: 'doctor' }];
  const advice = { id: randomUUID(), requestId, tranId: 'doctor', identifiers, partner: undefined } as const;
  const message = adviceMessage({ ...advice, reason: 'TIMEOUT' }, nowMs);
  const outcome = decodeAdvice({ requestId, isReversal: true }, await upstream.advise(message, true));
  // A refusal was understood and answered: the road and the credentials are good, and nothing was there to reverse.
  if (outcome.is === 'again') throw new Error(outcome.why);
  return outcome.is === 'done' ? 'answered as it should be' : `answered with ${outcome.why}, which is odd but harmless`;
}

async function attempt(step: string, run: () => Promise<string>): Promise<DoctorStep> {
  try {
    return { step, ok: true, detail: await run() };
  } catch (error) {
    const detail = error instanceof Error ? error.message : 'failed';
    const advice = /credentials/.test(detail) ? '; check client.id (the user) and the password' : '';
    return { step, ok: false, detail: detail + advice };
  }
}
