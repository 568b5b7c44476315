import { createPublicKey } from 'node:crypto';
import type { DoctorStep } from '../../payments/ports';
import type { Channel } from './channel';
import type { NepalpayConfig } from './config';
import type { Rest } from './rest';

/** Each step does one thing for real. The QR that it asks for is shown to nobody. */
export async function* examine(
  config: NepalpayConfig,
  rest: Rest,
  channel: Channel,
  nowMs: () => number,
): AsyncIterable<DoctorStep> {
  const bits = createPublicKey(config.signingKey).asymmetricKeyDetails?.modulusLength ?? 0;
  yield {
    step: 'signing key',
    ok: bits >= 1024,
    detail: `RSA, ${bits} bits${bits < 2048 ? '; ask NCHL for 2048' : ''}`,
  };
  const chargeId = `ch_DOCTOR${nowMs().toString(36).toUpperCase()}`;
  const made = await attempt('ask for a QR of NPR 1.00', () =>
    rest.generate({ chargeId, amountMinor: 100, reference: undefined }),
  );
  yield made.step('signed and answered');
  for (const warning of made.value?.warnings ?? [])
    yield { step: 'QR text', ok: true, detail: `odd but usable: ${warning}` };
  const session = made.value?.session ?? '0000000000000000DOC';
  const report = await attempt('ask the report', () => rest.report(session, config.timing.requestMs));
  yield report.step('the tokens are good');
  const up = await attempt('event socket', () => channel.whenUp(config.timing.connectedMs));
  yield up.step('CONNECTED');
  const push =
    config.push === undefined
      ? 'not set up; payments come by socket and report'
      : 'set up; NCHL has to call it to prove it';
  yield { step: 'confirm-payment push', ok: true, detail: push };
}

async function attempt<T>(step: string, run: () => Promise<T>) {
  try {
    const value = await run();
    return { value, step: (detail: string): DoctorStep => ({ step, ok: true, detail }) };
  } catch (error) {
    const detail = error instanceof Error ? error.message : 'failed';
    return { value: undefined, step: (): DoctorStep => ({ step, ok: false, detail }) };
  }
}
