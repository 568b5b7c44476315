import { createHash, randomBytes } from 'node:crypto';
import { ChargeClock } from './charge-clock';
import type { Clock } from './clock';
import type { Gateway } from './gateway/gateway';
import { reasonOf } from './log';
import type { Log } from './log';
import type { Metrics } from './metrics/registry';
import { cancel } from './payments/cancel';
import { ID_BYTES, chargeId, isLive, newCharge, shown } from './payments/charge';
import { LATE_WATCH_MS, expire } from './payments/expire';
import { ingest, mayRepeat } from './payments/ingest';
import type { QrRequest } from './payments/ports';
import { ingestStatic } from './payments/static';
import type { Charge, SwitchEvent } from './payments/types';
import { BridgeError } from './service';
import type { BridgeEvent, ChargeInput } from './service';
import type { AuditEntry, Device, Store } from './store/port';
import { asBridgeError } from './switch-refusal';
import type { OpenSwitch, Switchboard } from './switchboard';

export interface ChargesParts {
  store: Store;
  gateway: Gateway;
  switchboard: Switchboard;
  clock: Clock;
  log: Log;
  metrics: Metrics;
  expirySeconds: number;
  changed(events: BridgeEvent[]): void;
}

/** Charges that may be in the making at once; each waits for its switch. */
const MAKING_LIMIT = 1_000;
const EXPIRY_SECONDS = { least: 30, most: 3600 };
/** Look-ups that run at once after a restart. */
const LOOK_UPS = 8;

/** The life of charges between the switches, the store and the boxes. */
export class Charges {
  readonly #clock: ChargeClock;
  readonly #making = new Map<string, { hash: string; charge: Promise<Charge> }>();
  #inTheMaking = 0;

