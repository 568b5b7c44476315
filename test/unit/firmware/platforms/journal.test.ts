import { describe, expect, test } from 'vitest';
import type { JournalEntry } from '../../../../firmware/app/events';
import { flashFiles } from '../../../../firmware/platforms/espruino/assets';
import { openJournal } from '../../../../firmware/platforms/journal';
import type { Journal } from '../../../../firmware/platforms/journal';
import { Flash, PowerLost } from '../../../../tools/simulator/flash';
import { Storage } from '../../../../tools/simulator/storage';
import { onFlash } from '../../../support/shop-box';
import { engineCrc32 } from '../../../support/voice-pack';

const random = (): number => 77;
const open = (storage: Storage): Journal => openJournal(flashFiles(storage), engineCrc32, random);
const reopen = (flash: Flash): Journal => open(new Storage(new Flash(flash.bytes)));
const seqs = (entries: JournalEntry[]): number[] => entries.map(({ seq }) => seq);

describe('the journal on flash', () => {
  test('gives back after a restart what was put in, with every field', () => {
    const flash = new Flash();
    const journal = open(new Storage(flash));
    const entries = [
      onFlash({ seq: 1, amountMinor: 2_147_483_647, currency: 840, charge: 70_000, paidAt: 1_900_000_000 }),
      onFlash({ seq: 2, kind: 'reversed', again: true }),
      onFlash({ seq: 3, kind: 'recap', count: 41, charge: 0 }),
    ];
    for (const entry of entries) expect(journal.keep(entry)).toBe(true);
    expect(journal.markSpoken(2)).toBe(true);
    expect(journal.markSpoken(2)).toBe(true);
    expect(journal.markSpoken(9)).toBe(false);
    const found = reopen(flash);
    expect(found.health).toBe('ok');
    expect(found.recall().entries).toEqual([entries[0], { ...entries[1], stage: 'spoken' }, entries[2]]);
  });

  test('counts starts, each higher than all before', () => {
    const flash = new Flash();
    const counts = Array.from({ length: 600 }, () => reopen(flash).nextRestart());
    expect(counts).toEqual(Array.from({ length: 600 }, (_none, i) => i + 1));
  });

  test('keeps the last 48 over a thousand payments, and knows the floor', () => {
    const flash = new Flash();
    const journal = open(new Storage(flash));
    for (let seq = 1; seq <= 1000; seq++) {
      expect(journal.keep(onFlash({ seq }))).toBe(true);
      expect(journal.markSpoken(seq)).toBe(true);
    }
    const { entries, floor } = reopen(flash).recall();
    expect(seqs(entries)).toEqual(Array.from({ length: 48 }, (_none, i) => 953 + i));
    expect(floor).toBe(952);
  });

  test('is gentle: a thousand payments turn four files, 33 kB of flash', () => {
    const flash = new Flash();
    const journal = open(new Storage(flash));
    const before = new Storage(flash).getFree();
    for (let seq = 1; seq <= 1000; seq++) {
      journal.keep(onFlash({ seq }));
      journal.markSpoken(seq);
    }
    expect(before - new Storage(flash).getFree()).toBe(4 * (8192 + 32));
  });

  test('never drops an unspoken one', () => {
    const flash = new Flash();
    const journal = open(new Storage(flash));
    journal.keep(onFlash({ seq: 1 }));
    for (let seq = 2; seq <= 500; seq++) {
      journal.keep(onFlash({ seq }));
      journal.markSpoken(seq);
    }
    expect(seqs(reopen(flash).recall().entries)).toContain(1);
  });

  test('says so when Storage is full, and stays readable', () => {
    const flash = new Flash();
    const storage = new Storage(flash);
    const journal = open(storage);
    let room = storage.getFree() - 32;
    // What is left is less than one file of the journal.
    storage.write('filler', 'x', 0, (room -= 4096));
    let kept = 0;
    while (kept < 1000 && journal.keep(onFlash({ seq: kept + 1 }))) kept++;
    expect(kept).toBe(254);
    expect(reopen(flash).recall().entries).toHaveLength(254);
    expect(room).toBeGreaterThan(0);
  });
});

/** Thousands of lives: half a minute where the machine has something else to do. */
const LIMIT_MS = 120_000;

