import type { Charge, Rejection, SwitchEvent } from '../payments/types';
import * as audit from './audit';
import * as charges from './charges';
import * as devices from './devices';
import * as events from './events';
import * as journal from './journal';
import * as kept from './kept';
import type { AuditEntry, ChargeFilter, Device, JournalRow, StaticQr, Token, Tx } from './port';
import { prune } from './prune';
import * as statics from './static-qrs';
import type { Sql } from './sql';
import * as tokens from './tokens';

/** The port's transaction over one database. A class, because one is made for every event (25 closures cost 11 us). */
export class Transaction implements Tx {
  constructor(private readonly sql: Sql) {}

  insertCharge(charge: Charge) {
    return charges.insertCharge(this.sql, charge);
  }
  updateCharge(charge: Charge) {
    return charges.updateCharge(this.sql, charge);
  }
  markSpoken(id: string, atMs: number) {
    return charges.markSpoken(this.sql, id, atMs);
  }
  charge(id: string) {
    return charges.chargeById(this.sql, id);
  }
  chargeBySession(switchId: string, session: string) {
    return charges.chargeBySession(this.sql, switchId, session);
  }
  chargeByNumber(device: string, number: number) {
    return charges.chargeByNumber(this.sql, device, number);
  }
  charges(filter: ChargeFilter) {
    return charges.listCharges(this.sql, filter);
  }
  paidCharges(afterMs: number, untilMs: number, limit: number) {
    return charges.paidCharges(this.sql, afterMs, untilMs, limit);
  }
  liveCharges(endedSinceMs?: number) {
    return charges.liveCharges(this.sql, endedSinceMs);
  }

  recordEvent(event: SwitchEvent, atMs: number, rejection: Rejection | undefined) {
    return events.recordEvent(this.sql, event, atMs, rejection);
  }
  hasEvent(switchId: string, session: string, kind: SwitchEvent['kind'], txnId: string | undefined) {
    return events.hasEvent(this.sql, switchId, session, kind, txnId);
  }
  prune(beforeMs: number, limit: number) {
    return prune(this.sql, beforeMs, limit);
  }
  idempotent(key: string) {
    return events.idempotent(this.sql, key);
  }
  rememberIdempotent(key: string, requestHash: string, chargeId: string, atMs: number) {
    return events.rememberIdempotent(this.sql, key, requestHash, chargeId, atMs);
  }

  device(id: string) {
    return devices.deviceById(this.sql, id);
  }
  devices() {
    return devices.devices(this.sql);
  }
  insertDevice(device: Device) {
    return devices.insertDevice(this.sql, device);
  }
  updateDevice(device: Device) {
    return devices.updateDevice(this.sql, device);
  }
  cut(device: string) {
    return devices.cut(this.sql, device);
  }
  cutAfter(number: number) {
    return devices.cutAfter(this.sql, number);
  }
  nextDown(device: string) {
    return devices.nextDown(this.sql, device);
  }
  nextCharge(device: string) {
    return devices.nextCharge(this.sql, device);
  }
  takeUp(device: string, seq: number, keyVersion: number) {
    return devices.takeUp(this.sql, device, seq, keyVersion);
  }

  insertJournal(row: JournalRow) {
    return journal.insertJournal(this.sql, row);
  }
  markJournal(device: string, seq: number, stage: JournalRow['stage'], reason: string | undefined, atMs: number) {
    return journal.markJournal(this.sql, device, seq, stage, reason, atMs);
  }
  journalRow(device: string, seq: number) {
    return journal.journalRow(this.sql, device, seq);
  }
  unspoken(device: string, limit: number) {
    return journal.unspoken(this.sql, device, limit);
  }
  refusedFor(device: string, reason: string) {
    return journal.refusedFor(this.sql, device, reason);
  }
  spokenTotal(device: string, currency: string, sinceMs: number) {
    return journal.spokenTotal(this.sql, device, currency, sinceMs);
  }
  overdue(beforeMs: number) {
    return journal.overdue(this.sql, beforeMs);
  }
  untold(beforeMs: number, limit: number) {
    return journal.untold(this.sql, beforeMs, limit);
  }
  markTold(device: string, seq: number, atMs: number) {
    return journal.markTold(this.sql, device, seq, atMs);
  }

  insertToken(token: Token) {
    return tokens.insertToken(this.sql, token);
  }
  tokenByHash(hash: string) {
    return tokens.tokenByHash(this.sql, hash);
  }
  tokens() {
    return tokens.tokens(this.sql);
  }
  revokeToken(id: string, atMs: number) {
    return tokens.revokeToken(this.sql, id, atMs);
  }

  audit(entry: AuditEntry) {
    return audit.append(this.sql, entry);
  }
  auditRows(after: number, limit: number) {
    return audit.rows(this.sql, after, limit);
  }
  auditHead() {
    return audit.head(this.sql);
  }

  putStaticQr(own: StaticQr) {
    return statics.putStaticQr(this.sql, own);
  }
  staticQr(device: string) {
    return statics.staticQrOf(this.sql, device);
  }
  staticQrs() {
    return statics.staticQrs(this.sql);
  }
  staticBoxes(switchId: string, session: string) {
    return statics.staticBoxes(this.sql, switchId, session);
  }

  putKept(switchId: string, key: string, json: string) {
    return kept.putKept(this.sql, switchId, key, json);
  }
  removeKept(switchId: string, key: string) {
    return kept.removeKept(this.sql, switchId, key);
  }
  kept(switchId: string) {
    return kept.keptOf(this.sql, switchId);
  }
}
