import type { Charge, Rejection, SwitchEvent } from '../payments/types';

// One port; SQLite (libsql) behind it now, written so that PostgreSQL fits. Every method of Tx is asynchronous for that.

export interface Device {
  id: string;
  title: string;
  board: string;
  /** Of the keys that the box has shown last. */
  keyVersion: number;
  /** Keys that were made for it and that it has not shown; until then the old ones are good. */
  nextKeys: { version: number; oldUntilMs: number } | undefined;
  /** Stolen or lost: nothing under any of its keys is believed. */
  revokedAtMs: number | undefined;
  /** Bindings in order of preference: ids of switches. */
  switches: string[];
  language: string;
  volume: number;
  /** The highest downward sequence number given out, and the highest upward one taken. */
  lastDown: number;
  lastUp: number;
  lastCharge: number;
  createdAtMs: number;
}

/** A box that is told something: the number of the message, and what making it takes. */
export type Addressee = Pick<Device, 'id' | 'board' | 'keyVersion' | 'revokedAtMs'> & { seq: number };

/** One announcement for one box: written in the transaction that made the charge paid, before anything is published. */
export interface JournalRow {
  device: string;
  seq: number;
  kind: 'paid' | 'reversed' | 'recap';
  chargeId: string | undefined;
  chargeNumber: number;
  count: number;
  amountMinor: number;
  currency: string;
  paidAtMs: number;
  stage: 'written' | 'received' | 'spoken' | 'refused';
  reason: string | undefined;
  writtenAtMs: number;
  receivedAtMs: number | undefined;
  spokenAtMs: number | undefined;
}

/** The shop's own QR that a box shows while nothing is asked. */
export interface StaticQr {
  device: string;
  switch: string;
  /** The switch's handle of it, '' when what is paid with it cannot be followed. */
  session: string;
  /** '' once it was taken away. */
  text: string;
}

/** What a token of the API may do: operator all, shop what concerns its own boxes, read only look. */
export type Scope = 'operator' | 'shop' | 'read';
export const SCOPES: readonly Scope[] = ['operator', 'shop', 'read'];

export interface Token {
  id: string;
  /** For the operator, to tell tokens apart. */
  name: string;
  scope: Scope;
  /** The boxes of a shop; none with another scope. */
  devices: string[];
  /** SHA-256 of the token in hexadecimal digits; the token itself is nowhere. */
  hash: string;
  createdAtMs: number;
  revokedAtMs: number | undefined;
}

/** Who did what. No secrets, no payers. */
export interface AuditEntry {
  atMs: number;
  /** token:<id>, box:<id>, cli:<user of the machine> or bridge */
  actor: string;
  action: string;
  target: string;
  detail: string;
}
export interface AuditRow extends AuditEntry {
  /** From 1 on, without a gap. */
  number: number;
  /** Over the hash of the row before and everything in this one (audit.ts). */
  hash: string;
}

export interface ChargeFilter {
  device: string | undefined;
  state: string | undefined;
  /** Newest first; at most 500. */
  limit: number;
  /** Only charges created before this one. */
  before: string | undefined;
}

export interface Tx {
  insertCharge(charge: Charge): Promise<void>;
  /** Writes state, expiry, time of payment, transaction id and `late`; what the QR asks for never changes. */
  updateCharge(charge: Charge): Promise<void>;
  /** Writes when it was first spoken. The charge as it is now; undefined when it was spoken before, or is not there. */
  markSpoken(id: string, atMs: number): Promise<Charge | undefined>;
  charge(id: string): Promise<Charge | undefined>;
  chargeBySession(switchId: string, session: string): Promise<Charge | undefined>;
  chargeByNumber(device: string, number: number): Promise<Charge | undefined>;
  charges(filter: ChargeFilter): Promise<Charge[]>;
  /** Paid and not reversed, made after `afterMs` and up to `untilMs`, oldest first. */
  paidCharges(afterMs: number, untilMs: number, limit: number): Promise<Charge[]>;
  /**
   * Charges that still wait for something: not paid, expired, cancelled or reversed; also those that are long over time
   * and wait for their last look. With `endedSinceMs` also expired and cancelled ones whose QR ended after it: late money
   * may still come (payments/expire.ts). First to end first; at most 20,000.
   */
  liveCharges(endedSinceMs?: number): Promise<Charge[]>;

  /**
   * Keeps the event for the operator. False when (switch, session, kind, txnId) was recorded before; an accepted event
   * takes the place of a rejected one, and is then true. Ask `hasEvent` and `ingest` first: this only keeps the outcome.
   */
  recordEvent(event: SwitchEvent, atMs: number, rejection: Rejection | undefined): Promise<boolean>;
  /** Was an event with this very (switch, session, kind, txnId) accepted (recorded without rejection) before? */
  hasEvent(switchId: string, session: string, kind: SwitchEvent['kind'], txnId: string | undefined): Promise<boolean>;

