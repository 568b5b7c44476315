import { describe, expect, test } from 'vitest';
import type { JournalEntry } from '../../../../../firmware/app/events';
import { openJournal } from '../../../../../firmware/platforms/journal';
import type { Journal } from '../../../../../firmware/platforms/journal';
import { crc32 } from '../../../../../firmware/platforms/nodemcu/crc32';
import { journalFiles } from '../../../../../firmware/platforms/nodemcu/files';
import { PowerLost } from '../../../../../tools/simulator/flash';
import { Files } from '../../../../../tools/simulator/nodemcu/files';
import { openOn } from '../../../../support/node-chip';
import { onFlash } from '../../../../support/shop-box';
import { engineCrc32 } from '../../../../support/voice-pack';

const open = (files: Files): Journal => openJournal(journalFiles(openOn(files)), crc32, () => 77);
const reopen = (files: Files): Journal => open(new Files(files.copy()));
const seqs = (entries: JournalEntry[]): number[] => entries.map(({ seq }) => seq);

test('the box’s own CRC-32 is that of the voice packs and of Espruino', () => {
  for (const bytes of ['', 'a', '123456789', '\xff'.repeat(28), '\x00\x01\x80\xfe'])
    expect(crc32(bytes) >>> 0).toBe(engineCrc32(bytes) >>> 0);
});

describe('the journal on SPIFFS', () => {
  test('gives back after a restart what was put in, with every field', () => {
    const files = new Files();
    const journal = open(files);
    const entries = [
      onFlash({ seq: 1, amountMinor: 2_147_483_647, currency: 840, charge: 70_000, paidAt: 1_900_000_000 }),
      onFlash({ seq: 2, kind: 'reversed', again: true }),
    ];
    for (const entry of entries) expect(journal.keep(entry)).toBe(true);
    expect(journal.markSpoken(2)).toBe(true);
    const found = reopen(files);
    expect(found.health).toBe('ok');
    expect(found.recall().entries).toEqual([entries[0], { ...entries[1], stage: 'spoken' }]);
  });

  test('keeps the last 48 over a thousand payments in two files of 8 kB', () => {
    const files = new Files();
    const journal = open(files);
    for (let seq = 1; seq <= 1000; seq++) {
      journal.keep(onFlash({ seq }));
      journal.markSpoken(seq);
    }
    const { entries, floor } = reopen(files).recall();
    expect(seqs(entries)).toEqual(Array.from({ length: 48 }, (_none, i) => 953 + i));
    expect(floor).toBe(952);
    const sizes = [...files.copy().values()].map(({ length }) => length);
    expect(Math.max(...sizes)).toBe(8192);
  });

  test('with a damaged record reports it and loses that one alone', () => {
    const files = new Files();
    const journal = open(files);
    for (let seq = 1; seq <= 5; seq++) journal.keep(onFlash({ seq }));
    files.write('journal1', 3 * 32 + 7, '\x00');
    const found = reopen(files);
    expect(found.health).toBe('repaired');
    expect(found.recall().entries).toHaveLength(4);
  });

  test('of which nothing is readable is never a silent wipe', () => {
    const found = open(new Files(new Map(['journal0', 'journal1'].map((name) => [name, Buffer.alloc(64, 'x')]))));
    expect(found.health).toBe('lost');
    expect(found.keep(onFlash({ seq: 1 }))).toBe(true);
  });
});

/** Thousands of lives: half a minute where the machine has something else to do. */
const LIMIT_MS = 120_000;

describe('a power cut at any byte', { timeout: LIMIT_MS }, () => {
  interface Life {
    kept: number[];
    spoken: number[];
    files: Files;
  }

  /** Lives until the power goes; what the journal promised by then. */
  function live(from: ReadonlyMap<string, Uint8Array>, first: number, payments: number, bytes?: number): Life {
    const life: Life = { kept: [], spoken: [], files: new Files(from) };
    life.files.failAfter(bytes);
    try {
      const journal = open(life.files);
      journal.nextRestart();
      for (let seq = first; seq < first + payments; seq++) {
        if (journal.keep(onFlash({ seq }))) life.kept.push(seq);
        if (journal.markSpoken(seq)) life.spoken.push(seq);
      }
    } catch (error) {
      if (!(error instanceof PowerLost)) throw error;
    }
    life.files.failAfter(undefined);
    return life;
  }

  function expectWhole({ files, kept, spoken }: Life, bytes: number): void {
    const found = open(files);
    expect(found.health, `cut after ${bytes}`).not.toBe('lost');
    const { entries, floor } = found.recall();
    const there = new Set(seqs(entries));
    const said = new Set(seqs(entries.filter(({ stage }) => stage === 'spoken')));
    expect(
      kept.filter((seq) => !there.has(seq) && seq > floor),
      `kept, cut after ${bytes}`,
    ).toEqual([]);
    expect(
      spoken.filter((seq) => !said.has(seq) && seq > floor),
      `spoken, cut after ${bytes}`,
    ).toEqual([]);
    expect(found.keep(onFlash({ seq: 5000 }))).toBe(true);
    expect(seqs(reopen(files).recall().entries), `cut after ${bytes}`).toContain(5000);
  }

  test('of the first start leaves a box that starts', () => {
    for (let bytes = 0; bytes < 100; bytes++) {
      const { files } = live(new Map(), 1, 0, bytes);
      const again = open(files);
      expect(again.keep(onFlash({ seq: 1 })), `cut after ${bytes}`).toBe(true);
      expect(seqs(reopen(files).recall().entries)).toEqual([1]);
    }
  });

  test('while payments are kept and marked loses nothing that was promised', () => {
    const before = live(new Map(), 1, 3).files.copy();
    for (let bytes = 0; bytes < 220; bytes++) expectWhole(live(before, 4, 5, bytes), bytes);
  });

  test('while the journal turns to its other file loses nothing that was promised', () => {
    // 1 start and 252 payments: the file is full after two more records.
    const before = live(new Map(), 1, 252).files.copy();
    for (let bytes = 0; bytes < 1900; bytes++) expectWhole(live(before, 253, 4, bytes), bytes);
  });
});
