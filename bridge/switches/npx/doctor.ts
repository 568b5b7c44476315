import type { DoctorStep } from '../../payments/ports';
import type { NpxConfig } from './config';
import { make, type MakeParts } from './make';

const LINK_LIFE_MS = 120_000;

/** Each step does one thing for real. The link that it asks for is shown to nobody and ends in two minutes. */
export async function* examine(config: NpxConfig, parts: MakeParts): AsyncIterable<DoctorStep> {
  const { rest, nowMs } = parts;
  const listed = await attempt('ask for the ways to pay', () => rest.instruments(), AUTH_ADVICE);
  yield listed.step(({ length }) => `the credentials and the signature are good; ${length} ways to pay`);
  const code = config.page?.instrumentCode || listed.value?.[0]?.code;
  if (code !== undefined) {
    const charge = await attempt('ask for the service charge', () =>
      rest.serviceCharge(config.limits.leastMinor, code),
    );
    yield charge.step((fields) => `answered with ${Object.keys(fields).join(', ') || 'no fields'}`);
  }
  const nowAtMs = nowMs();
  const session = `DOCTOR${nowAtMs.toString(36).toUpperCase()}`;
  const look = { session: `${session}NONE`, createdAtMs: nowAtMs };
  const status = await attempt('ask for a status', () => rest.status(look, config.timing.requestMs));
  yield status.step(({ is }) => `answered; a transaction that never was is ${is}`);
  const request = {
    ...{ chargeId: `ch_${session}`, amountMinor: config.limits.leastMinor, reference: undefined },
    expiresAtMs: nowAtMs + LINK_LIFE_MS,
  };
  const made = await attempt(config.mode === 'page' ? 'ask for a process id' : 'ask for a payment link', () =>
    make(parts, request),
  );
  yield made.step(() => 'made; nobody sees it');
  const detail =
    config.publicUrl === undefined
      ? 'not set; payments are found by polling'
      : `NPX has to call ${config.publicUrl}/notify to prove it`;
  yield { step: 'notifications', ok: true, detail };
}

const AUTH_ADVICE = 'check merchantName and apiPassword (HTTP 401), or merchantId and secretKey (refused)';

async function attempt<T>(step: string, run: () => Promise<T>, advice?: string) {
  try {
    const value = await run();
    return { value, step: (say: (value: T) => string): DoctorStep => ({ step, ok: true, detail: say(value) }) };
  } catch (error) {
    const why = error instanceof Error ? error.message : 'failed';
    const detail = advice === undefined ? why : `${why}; ${advice}`;
    return { value: undefined, step: (): DoctorStep => ({ step, ok: false, detail }) };
  }
}