  device(id: string): Promise<Device | undefined>;
  devices(): Promise<Device[]>;
  insertDevice(device: Device): Promise<void>;
  /** Never lowers a counter, however old the device is that is handed in; `lastUp` may fall when `keyVersion` rises. */
  updateDevice(device: Device): Promise<void>;
  /** Has the connections end that the box has now, in whatever process they are (cutAfter). */
  cut(device: string): Promise<void>;
  /** Boxes whose connections end, that were cut after this number, in order. */
  cutAfter(number: number): Promise<{ device: string; number: number }[]>;
  /** Takes the next downward sequence number of a box; never given twice, also not after a crash. */
  nextDown(device: string): Promise<Addressee>;
  nextCharge(device: string): Promise<number>;
  /**
   * Takes an upward sequence number under the box's keys of this version: false when it is not higher than the last one
   * taken, when the box has shown other keys since, or is revoked.
   */
  takeUp(device: string, seq: number, keyVersion: number): Promise<boolean>;

  insertJournal(row: JournalRow): Promise<void>;
  /**
   * Moves a row forward: written -> received -> spoken | refused, and from no-voice to spoken. False when that is not
   * forward, or there is no such row.
   */
  markJournal(
    device: string,
    seq: number,
    stage: JournalRow['stage'],
    reason: string | undefined,
    atMs: number,
  ): Promise<boolean>;
  journalRow(device: string, seq: number): Promise<JournalRow | undefined>;
  /**
   * Rows not yet spoken or refused, by sequence number; a reversal only when its payment is no longer among them, so that
   * nobody hears it first.
   */
  unspoken(device: string, limit: number): Promise<JournalRow[]>;
  /** Rows refused for exactly this reason, by sequence number: those that a recap stands for name it there. */
  refusedFor(device: string, reason: string): Promise<JournalRow[]>;
  /**
   * Sum and count of what was paid since `sinceMs` in this currency and the box has told, aloud or, for want of a voice, on
   * its screen; reversals that it has told are taken off.
   */
  spokenTotal(device: string, currency: string, sinceMs: number): Promise<{ count: number; amountMinor: number }>;
  /** Rows written before `beforeMs` that are neither spoken nor refused, oldest first, at most 1,000: for the operator. */
  overdue(beforeMs: number): Promise<JournalRow[]>;
  /** The same, those that a box could only show too, as far as the operator was not told of them; oldest first. */
  untold(beforeMs: number, limit: number): Promise<JournalRow[]>;
  markTold(device: string, seq: number, atMs: number): Promise<void>;

  /**
   * Forgets what nobody asks for any more and is older than `beforeMs`: rows that were spoken or refused, events of
   * charges and rejected ones, used idempotency keys; at most `limit` of each, oldest first. Charges stay, and so do
   * accepted events without a charge, which say that a payment was told. @returns how many rows are gone
   */
  prune(beforeMs: number, limit: number): Promise<number>;

  /** Idempotency-Key of the HTTP API: the stored answer, if the key was used. */
  idempotent(key: string): Promise<{ requestHash: string; chargeId: string } | undefined>;
  rememberIdempotent(key: string, requestHash: string, chargeId: string, atMs: number): Promise<void>;

  insertToken(token: Token): Promise<void>;
  tokenByHash(hash: string): Promise<Token | undefined>;
  /** All, also revoked ones, oldest first. */
  tokens(): Promise<Token[]>;
  /** False when there is no such token, or it was revoked before. */
  revokeToken(id: string, atMs: number): Promise<boolean>;

  /** Adds the next row of the audit log. There is no way to change or remove one. */
  audit(entry: AuditEntry): Promise<void>;
  /** Rows after this number, in order. */
  auditRows(after: number, limit: number): Promise<AuditRow[]>;
  auditHead(): Promise<AuditRow | undefined>;

  /** Puts it in the place of the one that the box has. */
  putStaticQr(own: StaticQr): Promise<void>;
  staticQr(device: string): Promise<StaticQr | undefined>;
  /** Those that are shown. */
  staticQrs(): Promise<StaticQr[]>;
  /** The boxes that show this QR of a switch. */
  staticBoxes(switchId: string, session: string): Promise<string[]>;

  /** What a switch's connector keeps over restarts (payments/ports.ts, Keep). A key is put again with another text. */
  putKept(switchId: string, key: string, json: string): Promise<void>;
  removeKept(switchId: string, key: string): Promise<void>;
  /** Everything that this switch keeps, by key. */
  kept(switchId: string): Promise<{ key: string; json: string }[]>;
}

export interface Store {
  /**
   * Runs the work in a transaction. All work handed in during one turn of the event loop shares one transaction and one
   * disk flush (group commit); one that throws undoes only itself. Work may be run a second time, after all that it did
   * was undone: what it does beside `tx` must bear that.
   * Resolves after the commit is on disk; when the commit fails, all of the turn's work is refused. Work handed in while
   * a batch runs goes into the next. Work asks nothing but `tx`; other waiting inside is undone after 10 s.
   */
  write<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
  /** Reads outside a transaction; sees what is committed. */
  read<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}
