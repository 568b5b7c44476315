// The gateway's word to the merchant: GET {NotificationUrl}?MerchantTxnId=…&GatewayTxnId=…, unsigned, repeated until the
// answer is `received` or `already received`.
import { setTimeout as wait } from 'node:timers/promises';
import type { Faults } from './faults';
import type { Ledger } from './ledger';

export interface Notice {
  txnId: string;
  gatewayId: string;
}
const REPEATS = 5;

export class Notifier {
  readonly #stop = new AbortController();

  constructor(
    readonly ledger: Ledger,
    readonly faults: Faults,
    readonly repeatMs: number,
    public url: string | undefined,
  ) {}

  tell(notice: Notice): void {
    if (this.url === undefined || this.faults.use('notify-lost') !== undefined) return;
    const told = [
      this.faults.use('notify-other-gateway') === undefined ? notice : { ...notice, gatewayId: 'GW77777777' },
    ];
    if (this.faults.use('notify-unknown') !== undefined)
      told.unshift({ txnId: 'STRANGER0001', gatewayId: 'GW99999999' });
    if (this.faults.use('notify-twice') !== undefined) told.push(notice);
    for (const one of told) void this.#deliver(this.url, one);
  }

  close(): void {
    this.#stop.abort();
  }

  async #deliver(url: string, notice: Notice): Promise<void> {
    const { seen } = this.ledger;
    for (let attempt = 0; attempt < REPEATS && !this.#stop.signal.aborted; attempt++) {
      const answer = await this.#send(url, notice);
      if (this.#stop.signal.aborted) return;
      seen.notifications.push({ url, ...answer });
      this.ledger.changed();
      if (['received', 'already received'].includes(answer.body)) return;
      await wait(this.repeatMs, undefined, { signal: this.#stop.signal }).catch(() => undefined);
    }
  }

  async #send(url: string, { txnId, gatewayId }: Notice): Promise<{ status: number; body: string }> {
    const fields = { MerchantTxnId: txnId, GatewayTxnId: gatewayId };
    const form = new URLSearchParams(fields).toString();
    const signal = AbortSignal.any([this.#stop.signal, AbortSignal.timeout(5_000)]);
    const post = (type: string, body: string): Promise<Response> =>
      fetch(url, { method: 'POST', headers: { 'content-type': type }, body, signal });
    const asForm = this.faults.use('notify-post-form') !== undefined;
    const asJson = this.faults.use('notify-post-json') !== undefined;
    const sent = asForm
      ? post('application/x-www-form-urlencoded', form)
      : asJson
        ? post('application/json', JSON.stringify(fields))
        : fetch(`${url}?${form}`, { signal });
    return sent.then(
      async (answer) => ({ status: answer.status, body: await answer.text() }),
      () => ({ status: 0, body: '' }),
    );
  }
}
