import { describe, expect, test } from 'vitest';
import { Flash, PAGE_BYTES, PAGES, PowerLost } from '../../../../tools/simulator/flash';
import { Storage } from '../../../../tools/simulator/storage';

const small = (pages: number): Uint8Array => new Uint8Array(pages * PAGE_BYTES).fill(0xff);

describe('the simulated flash', () => {
  test('is as large as the chip’s and can only lose bits without an erase', () => {
    const flash = new Flash();
    expect(flash.bytes.length).toBe(PAGES * PAGE_BYTES);
    flash.program(10, Uint8Array.of(0b1100));
    flash.program(10, Uint8Array.of(0b1010));
    expect(flash.bytes[10]).toBe(0b1000);
    flash.erasePage(0);
    expect(flash.bytes[10]).toBe(0xff);
  });

  test('keeps what was written before the power went, and says so once', () => {
    let lost = 0;
    const flash = new Flash(small(1), () => lost++);
    flash.failAfter(2);
    expect(() => flash.program(0, Uint8Array.of(1, 2, 3, 4))).toThrow(PowerLost);
    expect([...flash.bytes.subarray(0, 4)]).toEqual([1, 2, 0xff, 0xff]);
    expect(lost).toBe(1);
  });
});

describe('the simulated Storage', () => {
  test('gives back binary files whole and in stretches', () => {
    const storage = new Storage(new Flash());
    const bytes = '\x00\x01\xff\x80abc';
    expect(storage.write('font', bytes)).toBe(true);
    expect(storage.read('font')).toBe(bytes);
    expect(storage.read('font', 4, 2)).toBe('ab');
    expect(storage.read('font', 5, 99)).toBe('bc');
    expect(storage.read('none')).toBeUndefined();
    expect(storage.list()).toEqual(['font']);
  });

  test('fills a file laid out before, but never over what is written', () => {
    const storage = new Storage(new Flash());
    storage.write('journal', 'ab', 0, 8);
    storage.write('journal', 'cd', 2);
    expect(storage.read('journal')).toBe('abcd\xff\xff\xff\xff');
    expect(() => storage.write('journal', 'x', 1)).toThrow('File already written with different data');
    expect(() => storage.write('journal', 'x', 8)).toThrow('Too much data for file size');
    expect(() => storage.write('other', 'x', 3)).toThrow('Unable to find or create file');
  });

  test('survives a power cut as a new box on the same flash', () => {
    const flash = new Flash();
    new Storage(flash).write('config', 'Asha Stores');
    expect(new Storage(new Flash(flash.bytes)).read('config')).toBe('Asha Stores');
  });

  test('makes room by moving files together when the flash is full, and refuses what never fits', () => {
    const storage = new Storage(new Flash(small(2)));
    storage.write('kept', 'k'.repeat(1000));
    for (let round = 0; round < 20; round++) storage.write('config', String(round).repeat(700));
    expect(storage.read('kept')).toBe('k'.repeat(1000));
    expect(storage.read('config')).toBe('19'.repeat(700));
    expect(() => storage.write('huge', 'h'.repeat(9000))).toThrow('Unable to find or create file');
    expect(storage.read('kept')).toBe('k'.repeat(1000));
  });

  test('takes no second copy of a file that has not changed', () => {
    const storage = new Storage(new Flash());
    storage.write('config', 'same');
    const free = storage.getFree();
    storage.write('config', 'same');
    expect(storage.getFree()).toBe(free);
    storage.erase('config');
    expect(storage.read('config')).toBeUndefined();
  });
});
