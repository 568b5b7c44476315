// The road from this bridge's own till to its own intermediate: no network between, the same words.
import type { HeldAnswer } from '../../net/held-request';
import { RequestError } from '../../net/json-request';
import type { Hub } from './hub';
import type { HubReply } from './hub-reply';
import type { Upstream } from './upstream';

export function localUpstream(hub: Hub, clientId: string): Upstream {
  return {
    createQrCode: async (message) => said(await hub.createQrCode(clientId, plain(message))),
    pay(message, { timeoutMs, signal }) {
      let parked: () => void = () => undefined;
      const written = new Promise<void>((resolve) => (parked = resolve));
      const reply = hub.pay(clientId, plain(message), { windowMs: timeoutMs, onParked: parked, signal });
      const answer = Promise.race([reply.then(said), aborted(signal)]);
      // A pay that is refused at once is on no wire, and its answer says why.
      answer.then(parked, parked);
      return { written, answer };
    },
    advise: async (message, reversal) =>
      said(await (reversal ? hub.reverse(clientId, plain(message)) : hub.confirm(clientId, plain(message)))),
  };
}

function plain(message: object): unknown {
  return JSON.parse(JSON.stringify(message));
}

function said({ status, body }: HubReply): HeldAnswer {
  return { status, text: body === undefined ? '' : JSON.stringify(body), retryAfterMs: undefined };
}

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    const stop = (): void => reject(new RequestError('unreachable', 'electrum: given up', true, undefined));
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
  });
}
