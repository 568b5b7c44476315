// Pays that wait for their scan, one for each QR.
import type { HubReply } from './hub-reply';
import type { PaymentRequest } from './model';
import { pauseFor } from './pause';

export interface Parked {
  clientId: string;
  request: PaymentRequest;
  /** A scan is being taken for it. */
  isTaken: boolean;
  answer(reply: HubReply): void;
}
export interface Stay {
  waitMs: number;
  /** Aborted when the client gives up. */
  signal: AbortSignal | undefined;
  /** The answers when nobody scanned, and when the client gave up. */
  unscanned: HubReply;
  givenUp: HubReply;
}

export class Parking {
  readonly #byTran = new Map<string, Parked>();
  readonly #byPay = new Map<string, Parked>();

  at(tranId: string): Parked | undefined {
    return this.#byTran.get(tranId);
  }

  withId(payId: string): Parked | undefined {
    return this.#byPay.get(payId);
  }

  /** Resolves with the client's answer, whoever gives it. */
  enter(clientId: string, request: PaymentRequest, stay: Stay): Promise<HubReply> {
    return new Promise((resolve) => {
      const over = new AbortController();
      const giveUp = (): void => leave(stay.givenUp);
      const answer = (reply: HubReply): void => {
        over.abort();
        stay.signal?.removeEventListener('abort', giveUp);
        resolve(reply);
      };
      const parked: Parked = { clientId, request, isTaken: false, answer };
      const leave = (reply: HubReply): void => {
        if (this.take(parked)) answer(reply);
      };
      this.#byTran.set(request.tranId, parked);
      this.#byPay.set(request.id, parked);
      stay.signal?.addEventListener('abort', giveUp);
      void pauseFor(stay.waitMs, over.signal).then(() => {
        if (!over.signal.aborted) leave(stay.unscanned);
      });
    });
  }

  /** From now on no scan finds it; whoever took it answers. False when another has taken it before. */
  take(parked: Parked): boolean {
    const { tranId, id } = parked.request;
    if (this.#byTran.get(tranId) !== parked) return false;
    this.#byTran.delete(tranId);
    this.#byPay.delete(id);
    return true;
  }

  close(reply: HubReply): void {
    for (const parked of [...this.#byTran.values()]) if (this.take(parked)) parked.answer(reply);
  }
}
