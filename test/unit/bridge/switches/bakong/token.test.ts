import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { SwitchError, type Health } from '../../../../../bridge/payments/ports';
import { bakongConfig } from '../../../../../bridge/switches/bakong/config';
import { createHealth } from '../../../../../bridge/switches/bakong/health';
import { Tokens } from '../../../../../bridge/switches/bakong/token';

const DAY_MS = 86_400_000;
const ISSUED_MS = Date.parse('2025-01-01');
const merchant = { bakongAccountID: 'demo_shop@devbank', merchantName: 'Demo Shop' };

let folder = '';
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'bakong-token-'))));
afterEach(() => rmSync(folder, { recursive: true }));

function open(renewal: () => Promise<string>, token = 'first') {
  const world = { nowMs: ISSUED_MS, logs: [] as string[], healths: [] as Health[], renewals: 0 };
  const health = createHealth({ health: (now) => void world.healths.push(now) });
  health.ok();
  const file = { tokenFile: join(folder, 'token.json'), email: 'shop@example.com' };
  const tokens = new Tokens(
    bakongConfig.parse({ merchant, token, tokenIssuedAt: '2025-01-01', ...file }),
    {
      log: (level, message, fields) => void world.logs.push(`${level} ${message} ${JSON.stringify(fields)}`),
      nowMs: () => world.nowMs,
    },
    health,
    () => {
      world.renewals++;
      return renewal();
    },
  );
  const atDay = async (day: number) => {
    world.nowMs = ISSUED_MS + day * DAY_MS;
    await tokens.check();
  };
  return { tokens, world, atDay };
}
const down = (): Promise<string> => Promise.reject(new SwitchError('unreachable', 'bakong: no answer', true));

describe('a token of 90 days', () => {
  test('is left alone for 82 days and renewed from the 83rd', async () => {
    const { tokens, world, atDay } = open(() => Promise.resolve('second'));
    for (let day = 0; day <= 82; day++) await atDay(day);
    expect([world.renewals, tokens.current]).toEqual([0, 'first']);
    await atDay(83);
    expect([world.renewals, tokens.current]).toEqual([1, 'second']);
    expect(tokens.endsAtMs).toBe(ISSUED_MS + 173 * DAY_MS);
    for (let day = 84; day <= 165; day++) await atDay(day);
    expect([world.renewals, world.healths.at(-1)]).toEqual([1, { state: 'ok', detail: '' }]);
  });

  test('that cannot be renewed is warned of 7 and 3 days before its end and at it, once each', async () => {
    const { world, atDay } = open(down);
    for (let day = 80; day <= 91; day += 0.25) await atDay(day);
    const said = world.logs.map((line) => [line.split(' ')[0], /"daysLeft":(\d+)/.exec(line)?.[1]]);
    expect(said).toEqual([
      ['warn', '7'],
      ['error', '3'],
      ['error', '0'],
    ]);
    expect(world.healths.at(-1)).toMatchObject({
      state: 'ok',
      detail: expect.stringContaining('the token has ended; bakong: no answer') as string,
    });
  });

  test('is asked for once, however many calls were refused at the same time', async () => {
    const { tokens, world } = open(() => Promise.resolve('second'));
    const renewed = await Promise.all([1, 2, 3].map(() => tokens.refused('first')));
    expect([renewed, world.renewals]).toEqual([['second', 'second', 'second'], 1]);
    expect(await tokens.refused('first')).toBe('second');
    expect(world.renewals).toBe(1);
  });

  test('says its own end when it is a JWT, and garbage says nothing', () => {
    const jwt = `e30.${Buffer.from(JSON.stringify({ exp: 1_800_000_000 })).toString('base64url')}.x`;
    expect(open(down, jwt).tokens.endsAtMs).toBe(1_800_000_000_000);
    for (const odd of ['a.b.c', 'e30..', `e30.${Buffer.from('{"exp":"soon"}').toString('base64url')}.x`])
      expect(open(down, odd).tokens.endsAtMs).toBe(ISSUED_MS + 90 * DAY_MS);
  });
});
