import { AuditChain } from '../store/audit';
import type { AuditRow, Store } from '../store/port';
import { configAt } from './settings';
import { print, withStore } from './with-store';

interface Where {
  config: string;
  json?: boolean;
}

const PAGE = 1_000;

/** `ghanti audit show`: the newest rows, or all as JSON lines. */
export async function show(options: Where & { last: string }): Promise<void> {
  const last = Number(options.last);
  if (!Number.isInteger(last) || last < 1) throw new Error('--last: take a number from 1 on.');
  await withStore(configAt(options.config), async (store) => {
    const newest = (await store.read((tx) => tx.auditHead()))?.number ?? 0;
    for await (const row of rowsOf(store, Math.max(0, newest - last)))
      print(options.json === true ? json(row) : line(row));
  });
}

/**
 * `ghanti audit verify`: follows the whole chain; exit code 1 when it is broken. A log that was cut at its end shows only
 * against a head that was written down before.
 */
export async function verify(options: Where & { head?: string }): Promise<void> {
  await withStore(configAt(options.config), async (store) => {
    const chain = new AuditChain();
    let seen = options.head === undefined || options.head === chain.head;
    for await (const row of rowsOf(store, 0)) {
      if (!chain.take(row)) break;
      seen ||= chain.head === options.head;
    }
    const fault =
      chain.fault ?? (seen ? undefined : `the head ${options.head} is not in it: its end was cut or rewritten`);
    if (fault !== undefined) process.exitCode = 1;
    if (options.json === true) return print(JSON.stringify({ ok: fault === undefined, head: chain.head, fault }));
    print(fault === undefined ? `whole; head ${chain.head}` : `BROKEN: ${fault}; good up to ${chain.head}`);
    if (fault === undefined)
      print('Keep the head elsewhere: only "audit verify --head" against it finds a log that was cut.');
  });
}

async function* rowsOf(store: Store, after: number): AsyncIterable<AuditRow> {
  for (let at = after; ;) {
    const rows = await store.read((tx) => tx.auditRows(at, PAGE));
    yield* rows;
    if (rows.length < PAGE) return;
    at = rows.at(-1)!.number;
  }
}

function line({ number, atMs, actor, action, target, detail }: AuditRow): string {
  return [String(number).padStart(6), new Date(atMs).toISOString(), actor, action, target, detail].join('  ').trimEnd();
}

function json({ atMs, ...row }: AuditRow): string {
  return JSON.stringify({ ...row, at: new Date(atMs).toISOString() });
}
