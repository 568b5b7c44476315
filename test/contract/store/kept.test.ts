import { describe, expect, test } from 'vitest';
import { keepOf } from '../../../bridge/keep-of';
import { openedWithBox } from './opened';
import { stores } from './registry';

describe.each(stores)('what a switch must not forget, in the $name store', (kind) => {
  test('is there after a restart, the last text under each key', async () => {
    const { store, place } = await openedWithBox(kind);
    const keep = keepOf(store, 'electrum');
    await keep.put('b', '{"a":1}');
    await keep.put('a', '"नमस्ते"');
    await keep.put('b', '{"a":2}');
    await keep.put('c', '0');
    await keep.remove('c');
    await keep.remove('never there');
    await store.close();
    const again = await place.open();
    const found = await keepOf(again, 'electrum').all();
    await again.close();
    expect(found).toEqual([
      { key: 'a', json: '"नमस्ते"' },
      { key: 'b', json: '{"a":2}' },
    ]);
  });

  test('is not seen by another switch', async () => {
    const { store } = await openedWithBox(kind);
    await keepOf(store, 'electrum').put('a', '1');
    await keepOf(store, 'npx').put('a', '2');
    await keepOf(store, 'npx').remove('b');
    expect(await keepOf(store, 'electrum').all()).toEqual([{ key: 'a', json: '1' }]);
    expect(await keepOf(store, 'nepalpay').all()).toEqual([]);
  });

  test('is refused when it is too long, and nothing of it is kept', async () => {
    const { store } = await openedWithBox(kind);
    const keep = keepOf(store, 'electrum');
    await expect(keep.put('a'.repeat(101), '1')).rejects.toThrow('too long');
    await expect(keep.put('a', 'x'.repeat(16_001))).rejects.toThrow('too long');
    expect(await keep.all()).toEqual([]);
  });
});
