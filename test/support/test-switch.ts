import { z } from 'zod';
import type { SwitchError } from '../../bridge/payments/ports';
import type { ConnectorContext, QrRequest, WatchedSession } from '../../bridge/payments/ports';
import type { SwitchEvent } from '../../bridge/payments/types';
import type { AnySwitchKind } from '../../bridge/switchboard';
import type { SwitchKind } from '../../bridge/switches/registry';

/** A switch without a road: a test says what it says. Its id is 'till'. */
export class TestSwitch {
  context: ConnectorContext | undefined;
  readonly made: QrRequest[] = [];
  readonly watched = new Map<string, WatchedSession>();
  readonly lookedUp: string[] = [];
  /** The next QRs are refused with this. */
  refusal: SwitchError | undefined;
  /** What a look-up finds, by session. */
  readonly found = new Map<string, SwitchEvent['kind']>();
  /** Look-ups get no answer. */
  silent = false;
  /** Sessions go on over restarts of the bridge. */
  #sessions = 0;

  constructor(private readonly prefix = 'session') {}

  readonly kind: SwitchKind<object> = {
    id: 'till',
    title: 'The test till',
    shortName: 'TILL',
    currencies: ['NPR', 'INR'],
    config: z.looseObject({}),
    connect: (_config, context) => {
      this.context = context;
      context.health({ state: 'ok', detail: 'till: open' });
      return {
        findsReversals: true,
        createQr: async (request) => {
          if (this.refusal !== undefined) throw this.refusal;
          this.made.push(request);
          const session = `${this.prefix}-${++this.#sessions}`;
          return { session, payee: 'SHOP1', text: qrText(session), expiresAtMs: undefined };
        },
        watch: (session) => void this.watched.set(session.session, session),
        unwatch: (session) => void this.watched.delete(session),
        lookUp: async ({ session }) => {
          this.lookedUp.push(session);
          if (this.silent) throw new Error('till: no answer');
          const kind = this.found.get(session);
          if (kind !== undefined) await this.tell(session, kind);
        },
        webhook: async ({ path, body, headers }) => ({
          status: 202,
          contentType: 'text/plain',
          body: `${path} ${headers['x-till'] ?? ''} ${body}`,
        }),
        diagnose: async function* () {
          yield { step: 'till', ok: true, detail: 'open' };
        },
        close: async () => undefined,
      };
    },
  };

  get kinds(): Record<string, AnySwitchKind> {
    return { till: this.kind as unknown as AnySwitchKind };
  }

  /** Resolves when the event is on disk. */
  async tell(session: string, kind: SwitchEvent['kind'], more: Partial<SwitchEvent> = {}): Promise<void> {
    const nothing = {
      txnId: undefined,
      amountMinor: undefined,
      currency: undefined,
      payee: undefined,
      occurredAtMs: undefined,
    };
    await this.context?.emit({ switch: 'till', session, kind, ...nothing, ...more });
  }
}

/** A string like those that switches make, long enough to be honest. */
function qrText(session: string): string {
  return `00020101021226330013np.till.sample0112${session.padEnd(12, '0').slice(0, 12)}520458125303524540712505.05802NP5909TEA STALL6009KATHMANDU6304ABCD`;
}
