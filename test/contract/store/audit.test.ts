import { describe, expect, test } from 'vitest';
import { AuditChain } from '../../../bridge/store/audit';
import type { AuditRow } from '../../../bridge/store/port';
import { openedWithBox } from './opened';
import { stores } from './registry';

const entry = { atMs: 1_700_000_000_000, actor: 'token:tok-1', action: 'charge.cancel', target: 'ch_1', detail: '' };

function followed(rows: AuditRow[]): AuditChain {
  const chain = new AuditChain();
  for (const row of rows) chain.take(row);
  return chain;
}

describe.each(stores)('the audit log in $name', (kind) => {
  test('is one chain, also over many writers in one turn, a failed one among them', async () => {
    const { store } = await openedWithBox(kind);
    const written = [0, 1, 2, 3, 4].map((n) =>
      store.write(async (tx) => {
        await tx.audit({ ...entry, detail: String(n) });
        if (n === 2) throw new Error('this one is undone');
      }),
    );
    const outcomes = await Promise.allSettled(written);
    expect(outcomes.map(({ status }) => status === 'fulfilled')).toEqual([true, true, false, true, true]);
    const rows = await store.read((tx) => tx.auditRows(0, 100));
    expect(rows.map(({ number, detail }) => [number, detail])).toEqual([
      [1, '0'],
      [2, '1'],
      [3, '3'],
      [4, '4'],
    ]);
    const chain = followed(rows);
    expect(chain.fault).toBeUndefined();
    expect(await store.read((tx) => tx.auditHead())).toEqual(rows.at(-1));
    expect(chain.head).toBe(`4:${rows.at(-1)!.hash}`);
    expect(await store.read((tx) => tx.auditRows(2, 1))).toEqual([rows[2]]);
  });

  test.each<[string, (rows: AuditRow[]) => AuditRow[], string]>([
    ['a changed row', (rows) => rows.map((row) => (row.number === 2 ? { ...row, actor: 'bridge' } : row)), 'row 2'],
    ['a changed time', (rows) => rows.map((row) => (row.number === 3 ? { ...row, atMs: 0 } : row)), 'row 3'],
    ['a row that is gone', (rows) => rows.filter(({ number }) => number !== 2), 'row 2 is missing'],
    ['the first row gone', (rows) => rows.slice(1), 'row 1 is missing'],
    [
      'two rows in each other’s place',
      ([a, b, c]) => [a!, { ...c!, number: 2 }, { ...b!, number: 3 }],
      'row 2 does not follow',
    ],
    [
      'a row that was put in',
      ([a, b, c]) => [a!, { ...a!, number: 2 }, { ...b!, number: 3 }, { ...c!, number: 4 }],
      'row 2 does not follow',
    ],
  ])('shows %s', async (_what, tamper, fault) => {
    const { store } = await openedWithBox(kind);
    for (const detail of ['a', 'b', 'c']) await store.write((tx) => tx.audit({ ...entry, detail }));
    const rows = await store.read((tx) => tx.auditRows(0, 100));
    expect(followed(rows).fault).toBeUndefined();
    expect(followed(tamper(rows)).fault).toContain(fault);
  });

  test('cuts a long text and keeps its chain, whatever letters are in it', async () => {
    const { store } = await openedWithBox(kind);
    await store.write((tx) => tx.audit({ ...entry, detail: `${'घ'.repeat(150)}${'🔔'.repeat(100)}"\n` }));
    const rows = await store.read((tx) => tx.auditRows(0, 1));
    expect([...rows[0]!.detail]).toHaveLength(200);
    expect(followed(rows).fault).toBeUndefined();
  });
});
