import type { Ack } from '../../firmware/wire/index';
import type { Charge } from '../payments/types';
import type { JournalRow, Tx } from '../store/port';
import { foldedInto } from './fold';

/** What an ack changed. */
export interface Acknowledged {
  /** Undefined when the ack is for no announcement: a box refused something that need not be heard. */
  row: JournalRow | undefined;
  charges: Charge[];
  /** The announcement is to be sent again later: the box has no room for it now. */
  again: boolean;
  /** Its reversal has waited for this and may be told now. */
  frees: boolean;
}

/**
 * Takes one ack into the journal and, when it was spoken, into the charge; part of the transaction of the message.
 * @param sent the row as it was sent, when that is remembered
 */
export async function acknowledge(
  tx: Tx,
  device: string,
  ack: Ack,
  sent: JournalRow | undefined,
  nowMs: number,
): Promise<Acknowledged> {
  if (ack.stage === 'refused' && ack.reason === 'full')
    return { row: undefined, charges: [], again: true, frees: false };
  const stage = stageOf(ack);
  const reason = stage === 'refused' ? ack.reason : undefined;
  const moved = await tx.markJournal(device, ack.of, stage, reason, nowMs);
  const row = moved && sent !== undefined ? marked(sent, stage, reason, nowMs) : await tx.journalRow(device, ack.of);
  if (row === undefined || stage === 'received') return { row, charges: [], again: false, frees: false };
  const charges = stage === 'spoken' ? await heard(tx, row, nowMs) : [];
  const heardNow = charges.find(({ id }) => id === row.chargeId);
  const charge = heardNow ?? (row.chargeId === undefined ? undefined : await tx.charge(row.chargeId));
  return { row, charges, again: false, frees: row.kind === 'paid' && charge?.state === 'reversed' };
}

/**
 * A box refuses as old what is at or below its floor, and its floor only rises over what it has spoken (wire.cddl,
 * hello): its word that it was spoken had been lost.
 */
function stageOf(ack: Ack): 'received' | 'spoken' | 'refused' {
  return ack.stage === 'refused' && ack.reason === 'old' ? 'spoken' : ack.stage;
}

/** What `markJournal` has made of a row that waited. */
function marked(
  row: JournalRow,
  stage: 'received' | 'spoken' | 'refused',
  reason: string | undefined,
  nowMs: number,
): JournalRow {
  if (stage === 'refused') return { ...row, stage, reason };
  const receivedAtMs = row.receivedAtMs ?? nowMs;
  return { ...row, stage, receivedAtMs, spokenAtMs: stage === 'spoken' ? nowMs : undefined };
}

/** The charges that have now been heard: the row's own, or those that its recap stands for. */
async function heard(tx: Tx, row: JournalRow, nowMs: number): Promise<Charge[]> {
  const rows = row.kind === 'recap' ? await behind(tx, row) : [row];
  const charges: Charge[] = [];
  for (const { kind, chargeId } of rows) {
    const spoken = kind === 'paid' && chargeId !== undefined ? await tx.markSpoken(chargeId, nowMs) : undefined;
    if (spoken !== undefined) charges.push(spoken);
  }
  return charges;
}

/** The rows that a recap tells, also through an earlier recap that was folded into it. */
async function behind(tx: Tx, recap: JournalRow): Promise<JournalRow[]> {
  const found: JournalRow[] = [];
  for (const row of await tx.refusedFor(recap.device, foldedInto(recap.seq))) {
    if (row.kind === 'recap') found.push(...(await behind(tx, row)));
    else found.push(row);
  }
  return found;
}
