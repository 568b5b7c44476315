// A payment switch that knows the truth: what was really paid. It pushes events, sometimes twice, sometimes not at all,
// and answers when it is asked.
import { z } from 'zod';
import type { ConnectorContext, WatchedSession } from '../../bridge/payments/ports';
import type { SwitchEvent } from '../../bridge/payments/types';
import type { AnySwitchKind } from '../../bridge/switchboard';
import type { SwitchKind } from '../../bridge/switches/registry';
import type { VirtualClock } from './clock';

/** What happened at the bank, whoever knows of it. */
export interface Truth {
  amountMinor: number;
  state: 'open' | 'scanned' | 'failed' | 'paid' | 'reversed';
}

const POLL_MS = 7_000;
const PUSH_MS = 200;
const NOTHING = {
  txnId: undefined,
  amountMinor: undefined,
  currency: undefined,
  payee: undefined,
  occurredAtMs: undefined,
};

/** The switch outlives the bridge; `kind` connects a new one to it. */
export class Till {
  readonly sessions = new Map<string, Truth>();
  #context: ConnectorContext | undefined;
  #watched = new Map<string, WatchedSession>();
  #forgetful = 0;
  #made = 0;

  constructor(private readonly clock: VirtualClock) {}

  readonly kind = {
    id: 'till',
    title: 'The till',
    shortName: 'TILL',
    currencies: ['NPR'],
    config: z.looseObject({}),
    connect: (_config, context) => {
      this.#context = context;
      const watched = new Map<string, WatchedSession>();
      this.#watched = watched;
      context.health({ state: 'ok', detail: 'till: open' });
      this.#poll(context);
      return {
        createQr: async ({ amountMinor }) => {
          const session = `session-${++this.#made}`;
          this.sessions.set(session, { amountMinor, state: 'open' });
          return { session, payee: 'SHOP1', text: `till:${session}`.padEnd(120, '.'), expiresAtMs: undefined };
        },
        watch: (session) => void watched.set(session.session, session),
        unwatch: (session) => void watched.delete(session),
        lookUp: ({ session }) => this.#tell(context, session),
        webhook: undefined,
        diagnose: async function* () {
          yield { step: 'till', ok: true, detail: 'open' };
        },
        close: async () => undefined,
      };
    },
  } satisfies SwitchKind<object>;

  get kinds(): Record<string, AnySwitchKind> {
    return { till: this.kind as unknown as AnySwitchKind };
  }

  bridgeDied(): void {
    this.#context = undefined;
    this.#watched = new Map();
  }

  /** The customer does something, as far as the bank allows it. */
  does(session: string, does: 'scan' | 'pay' | 'fail' | 'pay-wrong-amount' | 'reverse'): void {
    const truth = this.sessions.get(session);
    if (truth === undefined) return;
    const open = truth.state === 'open' || truth.state === 'scanned' || truth.state === 'failed';
    if (does === 'scan' && open) truth.state = 'scanned';
    else if (does === 'fail' && open) truth.state = 'failed';
    else if (does === 'pay' && open) truth.state = 'paid';
    else if (does === 'reverse' && truth.state === 'paid') truth.state = 'reversed';
    else if (does === 'pay-wrong-amount')
      return this.#push(this.#event(session, 'paid', truth.amountMinor + 1, 'SHOP1'));
    else return;
    if (this.#forgetful > 0) this.#forgetful--;
    else this.#pushTruth(session);
  }

  /** Pushes the last word about every session once more. */
  repeats(): void {
    for (const session of this.sessions.keys()) this.#pushTruth(session);
  }

  /** Somebody who is not the switch speaks for it: a session that there is not, and a paid one for another payee. */
  forges(): void {
    this.#push(this.#event('session-0', 'paid', 100, 'SHOP1'));
    for (const [session, { amountMinor }] of this.sessions)
      this.#push(this.#event(session, 'paid', amountMinor, 'THIEF'));
  }

  /** The switch itself says that everything was paid. */
  lies(): void {
    for (const [session, { amountMinor }] of this.sessions)
      this.#push(this.#event(session, 'paid', amountMinor, 'SHOP1'));
  }

  forgets(): void {
    this.#forgetful++;
  }

  #poll(context: ConnectorContext): void {
    this.clock.after(POLL_MS, () => {
      if (context !== this.#context) return;
      for (const session of this.#watched.keys()) void this.#tell(context, session).catch(() => undefined);
      this.#poll(context);
    });
  }

  async #tell(context: ConnectorContext, session: string): Promise<void> {
    const truth = this.sessions.get(session);
    if (truth === undefined || truth.state === 'open') return;
    // A switch that is asked gives its records in their order.
    if (truth.state === 'reversed') await context.emit(this.#event(session, 'paid', truth.amountMinor, 'SHOP1'));
    await context.emit(this.#event(session, truth.state, truth.amountMinor, 'SHOP1'));
  }

  /** Pushes the truth about a session, when there is something to say. */
  #pushTruth(session: string): void {
    const truth = this.sessions.get(session);
    if (truth === undefined || truth.state === 'open') return;
    this.#push(this.#event(session, truth.state, truth.amountMinor, 'SHOP1'));
  }

  #push(event: SwitchEvent): void {
    this.clock.after(PUSH_MS, () => {
      // A push that nobody takes is lost: the connector asks later.
      void this.#context?.emit(event).catch(() => undefined);
    });
  }

  #event(session: string, kind: SwitchEvent['kind'], amountMinor: number, payee: string): SwitchEvent {
    return { switch: 'till', session, kind, ...NOTHING, amountMinor, currency: 'NPR', payee };
  }
}
