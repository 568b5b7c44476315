import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { board } from '../../boards/esp32-cyd';
import { planQr } from '../../bridge/gateway/qr/plan';
import { currencies } from '../../firmware/wire/currencies';
import { buildQrTables } from '../../tools/qr/tables';
import { languageTags } from '../../tools/voice/registry';
import { seededAmounts } from '../support/amounts';
import { tonePack } from '../support/voice-pack';
import { hostileSteps } from '../support/hostile';
import { luaOf, runInFengari, runInLua, runInNode, runInNodemcu } from '../support/lua';
import type { Globals } from '../support/lua';
import { need } from '../support/need';
import { payloads } from '../support/payloads';
import { fromHex } from '../support/wire';
import type { GoldenRefusal } from '../support/wire-refusals';
import { goldenKey, goldenTopic } from '../support/wire-vectors';
import type { GoldenMessage } from '../support/wire-vectors';

// The portable firmware, byte for byte the same on every engine: each program runs in Node as JavaScript and as Lua in
// fengari (32-bit integers, as NodeMCU) and in Debian's Luas. The Espruino twins of these tests stand beside this file.

const LIMIT_MS = 120_000;
const HOSTILE = 2_000;
const golden = <T>(name: string): T => JSON.parse(readFileSync(`test/golden/wire/${name}.json`, 'utf8')) as T;
const messages = golden<GoldenMessage[]>('messages');
const refusals = golden<GoldenRefusal[]>('refused');

interface Program {
  about: string;
  path: string;
  globals: Globals;
  /** What Node must have said, so that two engines cannot agree on nothing. */
  right(lines: string[]): void;
}

function wire(): Program {
  const steps = [...messages, ...refusals].map((one) => ({
    is: 'sealed' in one ? 'sealed' : 'payload',
    down: one.direction === 'down',
    topic: goldenTopic[one.direction],
    bytes: fromHex('sealed' in one ? one.sealed : one.payload),
  }));
  const hashes = ['', 'abc', 'x'.repeat(55), 'x'.repeat(56), 'x'.repeat(119)].map((bytes) => ({ is: 'hash', bytes }));
  return {
    about: 'opens, reads, writes and seals every golden message, and refuses every hostile one',
    path: 'test/engines/wire-entry.ts',
    globals: { KEY: goldenKey, STEPS: [...steps, ...hashes] },
    right(lines) {
      expect(lines).toHaveLength(messages.length + refusals.length + hashes.length);
      messages.forEach((one, i) => expect(lines[i]).toMatch(new RegExp(`\\) ${one.sealed}$`)));
      refusals.forEach((one, i) => {
        const fault = 'sealed' in one ? 'refused' : `${Buffer.from(one.fault).toString('hex')} ${one.of}`;
        expect(lines[messages.length + i]).toBe(fault);
      });
    },
  };
}

function hostile(): Program {
  const steps = hostileSteps(HOSTILE, 11);
  return {
    about: `makes the same of ${HOSTILE} messages that were tampered with`,
    path: 'test/engines/wire-entry.ts',
    globals: { KEY: goldenKey, STEPS: steps },
    right(lines) {
      expect(lines).toHaveLength(HOSTILE);
      // Most are refused for a reason, some are still good, and no frame is taken whose bytes are not the sender's.
      expect(lines.filter((line) => line.startsWith('(')).length).toBeGreaterThan(HOSTILE / 40);
      expect(lines.filter((line) => !line.startsWith('(')).length).toBeGreaterThan(HOSTILE / 2);
      const sent = new Set(messages.map((one) => fromHex(one.sealed)));
      steps.forEach((step, i) => {
        if (step.is === 'sealed' && lines[i] !== 'refused') expect(sent).toContain(step.bytes);
      });
    },
  };
}

function qr(): Program {
  const plans = payloads(99, 10).map((text) => planQr(text, board.qr));
  const symbols = plans.map(({ version, level, mask, codewords }) => ({ version, level, mask, codewords }));
  return {
    about: 'makes the same modules of a QR',
    path: 'test/engines/qr-entry.ts',
    globals: { TABLES: Buffer.from(buildQrTables(board.qr)).toString('latin1'), SYMBOLS: symbols },
    right: (lines) => lines.forEach((line) => expect(line.length).toBeGreaterThan(100)),
  };
}

