import { describe, expect, test } from 'vitest';
import { acknowledge } from '../../../../bridge/gateway/acks';
import type { JournalRow } from '../../../../bridge/store/port';
import type { Ack } from '../../../../firmware/wire/index';
import { openedWithBox, row } from '../../../contract/store/opened';
import { stores } from '../../../contract/store/registry';

type Word = Pick<Ack, 'stage' | 'reason'>;
const received: Word = { stage: 'received', reason: undefined };
const spoken: Word = { stage: 'spoken', reason: undefined };
const refused: Word = { stage: 'refused', reason: 'malformed' };
const old: Word = { stage: 'refused', reason: 'old' };

describe.each(stores)('what a box answers for an announcement in the $name store', (kind) => {
  test.each([
    ['received', [received]],
    ['received and spoken', [received, spoken]],
    ['spoken alone', [spoken]],
    ['spoken twice', [spoken, spoken]],
    ['spoken and late that it was received', [spoken, received]],
    ['refused', [refused]],
    ['received and refused', [received, refused]],
    ['spoken and lost, so that a copy is old', [received, old]],
  ])('%s is told to listeners as it is kept', async (_, words) => {
    const { store } = await openedWithBox(kind);
    await store.write((tx) => tx.insertJournal(row(1)));
    let sent: JournalRow | undefined = row(1);
    for (const [turn, word] of words.entries()) {
      const ack: Ack = { is: 'ack', seq: turn + 1, of: 1, ...word };
      const done = await store.write((tx) => acknowledge(tx, 'counter-1', ack, sent, 1_000 + turn));
      expect(done.row).toEqual(await store.read((tx) => tx.journalRow('counter-1', 1)));
      sent = done.row;
    }
  });

  test('is looked up when nobody remembers that it was sent', async () => {
    const { store } = await openedWithBox(kind);
    await store.write((tx) => tx.insertJournal(row(1)));
    const ack: Ack = { is: 'ack', seq: 1, of: 1, ...spoken };
    const done = await store.write((tx) => acknowledge(tx, 'counter-1', ack, undefined, 1_000));
    expect(done.row).toEqual(row(1, { stage: 'spoken', receivedAtMs: 1_000, spokenAtMs: 1_000 }));
  });
});
