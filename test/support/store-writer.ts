// A bridge reduced to its store, for tests that kill it: charges are made and paid by several hands at once, and each
// payment is told on standard output only after the store has promised that it is kept.
// Arguments: the SQLite file, and a prefix that makes this run's charges its own.
import { spawnSync } from 'node:child_process';
import { writeSync } from 'node:fs';
import { StoreError } from '../../bridge/store/errors';
import { openSqlite } from '../../bridge/store/sqlite';
import { charge, event, OPENED_AT_MS } from './charges';

const HANDS = 8;
const MOST_PAYMENTS = 100_000;
const [path = '', prefix = ''] = process.argv.slice(2);
const store = await openSqlite(path);
let made = 0;

/** One customer: a charge, then his payment with its announcement in one transaction. */
async function serve(): Promise<void> {
  made += 1;
  const id = `${prefix}-${made}`;
  const open = await store.write(async (tx) => {
    const fresh = charge({ id, session: id, number: await tx.nextCharge('counter-1'), amountMinor: made });
    await tx.insertCharge(fresh);
    return fresh;
  });
  const seq = await store.write(async (tx) => {
    await tx.recordEvent(event('paid', { session: id, txnId: id }), OPENED_AT_MS, undefined);
    await tx.updateCharge({ ...open, state: 'paid', paidAtMs: OPENED_AT_MS });
    const { seq: taken } = await tx.nextDown('counter-1');
    await tx.insertJournal({
      device: 'counter-1',
      seq: taken,
      kind: 'paid',
      chargeId: id,
      chargeNumber: open.number,
      count: 1,
      amountMinor: open.amountMinor,
      currency: 'NPR',
      paidAtMs: OPENED_AT_MS,
      stage: 'written',
      reason: undefined,
      writtenAtMs: OPENED_AT_MS,
      receivedAtMs: undefined,
      spokenAtMs: undefined,
    });
    return taken;
  });
  writeSync(1, `kept ${seq} ${id}\n`);
}

async function hand(): Promise<void> {
  while (made < MOST_PAYMENTS) await serve();
}

try {
  await Promise.all(Array.from({ length: HANDS }, hand));
} catch (error) {
  if (!(error instanceof StoreError)) throw error;
  writeSync(1, `refused ${error.problem}\n`);
  // Somebody makes room (the limit of util-linux's prlimit), and the same store goes on.
  spawnSync('bash', ['-c', `prlimit --pid ${process.pid} --fsize=unlimited`]);
  await serve();
}
process.exit(0);
