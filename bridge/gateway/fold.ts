import type { JournalRow, Tx } from '../store/port';

/** When more rows than this wait for a box ... */
const MANY_ROWS = 40;
/** ... all but the newest so many are told as one sum: nobody listens to forty sentences. */
const KEPT_ROWS = 24;
const MOST_MINOR = 2_147_483_647;

/**
 * Which of the waiting rows become one recap. Only payments of one currency that the box cannot have: those above the
 * highest number in its journal that it never acknowledged. A row that it may hold would be heard twice.
 * @param rows all that wait, by sequence number
 * @param last the highest announcement in the box's journal, from its hello
 */
export function foldable(rows: JournalRow[], last: number): JournalRow[] {
  if (rows.length <= MANY_ROWS) return [];
  const old = rows.slice(0, rows.length - KEPT_ROWS).filter((row) => isFoldable(row) && row.seq > last);
  const currency = old[0]?.currency;
  const folded: JournalRow[] = [];
  let sumMinor = 0;
  for (const row of old) {
    if (row.currency !== currency || sumMinor + row.amountMinor > MOST_MINOR) continue;
    sumMinor += row.amountMinor;
    folded.push(row);
  }
  return folded.length < 2 ? [] : folded;
}

/** Puts one recap in the place of these rows, in the transaction of the hello. The rows that wait from now on. */
export async function fold(tx: Tx, rows: JournalRow[], last: number, nowMs: number): Promise<JournalRow[]> {
  const folded = foldable(rows, last);
  const newest = folded.at(-1);
  if (newest === undefined) return rows;
  const recap: JournalRow = {
    ...newest,
    seq: (await tx.nextDown(newest.device)).seq,
    kind: 'recap',
    chargeId: undefined,
    chargeNumber: 0,
    count: folded.reduce((sum, row) => sum + row.count, 0),
    amountMinor: folded.reduce((sum, row) => sum + row.amountMinor, 0),
    paidAtMs: Math.max(...folded.map((row) => row.paidAtMs)),
    writtenAtMs: nowMs,
  };
  await tx.insertJournal(recap);
  for (const row of folded) await tx.markJournal(row.device, row.seq, 'refused', foldedInto(recap.seq), nowMs);
  return [...rows.filter((row) => !folded.includes(row)), recap];
}

/** The reason with which a row is closed whose payment a recap tells. */
export function foldedInto(recapSeq: number): string {
  return `recap ${recapSeq}`;
}

function isFoldable(row: JournalRow): boolean {
  return row.stage === 'written' && (row.kind === 'paid' || row.kind === 'recap');
}
