import { describe, expect, test } from 'vitest';
import { arabicForms, shaped } from '../../../../bridge/gateway/arabic';

/** Back to plain letters: Unicode's compatibility decomposition of presentation forms, in the order of reading. */
const plain = (text: string): string =>
  text
    .split(' ')
    .map((word) => [...word].reverse().join('').normalize('NFKC'))
    .join(' ');

describe('an Urdu text for a box', () => {
  test('has each letter in the form that it has beside its neighbours', () => {
    // Beh initial, alef final, then beh alone: nothing joins behind an alef (The Unicode Standard, 9.2).
    expect([...shaped('باب')].map((letter) => letter.codePointAt(0)!.toString(16))).toEqual(['fe8f', 'fe8e', 'fe91']);
    expect([...shaped('ملک')].map((letter) => letter.codePointAt(0)!.toString(16))).toEqual(['fb8f', 'fee0', 'fee3']);
  });

  test('writes lam and alef as one letter, joined to what stands before', () => {
    expect(shaped('لا')).toBe('\ufefb');
    expect(shaped('بلا')).toBe('\ufefc\ufe91');
  });

  test('keeps the order of its words, which the box needs to break lines', () => {
    expect(plain(shaped('دکان سے نیا کوڈ لیں'))).toBe('دکان سے نیا کوڈ لیں');
  });

  test('keeps numbers and Latin words in it from left to right', () => {
    expect(shaped('24گھنٹے').endsWith('24')).toBe(true);
    expect(shaped('Enter سے').startsWith('Enter ')).toBe(true);
    expect(shaped('وائی-فائی').includes('-')).toBe(true);
  });

  test('leaves out vowel signs, and other scripts alone', () => {
    expect(shaped('مُلک')).toBe(shaped('ملک'));
    for (const other of ['Himal Kirana 24', 'हिमाल किराना', 'ហាង', '']) expect(shaped(other)).toBe(other);
  });

  test('uses forms that Unicode decomposes to the same letter, and no others', () => {
    for (const form of arabicForms()) expect(form.normalize('NFKC')).toMatch(/^[\u0621-\u06d3]{1,2}$/);
    expect(new Set(arabicForms()).size).toBe(arabicForms().length);
  });
});
