import type { DoctorStep } from '../../payments/ports';
import type { FonepayConfig } from './config';
import type { Rest } from './rest';
import { isSocketOf, QrSocket } from './socket';

const LEAST_MINOR = 1_000;

/** Each step does one thing for real. The QR that it asks for is shown to nobody. */
export async function* examine(config: FonepayConfig, rest: Rest, nowMs: () => number): AsyncIterable<DoctorStep> {
  const chargeId = `ch_DOCTOR${nowMs().toString(36).toUpperCase()}`;
  const made = await attempt('ask for a QR of NPR 10.00', () =>
    rest.makeQr({ chargeId, amountMinor: LEAST_MINOR, reference: undefined }),
  );
  yield made.step('signed, answered, and over the right amount');
  const status = await attempt('ask for its status', () => rest.status(made.value?.session ?? 'GHANTI-DOCTOR'));
  const said = status.value?.is === 'refused' ? `answered with an error: ${status.value.why}` : 'answered';
  yield status.step(said, status.value?.is !== 'refused' || made.value === undefined);
  if (made.value === undefined) return;
  const { socketUrl } = made.value;
  const step = 'event socket';
  if (socketUrl === undefined)
    yield { step, ok: false, detail: 'the answer names none; payments come by status alone' };
  else if (!isSocketOf(config, socketUrl))
    yield { step, ok: false, detail: 'at a domain that is not in socketDomains' };
  else yield (await attempt(step, () => openOnce(config, socketUrl))).step('opened');
}

function openOnce(config: FonepayConfig, url: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = new QrSocket(url, config.timing, {
      onOpen() {
        resolve();
        socket.end('seen');
      },
      onText: () => undefined,
      onEnd: (why) => reject(new Error(why)),
    });
  });
}

async function attempt<T>(step: string, run: () => Promise<T>) {
  try {
    const value = await run();
    return { value, step: (detail: string, ok = true): DoctorStep => ({ step, ok, detail }) };
  } catch (error) {
    const detail = error instanceof Error ? error.message : 'failed';
    return { value: undefined, step: (): DoctorStep => ({ step, ok: false, detail }) };
  }
}
