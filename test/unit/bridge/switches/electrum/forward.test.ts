import { describe, expect, test } from 'vitest';
import { Forwarder, type Owed } from '../../../../../bridge/switches/electrum/forward';
import type { AdviceOutcome } from '../../../../../bridge/switches/electrum/decode';

const again: AdviceOutcome = { is: 'again', why: 'HTTP 500', code: 'unreachable' };
const done: AdviceOutcome = { is: 'done' };

function opened(giveUpMs = 60_000) {
  const attempts: string[] = [];
  const givenUp: string[] = [];
  const forwarder = new Forwarder({
    ...{ backoff: { minMs: 5, maxMs: 20 }, giveUpMs, nowMs: () => Date.now() },
    onAttempt: ({ key }) => void attempts.push(key),
    onGivenUp: ({ key }) => void givenUp.push(key),
  });
  return { forwarder, attempts, givenUp };
}
/** Answers in this order, then done. */
const owed = (key: string, ...answers: (AdviceOutcome | Error)[]): Owed => ({
  ...{ key, sinceMs: Date.now() },
  send: async () => {
    const answer = answers.shift() ?? done;
    if (answer instanceof Error) throw answer;
    return answer;
  },
});

describe('advices that are owed', () => {
  test('are repeated until they are taken', async () => {
    const { forwarder, attempts } = opened();
    expect(await forwarder.owe(owed('a', again, new Error('cut'), again))).toBe('done');
    expect(attempts).toHaveLength(4);
  });

  test('are not repeated when they were refused', async () => {
    const { forwarder, attempts } = opened();
    expect(await forwarder.owe(owed('a', { is: 'refused', why: 'no' }))).toBe('refused');
    expect(attempts).toEqual(['a']);
  });

  test('are sent once, however often they are handed in', async () => {
    const { forwarder, attempts } = opened();
    const one = owed('a');
    expect(await Promise.all([forwarder.owe(one), forwarder.owe(one)])).toEqual(['done', 'done']);
    expect(attempts).toEqual(['a']);
  });

  test('do not wait for one that nobody takes', async () => {
    const { forwarder } = opened();
    void forwarder.owe({ ...owed('stuck'), send: async () => again });
    const others = Array.from({ length: 20 }, (_, index) => forwarder.owe(owed(`a${index}`)));
    expect(await Promise.all(others)).toEqual(others.map(() => 'done'));
    forwarder.close();
  });

  test('are at most four at once', async () => {
    const { forwarder } = opened();
    let now = 0;
    let most = 0;
    const send = async (): Promise<AdviceOutcome> => {
      most = Math.max(most, ++now);
      await new Promise((resolve) => setImmediate(resolve));
      now--;
      return done;
    };
    await Promise.all(Array.from({ length: 30 }, (_, index) => forwarder.owe({ ...owed(`${index}`), send })));
    expect(most).toBe(4);
  });

  test('are given up in the end, and that is said', async () => {
    const { forwarder, givenUp } = opened(0);
    const old = { ...owed('a'), sinceMs: Date.now() - 1_000, send: async () => again };
    expect([await forwarder.owe(old), givenUp]).toEqual(['given-up', ['a']]);
  });

  test('are hurried, and whoever hurries hears when it was in vain', async () => {
    const { forwarder } = opened();
    const ended = forwarder.owe(owed('a', again, again));
    await expect(forwarder.nudge('a')).rejects.toMatchObject({ code: 'unreachable', message: 'HTTP 500' });
    expect(await ended).toBe('done');
    await expect(forwarder.nudge('a')).resolves.toBeUndefined();
  });

  test('are left for the next run when the bridge ends', async () => {
    const { forwarder } = opened();
    const ended = forwarder.owe({ ...owed('a'), send: () => new Promise(() => undefined) });
    const hurried = forwarder.nudge('a');
    forwarder.close();
    await expect(hurried).rejects.toThrow('closed');
    expect([await ended, await forwarder.owe(owed('b'))]).toEqual(['closed', 'closed']);
  });
});
