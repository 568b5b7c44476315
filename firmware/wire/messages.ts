// Every message of the wire, as the firmware and the bridge hold it in memory.
// wire.cddl is the normative specification of the bytes; keys.ts holds the integer keys.
//
// Numbers are unsigned integers below 2^31. Strings are binary (one char a byte; text is UTF-8).
// Times are Unix seconds. Amounts are in the minor unit of an ISO 4217 currency, named by its numeric code.

/** Announcements must be spoken: the bridge keeps them until the box says that it spoke them. */
export type Announcement = Paid | Reversed | Recap;

/** Bridge to box. `seq` is the box's downward sequence number, never used twice. */
export type Down =
  | ShowQr
  | Progress
  | Paid
  | Closed
  | Reversed
  | Recap
  | Welcome
  | Config
  | Watch
  | Command
  | Update
  | StaticQr
  | Declined;

/** A QR as its data codewords (without padding); the box adds padding, error correction and places the modules. */
export interface QrSymbol {
  /** QR version 1 to 40. */
  version: number;
  /** 0 L, 1 M, 2 Q, 3 H. */
  level: number;
  /** Mask pattern 0 to 7. */
  mask: number;
  codewords: string;
}

/** A charge that the customer pays by scanning the box. */
export interface ShowQr extends QrSymbol {
  is: 'show-qr';
  seq: number;
  /** The box's own number for this charge, 1 and up; all later messages of the charge carry it. */
  charge: number;
  amountMinor: number;
  currency: number;
  expiresAt: number;
}
/**
 * What the customer does. present: the shop waits for a code that the customer shows. confirm: the customer confirms
 * on the phone.
 */
export interface Progress {
  is: 'progress';
  seq: number;
  charge: number;
  stage: 'opened' | 'scanned' | 'pending' | 'present' | 'confirm';
  /** Of a charge that shows no QR, with its currency: both or none. */
  amountMinor?: number;
  currency?: number;
}
export interface Paid {
  is: 'paid';
  seq: number;
  /** 0 for a payment that belongs to no charge of this box (a static QR). */
  charge: number;
  amountMinor: number;
  currency: number;
  paidAt: number;
  /** True when the box may have spoken it before: it is then said with "again". */
  again: boolean;
}
/** A charge that ended, or tried and may be tried again (failed), without money. Nothing here is ever spoken as paid. */
export interface Closed {
  is: 'closed';
  seq: number;
  charge: number;
  how: 'failed' | 'expired' | 'cancelled';
}
/** Money went back: an alarm, and taken from the day's total. */
export interface Reversed {
  is: 'reversed';
  seq: number;
  charge: number;
  amountMinor: number;
  currency: number;
  paidAt: number;
}
/** Stands for payments that the box cannot be sent one by one (more than its journal holds). */
export interface Recap {
  is: 'recap';
  seq: number;
  count: number;
  amountMinor: number;
  currency: number;
  /** paidAt of the newest payment in it. */
  paidAt: number;
}
/** The answer to hello. A box takes nothing else down until a welcome that repeats its own boot number has come. */
export interface Welcome {
  is: 'welcome';
  seq: number;
  boot: number;
  /** The bridge's clock. */
  now: number;
  /** The day's total as the bridge knows it, counting only payments that the box has already spoken. */
  count: number;
  amountMinor: number;
  currency: number;
}
export interface Config {
  is: 'config';
  seq: number;
  /** Shop name, UTF-8, at most 40 bytes. */
  shop: string;
  /** BCP 47 tag of a language whose pack the box carries: 'en', 'ne'. */
  language: string;
  /** 0 to 10. */
  volume: number;
  /** A payment older than this when it arrives is late (design: 60 s). */
  freshSeconds: number;
  keepaliveSeconds: number;
  /** 1 to 10: nothing is louder for now, whatever the keys say (the shop's night). Missing: no such limit. */
  loudest?: number;
}
export interface SwitchHealth {
  /** Short name for the screen, at most 12 bytes. */
  name: string;
  health: 'ok' | 'trouble';
}
/** Which switches are watched for this box. After `ttlSeconds` without a new one the box no longer claims it. */
export interface Watch {
  is: 'watch';
  seq: number;
  ttlSeconds: number;
  switches: SwitchHealth[];
}
export interface Command {
  is: 'command';
  seq: number;
  /** repeat: say the last payment as a repeat. test: say the test phrase. */
  command: 'restart' | 'test' | 'repeat' | 'clear';
}
/** A new image is ready. `hash` is SHA-256 of the file, 32 bytes. */
export interface Update {
  is: 'update';
  seq: number;
  firmware: string;
  url: string;
  sizeBytes: number;
  hash: string;
}

/** The shop's own QR for any amount, shown while nothing is asked; without codewords it is taken away. */
export interface StaticQr extends QrSymbol {
  is: 'static-qr';
  seq: number;
}
/** The answer to a charge request that cannot become a charge. */
export interface Declined {
  is: 'declined';
  seq: number;
  request: number;
  /** For the screen, UTF-8, at most 40 bytes. */
  reason: string;
}

/** Box to bridge. `seq` is the box's upward sequence number. */
export type Up = Hello | Ack | ChargeRequest | Scan | Telemetry | Key | UpdateStatus;

export interface Hello {
  is: 'hello';
  seq: number;
  /** Random at every start of the box; the welcome repeats it. */
  boot: number;
  /** The highest downward announcement number in the box's journal; 0 for none. */
  last: number;
  /** Announcements at or below this number were spoken and dropped from the journal. */
  floor: number;
  firmware: string;
  /** The board's id: the file name in boards/. */
  board: string;
  /** ok, or lost when a damaged journal had to be started afresh. */
  journal: 'ok' | 'repaired' | 'lost';
}
export type AckStage = 'received' | 'spoken' | 'refused';
export type RefusalReason = 'old' | 'malformed' | 'unsupported' | 'full' | 'no-voice';
/** Sent for announcements (received, then spoken) and for anything that the box refuses after its MAC was good. */
export interface Ack {
  is: 'ack';
  seq: number;
  /** The downward sequence number that this answers. */
  of: number;
  stage: AckStage;
  /** Only with refused. */
  reason: RefusalReason | undefined;
}
/** An amount keyed in at the box. `request` is random, so a repeat makes no second charge. */
export interface ChargeRequest {
  is: 'charge-request';
  seq: number;
  request: number;
  amountMinor: number;
  currency: number;
}
/** A customer-presented code. It holds payment data: never logged, never stored. */
export interface Scan {
  is: 'scan';
  seq: number;
  charge: number;
  code: string;
}
export interface Telemetry {
  is: 'telemetry';
  seq: number;
  uptimeSeconds: number;
  freeMemory: number;
  /** Received signal strength as a positive number: 61 is -61 dBm. */
  rssi: number;
  restarts: number;
  /** The latest fault, '' for none: 'audio-timeout', 'display-timeout', 'journal-lost' ... */
  fault: string;
}
export interface Key {
  is: 'key';
  seq: number;
  key: string;
}
export interface UpdateStatus {
  is: 'update-status';
  seq: number;
  of: number;
  stage: 'started' | 'verified' | 'applied' | 'failed';
  reason: string;
}
