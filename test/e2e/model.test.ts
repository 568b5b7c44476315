import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Books } from '../../tools/model/books';
import { runModel } from '../../tools/model/model';
import type { ModelReport } from '../../tools/model/model';
import { Workshop } from '../../tools/model/run';
import type { Happening, Schedule } from '../../tools/model/schedule';
import { shrink } from '../../tools/model/shrink';

const RUNS = 5_000;
const LIMIT_MS = 900_000;

describe('the five promises', () => {
  test(`hold over ${RUNS} schedules of trouble`, { timeout: LIMIT_MS }, async () => {
    // The built command, as anybody would run it; on one core, because other tests need the others.
    const args = ['.build/cli/ghanti.js', 'model', '--runs', String(RUNS), '--jobs', '1', '--json'];
    const { stdout } = await promisify(execFile)(process.execPath, args).catch((error: { stdout: string }) => error);
    const { failures, announcements } = JSON.parse(stdout) as ModelReport;
    expect(failures).toEqual([]);
    expect(announcements).toBeGreaterThan(RUNS);
  });
});

describe('the witness', () => {
  let workshop: Workshop;
  beforeAll(async () => {
    workshop = await new Workshop().prepare();
  });
  afterAll(() => workshop.remove());

  const day = (happenings: Happening[]): Schedule => ({ seed: 2, lengthMs: 60_000, happenings });
  const sale: Happening = { atMs: 5_000, is: 'sale', amountMinor: 125_050 };
  const paid: Happening = { atMs: 9_000, is: 'customer', back: 0, does: 'pay' };

  test('has nothing to say of a quiet day', async () => {
    expect(await workshop.run(day([sale, paid]))).toMatchObject({ broken: undefined, sales: 1, announcements: 1 });
  });

  test('notices a payment that nobody has made', async () => {
    const { broken } = await workshop.run(day([sale, { atMs: 9_000, is: 'switch-lies' }]));
    expect(broken).toBe('paid 125050 was told, and nobody has paid that');
  });

  test('notices a payment that is told twice as new', () => {
    const books = new Books(new Map([['session-1', { amountMinor: 125_050, state: 'paid' }]]));
    const told = { say: 'paid', kind: 'new', amountMinor: 125_050, currency: 524, seqs: [7], language: 'en' } as const;
    books.begins({ ...told, seqs: [7] });
    expect(() => books.begins({ ...told, seqs: [7] })).toThrow('announcement 7 was told 2 times as new');
  });

  test('notices a number that is used twice, and which happening did it', async () => {
    const exchanged: Happening = { atMs: 10_000, is: 'flash-exchanged' };
    const noise: Happening[] = [1, 2, 3].map((n) => ({ atMs: 20_000 * n, is: 'key', key: 'dismiss' }));
    const { schedule, broken } = await shrink(workshop, day([sale, paid, exchanged, ...noise]));
    expect(broken).toMatch(/^number 65537 up was used twice/);
    expect(schedule.happenings).toEqual([exchanged]);
  });

  test('sees the same day twice from the same seed', async () => {
    const runs = await Promise.all([runModel(40, 5), runModel(40, 5)]);
    expect(runs[0]).toEqual(runs[1]);
  });
});
