import type { DoctorStep } from '../../payments/ports';
import type { Api } from './api';
import type { BakongConfig } from './config';
import { generateKhqr } from './qr';
import type { Tokens } from './token';
import { NO_QR } from './watch';

const DAY_MS = 86_400_000;
/** Room for several turns of the limiter. */
const PATIENCE_MS = 30_000;

/** Each step does one thing for real. Nothing is renewed: that would change the token behind the running bridge's back. */
export async function* examine(
  config: BakongConfig,
  api: Api,
  tokens: Tokens,
  nowMs: () => number,
): AsyncIterable<DoctorStep> {
  const info = { ...config.merchant, billNumber: 'DOCTOR', amount: 100, expirationTimestamp: nowMs() + 60_000 };
  const made = generateKhqr(info, nowMs());
  yield { step: 'make a KHQR', ok: made.ok, detail: made.ok ? `${made.qr.length} characters` : made.message };
  yield ageOf(tokens, nowMs());
  const { bakongAccountID } = config.merchant;
  yield await attempt('check_bakong_account', async () => {
    if (await api.accountExists(bakongAccountID, PATIENCE_MS)) return 'merchant.bakongAccountID exists';
    throw new Error('Bakong does not know merchant.bakongAccountID; nobody could pay there');
  });
  yield await attempt('check_transaction_by_md5', () => answered(api.checkByMd5(NO_QR, PATIENCE_MS)));
  yield await attempt('check_transaction_by_hash', () => answered(api.checkByHash(NO_QR, PATIENCE_MS)));
  const receipt = { hash: NO_QR.slice(0, 8), amount: 1, currency: 'USD' };
  yield await attempt('check_transaction_by_short_hash', () => answered(api.checkByShortHash(receipt, PATIENCE_MS)));
  yield await list(config, api);
  if (config.deeplink !== undefined && made.ok)
    yield await attempt(
      'generate_deeplink_by_qr',
      async () => new URL(await api.deeplink(made.qr, PATIENCE_MS)).origin,
    );
}

function ageOf({ endsAtMs }: Tokens, nowMs: number): DoctorStep {
  const step = 'age of the token';
  if (endsAtMs === undefined)
    return { step, ok: true, detail: 'unknown: it is renewed when refused; set tokenIssuedAt to hear of it before' };
  const days = Math.floor((endsAtMs - nowMs) / DAY_MS);
  return { step, ok: days >= 0, detail: days >= 0 ? `ends in ${days} days` : 'has ended; it is renewed with email' };
}

/** A closed list costs speed and nothing else, so it fails no check-up. */
async function list(config: BakongConfig, api: Api): Promise<DoctorStep> {
  const step = 'check_transaction_by_md5_list';
  if (config.list === 'off') return { step, ok: true, detail: 'off; QRs are asked for one by one' };
  const tried = await attempt(step, async () => {
    await api.checkByMd5List([NO_QR], PATIENCE_MS);
    return 'answered';
  });
  return tried.ok ? tried : { step, ok: true, detail: `${tried.detail}; QRs are asked for one by one` };
}

async function answered(question: Promise<{ is: string }>): Promise<string> {
  return (await question).is === 'absent' ? 'the token is good' : 'answered, but not as the document says';
}

async function attempt(step: string, run: () => Promise<string>): Promise<DoctorStep> {
  try {
    return { step, ok: true, detail: await run() };
  } catch (error) {
    return { step, ok: false, detail: error instanceof Error ? error.message : 'failed' };
  }
}