function speech(): Program {
  const amounts = [...seededAmounts(20, 3), 1, 100, 2 ** 31 - 1];
  const paid = languageTags.flatMap((language) =>
    amounts.map((amountMinor, i) => {
      const currency = currencies[i % currencies.length]!.numeric;
      return { say: 'paid', kind: 'new', amountMinor, currency, seqs: [i], language };
    }),
  );
  const recap = {
    say: 'recap',
    count: 21,
    again: false,
    amountMinor: 125_050,
    currency: 524,
    seqs: [1],
    language: 'ne',
  };
  const files = languageTags.map((tag) => [`voice-${tag}`, Buffer.from(tonePack(tag)).toString('latin1')]);
  return {
    about: 'says the same clips, and finds them at the same place',
    path: 'test/engines/compose-entry.ts',
    globals: { PACKS: Object.fromEntries(files) as Globals, UTTERANCES: [...paid, recap] },
    right: (lines) => lines.forEach((line) => expect(line).toMatch(/^[\d,.]+:( \d+)+( \d+\+\d+\/\d+)+$/)),
  };
}

function panels(): Program {
  return {
    about: 'sends the same bytes to every panel',
    path: 'test/engines/panels-entry.ts',
    globals: {},
    right(lines) {
      expect(lines.filter((line) => line === 'shown')).toHaveLength(20);
      expect(lines.filter((line) => line === 'lit')).toHaveLength(5);
    },
  };
}

function parts(): Program {
  return {
    about: 'says the same to every module and hears the same keys',
    path: 'test/engines/parts-entry.ts',
    globals: {},
    right(lines) {
      const ends = lines.filter((line) => line.startsWith('done')).map((line) => line.substring(5));
      expect(ends).toEqual(['audio-pack', 'audio-timeout', 'audio-missing', 'whole', 'audio-stopped']);
      expect(lines.filter((line) => line.startsWith('code'))).toEqual(['code 28123456', 'code 13\xe9']);
      const keys = lines.filter((line) => line.startsWith('key')).map((line) => line.substring(4));
      expect(keys.join(' ')).toBe(
        'repeat total 3 6 9 enter clear 1 clear 1 0 clear 1 9 clear 1 9 0 clear 1 9 9 clear 1 9 9 0 enter',
      );
    },
  };
}

const story = (seed: number): Program => ({
  about: `is the same box in a story of 250 steps (seed ${seed})`,
  path: 'test/engines/app-entry.ts',
  globals: { STEPS: 250, SEED: seed },
  right: (lines) => expect(lines.join('').match(/run:say/g)!.length).toBeGreaterThan(10),
});

const programs = [wire(), hostile(), qr(), speech(), panels(), parts(), ...[1, 2, 3, 4].map(story)];
const expected = new Map<Program, string[]>();

beforeAll(() => {
  for (const program of programs) expected.set(program, runInNode(program.path, program.globals));
});

describe('in Node', () => {
  test.each(programs)('the firmware $about', (program) => program.right(expected.get(program)!));
});

describe('in fengari, with 32-bit integers,', () => {
  test.each(programs)('the firmware $about', { timeout: LIMIT_MS }, (program) => {
    expect(runInFengari(luaOf(program.path, '5.3'), program.globals)).toEqual(expected.get(program));
  });
});

need('lua5.3', 'in lua5.3', () => {
  test.each(programs)('the firmware $about', { timeout: LIMIT_MS }, (program) => {
    expect(runInLua('5.3', luaOf(program.path, '5.3'), program.globals)).toEqual(expected.get(program));
  });
});

need('lua5.1', 'in lua5.1', () => {
  test.each(programs)('the firmware $about', { timeout: LIMIT_MS }, (program) => {
    expect(runInLua('5.1', luaOf(program.path, '5.1'), program.globals)).toEqual(expected.get(program));
  });
});

need('NODEMCU_LUA', "in NodeMCU's own Lua, with 32-bit integers and floats,", () => {
  test.each(programs)('the firmware $about', { timeout: LIMIT_MS }, (program) => {
    expect(runInNodemcu(luaOf(program.path, '5.3'), program.globals)).toEqual(expected.get(program));
  });
});