describe('a power cut at any byte', { timeout: LIMIT_MS }, () => {
  interface Life {
    kept: number[];
    spoken: number[];
  }

  /** Lives on this flash until the power goes; what the journal promised by then. */
  function live(flash: Flash, from: number, payments: number): Life {
    const life: Life = { kept: [], spoken: [] };
    const journal = open(new Storage(flash));
    journal.nextRestart();
    for (let seq = from; seq < from + payments; seq++) {
      if (journal.keep(onFlash({ seq }))) life.kept.push(seq);
      if (journal.markSpoken(seq)) life.spoken.push(seq);
    }
    return life;
  }

  /** The same life, cut after so many bytes of flash writing. */
  function cut(image: Uint8Array, bytes: number, from: number, payments: number): { life: Life; flash: Flash } {
    let dead = false;
    const flash = new Flash(image.slice(), () => (dead = true));
    flash.failAfter(bytes);
    const life: Life = { kept: [], spoken: [] };
    const storage = new Storage(flash);
    // Nothing happens after the power went: the journal's own handling of exceptions must not go on.
    const mortal = {
      ...storage,
      read: (name: string, offset?: number, length?: number) => storage.read(name, offset, length),
      write(name: string, content: string, offset?: number, size?: number) {
        if (dead) throw new PowerLost();
        return storage.write(name, content, offset, size);
      },
    };
    const journal = open(mortal as never);
    if (!dead) journal.nextRestart();
    for (let seq = from; seq < from + payments && !dead; seq++) {
      if (journal.keep(onFlash({ seq })) && !dead) life.kept.push(seq);
      if (!dead && journal.markSpoken(seq) && !dead) life.spoken.push(seq);
    }
    flash.failAfter(undefined);
    return { life, flash };
  }

  function expectWhole(flash: Flash, life: Life, restarts: number): void {
    const found = reopen(flash);
    expect(found.health).not.toBe('lost');
    const { entries, floor } = found.recall();
    for (const seq of life.kept) expect(seqs(entries).includes(seq) || seq <= floor, `seq ${seq}`).toBe(true);
    const spoken = entries.filter(({ stage }) => stage === 'spoken').map(({ seq }) => seq);
    for (const seq of life.spoken) expect(spoken.includes(seq) || seq <= floor, `spoken ${seq}`).toBe(true);
    expect(found.nextRestart()).toBeGreaterThan(restarts);
    expect(found.keep(onFlash({ seq: 5000 }))).toBe(true);
    expect(seqs(reopen(flash).recall().entries)).toContain(5000);
  }

  test('while payments are kept and marked loses nothing that was promised', () => {
    const flash = new Flash();
    live(flash, 1, 3);
    const image = flash.bytes.slice();
    for (let bytes = 0; bytes < 200; bytes++) {
      const after = cut(image, bytes, 4, 5);
      expectWhole(after.flash, after.life, 1);
    }
  });

  test('while the journal turns to its other file loses nothing that was promised', () => {
    const flash = new Flash();
    // 1 start and 252 payments: the file is full after two more records.
    live(flash, 1, 252);
    const image = flash.bytes.slice();
    for (let bytes = 0; bytes < 2100; bytes += 3) {
      const after = cut(image, bytes, 253, 4);
      expectWhole(after.flash, after.life, 1);
    }
  });

  test('in the second turn does not bring the first one back', () => {
    const flash = new Flash();
    live(flash, 1, 460);
    const image = flash.bytes.slice();
    for (let bytes = 0; bytes < 3000; bytes += 11) {
      const after = cut(image, bytes, 461, 12);
      expectWhole(after.flash, after.life, 1);
    }
  });
});

describe('damage', () => {
  test('of one record is reported as repaired and costs that record alone', () => {
    const flash = new Flash();
    const journal = open(new Storage(flash));
    for (let seq = 1; seq <= 5; seq++) journal.keep(onFlash({ seq }));
    // Behind Storage's own header: the head, two records, and in the third one the last byte of its seq.
    flash.bytes[32 + 3 * 32 + 7] = 0;
    const found = reopen(flash);
    expect(found.health).toBe('repaired');
    expect(found.recall().entries).toHaveLength(4);
  });

  test('of the newest file falls back on the other one', () => {
    const flash = new Flash();
    const journal = open(new Storage(flash));
    journal.nextRestart();
    for (let seq = 1; seq <= 300; seq++) {
      journal.keep(onFlash({ seq }));
      journal.markSpoken(seq);
    }
    const storage = new Storage(flash);
    storage.erase('journal1');
    storage.write('journal1', 'garbage of some sort, 40 bytes of it, yes', 0, 8192);
    const found = reopen(flash);
    expect(found.health).toBe('repaired');
    expect(seqs(found.recall().entries)).toContain(254);
    expect(found.nextRestart()).toBeGreaterThan(256);
  });

  test('of both is never a silent wipe', () => {
    const storage = new Storage(new Flash());
    storage.write('journal0', 'x'.repeat(64));
    storage.write('journal1', 'y'.repeat(64));
    const found = open(storage);
    expect(found.health).toBe('lost');
    expect(found.recall()).toEqual({ entries: [], floor: 0 });
    expect(found.nextRestart()).toBe(8192 + 77 + 1);
    expect(found.keep(onFlash({ seq: 1 }))).toBe(true);
  });
});
