// What an honest witness at the counter writes down, and the five promises as sums over it.
import Database from 'libsql';
import type { WireTap } from '../../bridge/gateway/port';
import type { Charge } from '../../bridge/payments/types';
import type { Utterance } from '../../firmware/app/effects';
import type { Up } from '../../firmware/wire/index';
import type { Counter } from './box';
import type { Truth } from './till';

/** A promise that was broken, in words. */
export class Broken extends Error {}

/** What the books need of a row of the bridge's journal. */
interface Row {
  seq: number;
  kind: string;
  chargeId: string | null;
  count: number;
  amountMinor: number;
  stage: string;
  reason: string | null;
}

/** Every row of the journal, from the store's file: the port gives none that is spoken. */
export function journalOf(file: string): Row[] {
  const database = new Database(file, { readonly: true });
  try {
    const columns = 'seq, kind, charge_id AS chargeId, payments AS count, amount_minor AS amountMinor, stage, reason';
    return database.prepare(`SELECT ${columns} FROM journal ORDER BY seq`).all() as Row[];
  } finally {
    database.close();
  }
}

type Told = Extract<Utterance, { say: 'paid' | 'recap' | 'reversed' }>;

export class Books implements Counter {
  /** How often the box began to tell each announcement as new. */
  readonly #asNew = new Map<number, number>();
  /** How often the box began to tell an amount as new. Amounts of a schedule are almost never the same. */
  readonly #amountAsNew = new Map<number, number>();
  /** Announcements that were said to their end. */
  readonly heard = new Set<number>();
  readonly #down = new Map<number, string>();
  readonly #up = new Map<number, string>();
  announcements = 0;

  constructor(private readonly sessions: ReadonlyMap<string, Truth>) {}

  /** For the bridge's tap: what goes down under a number stays the same for ever. */
  readonly tap: WireTap = ({ direction, message }) => {
    if (direction !== 'down' || message === undefined) return;
    // Whether it may have been heard before can change while it waits.
    same(this.#down, message.seq, JSON.stringify({ ...message, again: undefined }), 'down');
  };

  sent(message: Up): void {
    same(this.#up, message.seq, JSON.stringify(message), 'up');
  }

  begins(utterance: Utterance): void {
    const told = announced(utterance);
    if (told === undefined) return;
    this.#mayBeTold(told);
    if (told.say !== 'paid' || told.kind !== 'new') return;
    this.announcements++;
    for (const seq of told.seqs) {
      const times = (this.#asNew.get(seq) ?? 0) + 1;
      this.#asNew.set(seq, times);
      if (times > 1) throw new Broken(`announcement ${seq} was told ${times} times as new`);
    }
    this.#onceEach(told.amountMinor);
  }

  said(utterance: Utterance): void {
    for (const seq of announced(utterance)?.seqs ?? []) this.heard.add(seq);
  }

  /** Never unpaid: what is told about one payment is an amount that somebody has really paid. */
  #mayBeTold(told: Told): void {
    if (told.say === 'recap') return;
    const paid = [...this.sessions.values()].filter(({ state }) => state === 'paid' || state === 'reversed');
    if (!paid.some(({ amountMinor }) => amountMinor === told.amountMinor))
      throw new Broken(`${told.say} ${told.amountMinor} was told, and nobody has paid that`);
  }

  /** Not under two numbers either: as often as somebody has paid that amount. */
  #onceEach(amountMinor: number): void {
    const times = (this.#amountAsNew.get(amountMinor) ?? 0) + 1;
    this.#amountAsNew.set(amountMinor, times);
    const sales = [...this.sessions.values()].filter((truth) => truth.amountMinor === amountMinor).length;
    if (times > sales) throw new Broken(`${amountMinor} was told ${times} times as new, and paid ${sales} times`);
  }

  /** When all trouble is over: every payment is heard, the sums agree, nothing else is in the journal. */
  close(charges: Charge[], rows: Row[], onBox: { count: number; amountMinor: number } | undefined): void {
    for (const charge of charges) this.#closeCharge(charge, rows);
    for (const { seq, stage } of rows)
      if (stage === 'spoken' && !this.heard.has(seq))
        throw new Broken(`the store believes that announcement ${seq} was heard, and it was not`);
    this.#closeTotal(rows, onBox);
  }

  #closeCharge(charge: Charge, rows: Row[]): void {
    const truth = this.sessions.get(charge.session);
    if (truth === undefined) throw new Broken(`charge ${charge.number} has a session that the switch does not know`);
    const isPaid = charge.state === 'paid' || (charge.state === 'reversed' && charge.paidAtMs !== undefined);
    const wasPaid = truth.state === 'paid' || truth.state === 'reversed';
    if (isPaid && !wasPaid) throw new Broken(`charge ${charge.number} is ${charge.state}, and nobody has paid it`);
    if (truth.state === 'paid' && charge.state !== 'paid')
      throw new Broken(`charge ${charge.number} was paid, and the bridge says ${charge.state}`);
    if (!isPaid) return;
    const row = rows.find(({ kind, chargeId }) => kind === 'paid' && chargeId === charge.id);
    if (row === undefined) throw new Broken(`charge ${charge.number} is paid, and nothing was journalled`);
    if (row.amountMinor !== truth.amountMinor)
      throw new Broken(`charge ${charge.number}: another amount was journalled`);
    // A box without a voice says so, and shows the amount: the operator sees it as unannounced.
    if (row.stage === 'refused' && row.reason === 'no-voice') return;
    if (row.stage !== 'spoken')
      throw new Broken(`charge ${charge.number} was paid, and its announcement is ${row.stage}`);
  }

  #closeTotal(rows: Row[], onBox: { count: number; amountMinor: number } | undefined): void {
    if (onBox === undefined) return;
    const told = rows.filter(({ stage, reason }) => stage === 'spoken' || reason === 'no-voice');
    const sum = (of: (row: Row) => number): number =>
      told.reduce((total, row) => total + (row.kind === 'reversed' ? -of(row) : of(row)), 0);
    const [count, amountMinor] = [sum((row) => row.count), sum((row) => row.amountMinor)];
    if (onBox.count !== count || onBox.amountMinor !== amountMinor)
      throw new Broken(
        `the box shows ${onBox.count} payments of ${onBox.amountMinor}; the store has ${count} of ${amountMinor}`,
      );
  }
}

function announced(utterance: Utterance): Told | undefined {
  return utterance.say === 'paid' || utterance.say === 'recap' || utterance.say === 'reversed' ? utterance : undefined;
}

function same(seen: Map<number, string>, seq: number, content: string, way: string): void {
  const before = seen.get(seq);
  if (before !== undefined && before !== content)
    throw new Broken(`number ${seq} ${way} was used twice: ${before} and ${content}`);
  seen.set(seq, content);
}
