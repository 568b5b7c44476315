import type { DoctorStep } from '../../payments/ports';
import type { Api } from './api';
import type { PockytConfig } from './config';

const DOLLAR = { amountMinor: 100, currency: 'USD' } as const;

/** Each step does one thing for real. The transaction that it adds is presented with no code, and cancelled. */
export async function* examine(config: PockytConfig, api: Api, nowMs: () => number): AsyncIterable<DoctorStep> {
  const reference = `DOCTOR${nowMs().toString(36).toUpperCase()}`;
  const asked = await attempt('ask for a transaction that is not there', () => api.query(reference));
  yield asked.step(`${config.baseUrl} answers, and the signature is good`);
  const added = await attempt('add a transaction of USD 1.00', () => api.add(reference, DOLLAR));
  yield added.step('merchant and store may take payments');
  if (added.value !== undefined) {
    const cancelled = await attempt('cancel it', () => api.cancel(reference));
    yield cancelled.step('nobody can pay it any more');
  }
  yield {
    step: 'pay call',
    ok: true,
    detail: `${config.payPath}; it needs a customer's code, so it cannot be tried here`,
  };
  const webhook = config.ipnUrl ?? 'not set up (ipnUrl); payments are found by asking';
  yield { step: 'webhook', ok: true, detail: webhook };
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
