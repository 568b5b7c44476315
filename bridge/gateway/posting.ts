import type { Down } from '../../firmware/wire/index';
import type { Notice, StaticNotice } from '../payments/types';
import type { Addressee, Device, JournalRow, Tx } from '../store/port';
import { announcement, closed, progress, rowOf, showQr, staticQr } from './messages';
import type { QrPlan } from './messages';

/** One message that is on disk as far as it must be, and is now to be sent. */
export interface Posting {
  device: string;
  /** Undefined for a revoked box: it has no key that anything could be sealed with. */
  keyVersion: number | undefined;
  message: Down;
  /** The journal row of an announcement. */
  row: JournalRow | undefined;
}

/** Plans a QR's text for a board's panel. Throws when it does not fit. */
export type PlanFor = (text: string, board: string) => QrPlan;

/** Gives a notice its sequence number and, when it must be heard, its journal row: part of the transaction that made it. */
export async function book(tx: Tx, notice: Notice | StaticNotice, planFor: PlanFor, nowMs: number): Promise<Posting> {
  const id = 'charge' in notice ? notice.charge.device : notice.device;
  const to = await tx.nextDown(id);
  const row = rowOf(to.seq, notice, nowMs);
  if (row !== undefined) await tx.insertJournal(row);
  return posting(to, row === undefined ? ephemeral(notice, planFor, to) : announcement(row), row);
}

export function posting(
  to: Pick<Device, 'id' | 'keyVersion' | 'revokedAtMs'>,
  message: Down,
  row: JournalRow | undefined = undefined,
): Posting {
  const keyVersion = to.revokedAtMs === undefined ? to.keyVersion : undefined;
  return { device: to.id, keyVersion, message, row };
}

function ephemeral(notice: Notice | StaticNotice, planFor: PlanFor, { seq, board }: Addressee): Down {
  switch (notice.tell) {
    case 'show':
      return showQr(seq, notice.charge, planFor(notice.charge.qr, board));
    case 'progress':
      return progress(seq, notice.charge, notice.stage);
    case 'closed':
      return closed(seq, notice.charge, notice.how);
    case 'static-qr':
      return staticQr(seq, notice.text === '' ? undefined : planFor(notice.text, board));
    default:
      throw new Error(`${notice.tell} needs a journal row`);
  }
}
