import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { Store } from '../../../../bridge/store/port';
import { openSqlite } from '../../../../bridge/store/sqlite';
import { box } from '../../../contract/store/opened';

async function opened(): Promise<[Store, Store]> {
  const folder = mkdtempSync(join(tmpdir(), 'ghanti-snapshot-'));
  const stores: Store[] = [];
  onTestFinished(async () => {
    for (const store of stores) await store.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const file = join(folder, 'ghanti.db');
  stores.push(await openSqlite(file), await openSqlite(file));
  return stores as [Store, Store];
}

const titleIn = async (store: Store): Promise<string | undefined> =>
  (await store.read((tx) => tx.device('counter-1')))?.title;

test('a box that was just written is read, also by who has just read that it is not there', async () => {
  const [store] = await opened();
  expect(await titleIn(store)).toBeUndefined();
  await store.write((tx) => tx.insertDevice(box()));
  expect(await titleIn(store)).toBe('Tea stall');
});

test('what another process has written is read in the next turn', async () => {
  const [store, other] = await opened();
  expect(await titleIn(store)).toBeUndefined();
  await other.write((tx) => tx.insertDevice(box()));
  await new Promise((turn) => setImmediate(turn));
  expect(await titleIn(store)).toBe('Tea stall');
});

test('a store is closed while somebody has just read', async () => {
  const [store] = await opened();
  expect(await titleIn(store)).toBeUndefined();
  await store.close();
  await expect(titleIn(store)).rejects.toThrow(/is closed/);
});
