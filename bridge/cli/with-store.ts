import { userInfo } from 'node:os';
import type { BridgeConfig } from '../config/schema';
import type { AuditEntry, Store } from '../store/port';
import { openSqlite } from '../store/sqlite';

/** Works on the bridge's store, whether the bridge runs meanwhile or not. */
export async function withStore(
  config: Pick<BridgeConfig, 'store'>,
  work: (store: Store) => Promise<void>,
): Promise<void> {
  const store = await openSqlite(config.store.file);
  try {
    await work(store);
  } finally {
    await store.close();
  }
}

/** An entry of the audit log for what somebody at this machine does now. */
export function byOperator(action: string, target: string, detail = ''): AuditEntry {
  return { atMs: Date.now(), actor: `cli:${userInfo().username}`, action, target, detail };
}

export function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