  constructor(private readonly parts: ChargesParts) {
    this.#clock = new ChargeClock({
      clock: parts.clock,
      lookUp: (charge) => parts.switchboard.lookUp(charge),
      expire: (charge) => void this.#expire(charge),
      done: (charge) => parts.switchboard.unwatch(charge),
    });
  }

  /** Makes a charge, or gives the one that the same request under the same key has made. @throws BridgeError */
  async create(input: ChargeInput): Promise<Charge> {
    const key = input.idempotencyKey;
    if (key === undefined) return this.#make(input, undefined);
    const hash = hashOf(input);
    const running = this.#making.get(key);
    if (running !== undefined) return sameRequest(hash, running.hash, () => running.charge);
    const charge = this.#once(input, key, hash);
    this.#making.set(key, { hash, charge });
    try {
      return await charge;
    } finally {
      this.#making.delete(key);
    }
  }

  /** @throws BridgeError not-found, or conflict when the charge has ended otherwise */
  async cancel(id: string, by: string): Promise<Charge> {
    const { gateway, clock, changed } = this.parts;
    const done = await gateway.commit(async (tx, tell) => {
      const charge = await tx.charge(id);
      if (charge === undefined) throw new BridgeError('not-found', `There is no charge ${id}.`);
      const outcome = cancel(charge);
      if (outcome.refusal !== undefined)
        throw new BridgeError('conflict', `The charge is ${outcome.refusal} and cannot be cancelled.`);
      if (outcome.charge !== charge) {
        await tx.updateCharge(outcome.charge);
        await tx.audit({ atMs: clock.nowMs(), actor: by, action: 'charge.cancel', target: id, detail: '' });
      }
      for (const notice of outcome.notices) await tell(notice);
      return { charge: outcome.charge, changed: outcome.charge !== charge };
    });
    if (done.changed) {
      this.parts.switchboard.cancel(done.charge);
      this.#clock.follow(done.charge);
      changed([{ type: 'charge', charge: done.charge }]);
    }
    return done.charge;
  }

  /** Tells the box of a charge that can still be paid as if it were new: it has lost what it was told. */
  async showAgain(id: string): Promise<void> {
    const { gateway, clock } = this.parts;
    await gateway.commit(async (tx, tell) => {
      const charge = await tx.charge(id);
      if (charge === undefined || !isLive(charge.state) || charge.expiresAtMs <= clock.nowMs()) return;
      for (const notice of shown(charge)) await tell(notice);
    });
  }

  /** Takes one event of a switch. Resolves when it is on disk and its announcements are on their way. */
  async take(event: SwitchEvent): Promise<void> {
    const { gateway, clock, metrics, log, changed } = this.parts;
    const nowMs = clock.nowMs();
    const done = await gateway.commit(async (tx, tell) => {
      const charge = await tx.chargeBySession(event.switch, event.session);
      const asks = charge === undefined || mayRepeat(event.kind);
      const seen = asks && (await tx.hasEvent(event.switch, event.session, event.kind, event.txnId));
      const boxes = charge === undefined ? await tx.staticBoxes(event.switch, event.session) : [];
      const outcome =
        boxes.length > 0 && event.kind === 'paid'
          ? { charge, ...ingestStatic(event, boxes, seen, nowMs) }
          : ingest(charge, event, nowMs, seen);
      await tx.recordEvent(event, nowMs, outcome.rejection);
      if (outcome.charge !== undefined && outcome.charge !== charge) await tx.updateCharge(outcome.charge);
      for (const notice of outcome.notices) await tell(notice);
      return outcome;
    });
    const { charge, rejection } = done;
    metrics.count('ghanti_switch_events_total', {
      switch: event.switch,
      kind: event.kind,
      result: rejection ?? 'taken',
    });
    const fields = {
      switch: event.switch,
      kind: event.kind,
      ...(charge && { charge: charge.id, device: charge.device, state: charge.state }),
    };
    if (rejection !== undefined) {
      log[rejection === 'duplicate' ? 'debug' : 'warn']('switch: an event changed nothing', {
        ...fields,
        reason: rejection,
      });
      changed([{ type: 'rejected', switch: event.switch, session: event.session, reason: rejection }]);
      return;
    }
    if (charge === undefined) return;
    log.info('charge: changed', fields);
    this.#clock.follow(charge);
    changed([{ type: 'charge', charge }]);
  }

  /** After a start: every charge that waits for something is watched again, and its switch asked what happened meanwhile. */
  async resume(): Promise<void> {
    const { store, switchboard, clock } = this.parts;
    const waiting = await store.read((tx) => tx.liveCharges(clock.nowMs() - LATE_WATCH_MS));
    for (const charge of waiting) switchboard.watch(charge);
    const work = async (): Promise<void> => {
      for (let charge = waiting.shift(); charge !== undefined; charge = waiting.shift()) {
        const { id } = charge;
        // Before the clock: a charge whose time ended while nobody looked may have been paid.
        await switchboard.lookUp(charge);
        const now = await store.read((tx) => tx.charge(id));
        if (now !== undefined) this.#clock.follow(now);
      }
    };
    await Promise.all(Array.from({ length: LOOK_UPS }, work));
  }

  close(): void {
    this.#clock.close();
  }

  async #once(input: ChargeInput, key: string, hash: string): Promise<Charge> {
    const { store } = this.parts;
    const before = await store.read((tx) => tx.idempotent(key));
    if (before === undefined) return this.#make(input, { key, hash });
    return sameRequest(hash, before.requestHash, async () => {
      const charge = await store.read((tx) => tx.charge(before.chargeId));
      if (charge === undefined) throw new BridgeError('not-found', `There is no charge ${before.chargeId}.`);
      return charge;
    });
  }

  async #make(input: ChargeInput, idempotency: { key: string; hash: string } | undefined): Promise<Charge> {
    const { device, used } = await this.#check(input);
    if (this.#inTheMaking >= MAKING_LIMIT)
      throw new BridgeError('limit', 'Too many charges are in the making. Try again in a second.');
    this.#inTheMaking++;
    try {
      return await this.#ask(input, device, used, idempotency);
    } finally {
      this.#inTheMaking--;
    }
  }

  async #ask(
    input: ChargeInput,
    device: Device,
    used: OpenSwitch,
    idempotency: { key: string; hash: string } | undefined,
  ): Promise<Charge> {
    const { gateway, switchboard, clock, changed, metrics, log } = this.parts;
    const { amountMinor, currency, reference } = input;
    const lifeSeconds = input.expiresInSeconds ?? this.parts.expirySeconds;
    const request: QrRequest = {
      chargeId: chargeId(randomBytes(ID_BYTES)),
      device: device.id,
      ...{ amountMinor, currency, reference },
      expiresAtMs: clock.nowMs() + lifeSeconds * 1000,
    };
    const made = await used.connector.createQr(request).catch((error: unknown) => {
      throw asBridgeError(error, used.id);
    });
    const charge = await gateway.commit(async (tx, tell) => {
      const nowMs = clock.nowMs();
      const fresh = newCharge(used.id, request, made, await tx.nextCharge(device.id), nowMs);
      await tx.insertCharge(fresh.charge);
      await tx.audit(entryOf(input, fresh.charge.id, nowMs));
      if (idempotency !== undefined)
        await tx.rememberIdempotent(idempotency.key, idempotency.hash, fresh.charge.id, nowMs);
      for (const notice of fresh.notices) await tell(notice);
      return fresh.charge;
    });
    switchboard.watch(charge);
    this.#clock.follow(charge);
    metrics.count('ghanti_charges_total', { switch: charge.switch });
    log.info('charge: made', { charge: charge.id, device: charge.device, switch: charge.switch });
    changed([{ type: 'charge', charge }]);
    return charge;
  }

  async #check(input: ChargeInput): Promise<{ device: Device; used: OpenSwitch }> {
    const { store, switchboard } = this.parts;
    const device = await store.read((tx) => tx.device(input.device));
    if (device === undefined) throw new BridgeError('not-found', `There is no device ${input.device}.`);
    if (device.revokedAtMs !== undefined)
      throw new BridgeError('invalid', `Device ${device.id} is revoked; "ghanti device reset" gives it new keys.`);
    const id = input.switch ?? device.switches[0];
    if (id === undefined) throw new BridgeError('invalid', `Device ${device.id} is bound to no switch.`);
    if (!device.switches.includes(id))
      throw new BridgeError(
        'invalid',
        `switch: device ${device.id} is bound to ${device.switches.join(', ')}, not to ${id}.`,
      );
    const used = switchboard.get(id);
    if (!used.kind.currencies.includes(input.currency)) {
      throw new BridgeError(
        'invalid',
        `currency: ${id} takes ${used.kind.currencies.join(', ')}, not ${input.currency}.`,
      );
    }
    const seconds = input.expiresInSeconds ?? this.parts.expirySeconds;
    if (seconds < EXPIRY_SECONDS.least || seconds > EXPIRY_SECONDS.most) {
      throw new BridgeError('invalid', `expiresInSeconds: must be ${EXPIRY_SECONDS.least} to ${EXPIRY_SECONDS.most}.`);
    }
    return { device, used };
  }

  async #expire(charge: Charge): Promise<void> {
    const { gateway, clock, changed, log } = this.parts;
    try {
      const done = await gateway.commit(async (tx, tell) => {
        const now = (await tx.charge(charge.id)) ?? charge;
        const outcome = expire(now, clock.nowMs());
        if (outcome.charge !== now) await tx.updateCharge(outcome.charge);
        for (const notice of outcome.notices) await tell(notice);
        return { charge: outcome.charge, changed: outcome.charge !== now };
      });
      this.#clock.follow(done.charge);
      if (done.changed) changed([{ type: 'charge', charge: done.charge }]);
    } catch (error) {
      log.error('charge: could not be closed; trying again', { charge: charge.id, reason: reasonOf(error) });
    }
  }
}

function entryOf({ by, device, amountMinor, currency }: ChargeInput, target: string, atMs: number): AuditEntry {
  return { atMs, actor: by, action: 'charge.create', target, detail: `${device} ${amountMinor} ${currency}` };
}

/** What a repeated request must have in common with the first. */
function hashOf(input: ChargeInput): string {
  const { device, amountMinor, currency, switch: switchId, reference, expiresInSeconds } = input;
  const asked = [device, amountMinor, currency, switchId ?? null, reference ?? null, expiresInSeconds ?? null];
  return createHash('sha256').update(JSON.stringify(asked)).digest('hex');
}

async function sameRequest(hash: string, before: string, charge: () => Promise<Charge>): Promise<Charge> {
  if (hash !== before)
    throw new BridgeError('conflict', 'This Idempotency-Key was used for another request. Take a new key.');
  return charge();
}
