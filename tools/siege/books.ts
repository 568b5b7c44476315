// After the siege: what the customers paid, what the store says, what the boxes said, side by side.
import Database from 'libsql';
import type { BesiegedBox } from './boxes';

/** What one customer did. */
export interface Sale {
  charge: string;
  device: string;
  amountMinor: number;
  paid: boolean;
}
export interface Verdict {
  /** Paid, and neither spoken nor told in a recap. */
  lost: string[];
  /** Told as new more than once. */
  twiceAsNew: string[];
  /** The store believes that they were spoken, and no box has said them. */
  unspokenButCounted: string[];
  /** Told as paid without a payment, or with another amount. */
  untrue: string[];
}
interface Row {
  device: string;
  seq: number;
  kind: string;
  chargeId: string | null;
  amountMinor: number;
  stage: string;
  reason: string | null;
}

export function verdict(storeFile: string, sales: Sale[], boxes: BesiegedBox[]): Verdict {
  const rows = journal(storeFile);
  const sold = new Map(sales.map((sale) => [sale.charge, sale]));
  const told = new Set(boxes.flatMap(({ id, said }) => said.flatMap(({ seqs }) => seqs.map((seq) => `${id} ${seq}`))));
  const isSpoken = (row: Row | undefined): boolean =>
    row?.stage === 'spoken' || (row?.reason?.startsWith('recap ') === true && isSpoken(recapOf(rows, row)));
  const spoken = new Set(rows.filter(isSpoken).map(({ chargeId }) => chargeId));
  return {
    lost: sales.filter(({ paid, charge }) => paid && !spoken.has(charge)).map(({ charge }) => charge),
    twiceAsNew: boxes.flatMap(twice),
    unspokenButCounted: rows
      .filter(({ device, seq, stage }) => stage === 'spoken' && !told.has(`${device} ${seq}`))
      .map(({ device, seq }) => `${device} ${seq}`),
    untrue: rows
      .filter(({ kind, chargeId, amountMinor }) => {
        const sale = sold.get(chargeId ?? '');
        return kind === 'paid' && (sale?.paid !== true || sale.amountMinor !== amountMinor);
      })
      .map(({ device, seq, chargeId }) => `${device} ${seq} ${chargeId}`),
  };
}

function recapOf(rows: Row[], folded: Row): Row | undefined {
  return rows.find(({ device, seq }) => device === folded.device && `recap ${seq}` === folded.reason);
}

/** Also those that were only begun: a customer may have heard enough of them. */
function twice({ id, begun }: BesiegedBox): string[] {
  const fresh = begun.filter(({ kind }) => kind === 'new').flatMap(({ seqs }) => seqs);
  return fresh.filter((seq, at) => fresh.indexOf(seq) !== at).map((seq) => `${id} ${seq}`);
}

/** Asked without our own code. */
function journal(storeFile: string): Row[] {
  const database = new Database(storeFile, { readonly: true });
  try {
    const text = `SELECT device, seq, kind, charge_id AS "chargeId", amount_minor AS "amountMinor", stage, reason
      FROM journal ORDER BY device, seq`;
    return database.prepare(text).all([]) as Row[];
  } finally {
    database.close();
  }
}
