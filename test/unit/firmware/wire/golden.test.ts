import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { decodeDown, decodeUp, encodeMessage, open, peekSeq, seal, sha256 } from '../../../../firmware/wire/index';
import { fromHex, nativeSha256, toHex } from '../../../support/wire';
import { goldenRefusals } from '../../../support/wire-refusals';
import type { GoldenRefusal } from '../../../support/wire-refusals';
import { goldenKey, goldenMessages, goldenTopic } from '../../../support/wire-vectors';
import type { GoldenMessage } from '../../../support/wire-vectors';

const MESSAGES = 'test/golden/wire/messages.json';
const REFUSALS = 'test/golden/wire/refused.json';
const asText = (vectors: unknown[]): string => {
  const lines = vectors.map((one) =>
    JSON.stringify(one).replace(/[\u007f-\u00ff]/g, (c) => '\\u00' + c.charCodeAt(0).toString(16)),
  );
  return `[\n${lines.join(',\n')}\n]\n`;
};
// GHANTI_GOLDEN=write writes the files anew after a change of the wire that is meant; the difference is then reviewed.
if (process.env['GHANTI_GOLDEN'] === 'write') {
  writeFileSync(MESSAGES, asText(goldenMessages()));
  writeFileSync(REFUSALS, asText(goldenRefusals()));
}
const messages = JSON.parse(readFileSync(MESSAGES, 'utf8')) as GoldenMessage[];
const refusals = JSON.parse(readFileSync(REFUSALS, 'utf8')) as GoldenRefusal[];

describe('the golden vectors of the wire', () => {
  test('are those that the wire of today makes', () => {
    expect(readFileSync(MESSAGES, 'utf8')).toBe(asText(goldenMessages()));
    expect(readFileSync(REFUSALS, 'utf8')).toBe(asText(goldenRefusals()));
  });

  test('have every message and every word', () => {
    expect(new Set(messages.map((one) => one.message.is)).size).toBe(20);
    expect(messages.every((one) => one.sealed.length <= 1800 && one.payload !== '')).toBe(true);
  });

  test.each(messages)('$name goes $direction and arrives as it left', ({ direction, message, payload, sealed }) => {
    const taken = open(nativeSha256, goldenKey, goldenTopic[direction], fromHex(sealed));
    expect(toHex(taken ?? '')).toBe(payload);
    expect((direction === 'down' ? decodeDown : decodeUp)(taken!)).toEqual(message);
    expect(peekSeq(taken!)).toBe(message.seq);
    expect(toHex(encodeMessage(message))).toBe(payload);
    expect(toHex(seal(sha256, goldenKey, goldenTopic[direction], fromHex(payload)))).toBe(sealed);
  });

  test.each(refusals.filter((one) => 'sealed' in one))('$name is not opened', ({ direction, sealed }) => {
    expect(open(nativeSha256, goldenKey, goldenTopic[direction], fromHex(sealed))).toBeUndefined();
  });

  test.each(refusals.filter((one) => 'payload' in one))(
    '$name is refused, whoever sealed it',
    ({ direction, payload, fault, of }) => {
      expect((direction === 'down' ? decodeDown : decodeUp)(fromHex(payload))).toBe(fault);
      expect(peekSeq(fromHex(payload))).toBe(of);
    },
  );

  test('keep the sizes that the budget gives to a payment and to a QR', () => {
    const bytes = (name: string): number => messages.find((one) => one.name === name)!.sealed.length / 2;
    expect([bytes('a payment'), bytes('a payment at every limit'), bytes('a QR of version 10')]).toEqual([39, 50, 189]);
  });

  test('has the payment that the README takes apart', () => {
    const example = readFileSync('firmware/wire/README.md', 'utf8').split('```').at(-2)!;
    const hex = [...example.matchAll(/^ *((?:[0-9a-f]{2,} ?)+)/gm)]
      .map((line) => line[1]!.replaceAll(' ', ''))
      .join('');
    expect(hex).toBe(messages.find((one) => one.name === 'a payment')!.sealed);
  });
});
