import type { Clock } from './clock';
import { reasonOf } from './log';
import type { Log } from './log';
import type { Connector, Health, Keep, WatchedSession } from './payments/ports';
import type { Charge, SwitchEvent } from './payments/types';
import { BridgeError } from './service';
import type { SwitchKind } from './switches/registry';

/** A switch kind whose configuration's type only its own folder knows. */
export type AnySwitchKind = SwitchKind<never>;

export interface SwitchboardParts {
  kinds: Record<string, AnySwitchKind>;
  /** The configuration of each switch that this bridge uses, by id, as its kind has read it. */
  configs: Record<string, unknown>;
  clock: Clock;
  log: Log;
  /** Resolves when the event is on disk. */
  emit(event: SwitchEvent): Promise<void>;
  healthChanged(id: string, health: Health): void;
  /** What the connector of this switch keeps over restarts. */
  keepOf(id: string): Keep;
}

export interface OpenSwitch {
  id: string;
  kind: AnySwitchKind;
  connector: Connector;
  health: Health;
}

/** The switches of this bridge. */
export interface Switchboard {
  all(): OpenSwitch[];
  /** @throws BridgeError not-found when this bridge does not use the switch */
  get(id: string): OpenSwitch;
  watch(charge: Charge): void;
  unwatch(charge: Charge): void;
  /** Lets the switch call the payment of a cancelled charge back, where it can. */
  cancel(charge: Charge): void;
  /**
   * Hands the switch the code that the customer presented for this charge.
   * @throws SwitchError when it was not taken, BridgeError invalid when the switch takes none
   */
  present(charge: Charge, code: string): Promise<void>;
  /** Has the switch give the payment back. @throws SwitchError, or BridgeError unsupported when it gives nothing back */
  refund(charge: Charge): Promise<void>;
  /** May a look-up find that this paid charge was reversed later? */
  findsReversals(charge: Charge): boolean;
  /** Asks the switch what became of the charge. Never rejects: trouble is the switch's health. @returns has it answered? */
  lookUp(charge: Charge): Promise<boolean>;
  close(): Promise<void>;
}

/** Connects to one switch. @throws Error when there is no such kind */
function openSwitch(parts: SwitchboardParts, id: string, config: unknown): OpenSwitch {
  const { kinds, clock, log } = parts;
  const kind = kinds[id];
  if (kind === undefined)
    throw new Error(`switches.${id}: there is no such switch; known: ${Object.keys(kinds).join(', ')}`);
  let health: Health = { state: 'ok', detail: 'starting' };
  const connector = kind.connect(config as never, {
    emit: (event) => parts.emit({ ...event, switch: id }),
    health: (now) => {
      const changed = now.state !== health.state || now.detail !== health.detail;
      health = now;
      if (!changed) return;
      log[now.state === 'ok' ? 'info' : 'warn'](`switch: ${now.detail}`, { switch: id, state: now.state });
      parts.healthChanged(id, now);
    },
    keep: parts.keepOf(id),
    log: (level, message, fields) => log.foreign(level, message, { ...fields, switch: id }),
    nowMs: () => clock.nowMs(),
  });
  return {
    id,
    kind,
    connector,
    get health() {
      return health;
    },
  };
}

export function openSwitchboard(parts: SwitchboardParts): Switchboard {
  const { log } = parts;
  const open = new Map(
    Object.entries(parts.configs).map(([id, config]) => [id, openSwitch(parts, id, config)] as const),
  );
  const of = (charge: Charge): Connector | undefined => open.get(charge.switch)?.connector;
  return {
    all: () => [...open.values()],
    get: (id) => {
      const found = open.get(id);
      if (found === undefined)
        throw new BridgeError('not-found', `There is no switch ${id} in this bridge's configuration.`);
      return found;
    },
    watch: (charge) => of(charge)?.watch(sessionOf(charge)),
    unwatch: (charge) => of(charge)?.unwatch(charge.session),
    cancel: (charge) => of(charge)?.cancel?.(charge.session),
    present: async (charge, code) => {
      const connector = of(charge);
      if (connector?.present === undefined)
        throw new BridgeError('invalid', `switch: ${charge.switch} takes no codes of customers.`);
      await connector.present(sessionOf(charge), code);
    },
    refund: async (charge) => {
      const connector = of(charge);
      if (connector?.refund === undefined)
        throw new BridgeError(
          'unsupported',
          `switch: ${charge.switch} gives no money back to a shop's order; do it where the switch's README says.`,
        );
      await connector.refund(sessionOf(charge));
    },
    findsReversals: (charge) => of(charge)?.findsReversals === true,
    lookUp: async (charge) => {
      try {
        await of(charge)?.lookUp(sessionOf(charge));
        return true;
      } catch (error) {
        log.warn('switch: a look-up failed', { switch: charge.switch, charge: charge.id, reason: reasonOf(error) });
        return false;
      }
    },
    close: async () => {
      await Promise.allSettled([...open.values()].map(({ connector }) => connector.close()));
    },
  };
}

function sessionOf(charge: Charge): WatchedSession {
  const { session, payee, amountMinor, currency, createdAtMs, expiresAtMs } = charge;
  return { session, payee, amountMinor, currency, createdAtMs, expiresAtMs };
}
