import { readFileSync } from 'node:fs';
import { decode, encode } from 'cborg';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeDown, decodeUp, encodeMessage } from '../../../../firmware/wire/index';
import * as keys from '../../../../firmware/wire/keys';
import { isOfKind, kindOf, readCddl, valuesOf } from '../../../support/cddl';
import { downs, ups } from '../../../support/wire';

const rules = readCddl(readFileSync('firmware/wire/wire.cddl', 'utf8'));
const kebab = (name: string): string => name.toLowerCase().replaceAll('_', '-');
const numbered = (prefix: string): [string, number][] =>
  Object.entries(keys).flatMap(([name, value]) =>
    name.startsWith(prefix) && typeof value === 'number' ? [[kebab(name.slice(prefix.length)), value]] : [],
  );
const wordsOf = (rule: string): string[] => [...rules.get(rule)!.matchAll(/([a-z-]+): (\d+)/g)].map((word) => word[1]!);
const names = (rule: string): string[] => rules.get(rule)!.split(' / ');

describe('the specification of the wire', () => {
  test('gives every key the number that the code has', () => {
    const specified = [...rules]
      .filter(([name]) => name.startsWith('k-'))
      .map(([name, number]) => [name.slice(2), Number(number)]);
    expect(specified).toEqual(numbered('KEY_').filter(([name]) => name !== 'end'));
  });

  test('gives every message the type number and name that the code has', () => {
    const types = new Map(numbered('TYPE_').filter(([name]) => !['first-up', 'last-up'].includes(name)));
    expect([...types.keys()]).toEqual(keys.typeNames);
    expect([...types.values()]).toEqual([...keys.typeNames.keys()]);
    const second = ['refusal', 'priced-progress'];
    for (const name of [...names('down'), ...names('up')].filter((one) => !second.includes(one))) {
      expect(rules.get(name), name).toContain(`k-type ^ => ${types.get(name)},`);
    }
  });

  test('gives every word the number that the code has', () => {
    expect(wordsOf('progress-stage')).toEqual(keys.progressStages);
    expect(wordsOf('closing')).toEqual(keys.closings);
    expect(wordsOf('health')).toEqual(keys.healths);
    expect(wordsOf('command-word')).toEqual(keys.commands);
    expect(wordsOf('journal-state')).toEqual(keys.journalStates);
    expect([...wordsOf('ack-stage'), 'refused']).toEqual(keys.ackStages);
    expect(wordsOf('refusal-reason')).toEqual(keys.refusals);
    expect(wordsOf('update-stage')).toEqual(keys.updateStages);
  });

  test.each([...names('down'), ...names('up')])(
    'is kept by the reader: every %s that it allows is taken and written again byte for byte',
    (name) => {
      const read = names('down').includes(name) ? decodeDown : decodeUp;
      fc.assert(
        fc.property(valuesOf(kindOf(rules, name)), (value) => {
          const bytes = Buffer.from(encode(value)).toString('latin1');
          const message = read(bytes);
          if (typeof message === 'string') throw new Error(message);
          expect(encodeMessage(message)).toBe(bytes);
        }),
      );
    },
  );

  test.each([
    ['down', downs],
    ['up', ups],
  ] as const)('is kept by the writer: every message that goes %s is one that it allows', (direction, messages) => {
    const kind = kindOf(rules, direction);
    fc.assert(
      fc.property(messages, (message) => {
        expect(
          isOfKind(kind, decode(Buffer.from(encodeMessage(message), 'latin1'), { useMaps: true, strict: true })),
        ).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});
