import { onTestFinished } from 'vitest';
import type { Device, JournalRow, Store, Tx } from '../../../bridge/store/port';
import { OPENED_AT_MS } from '../../support/charges';
import type { Place, StoreKind } from './registry';

/** A fresh store of this kind with one box, `counter-1`; closed and removed when the test ends. */
export async function openedWithBox(kind: StoreKind): Promise<{ store: Store; place: Place }> {
  const place = await kind.place();
  const store = await place.open();
  onTestFinished(async () => {
    await store.close();
    await place.remove();
  });
  await store.write((tx) => tx.insertDevice(box()));
  return { store, place };
}

export function box(different: Partial<Device> = {}): Device {
  return {
    id: 'counter-1',
    title: 'Tea stall',
    board: 'esp32-cyd',
    keyVersion: 1,
    nextKeys: undefined,
    revokedAtMs: undefined,
    switches: ['nepalpay', 'bakong'],
    language: 'ne',
    volume: 7,
    lastDown: 0,
    lastUp: 0,
    lastCharge: 0,
    createdAtMs: OPENED_AT_MS,
    ...different,
  };
}

export function row(seq: number, different: Partial<JournalRow> = {}): JournalRow {
  return {
    device: 'counter-1',
    seq,
    kind: 'paid',
    chargeId: undefined,
    chargeNumber: 0,
    count: 1,
    amountMinor: 125_050,
    currency: 'NPR',
    paidAtMs: OPENED_AT_MS,
    stage: 'written',
    reason: undefined,
    writtenAtMs: OPENED_AT_MS,
    receivedAtMs: undefined,
    spokenAtMs: undefined,
    ...different,
  };
}

export async function insertAll(tx: Tx, rows: JournalRow[]): Promise<void> {
  for (const each of rows) await tx.insertJournal(each);
}
