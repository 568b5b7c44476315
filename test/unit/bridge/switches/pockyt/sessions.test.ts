import { expect, test } from 'vitest';
import { createSessions, fingerprint, referenceOf, tryOf } from '../../../../../bridge/switches/pockyt/sessions';

const SESSION = '0123456789ABCDEFGHJKMNPQ';
const session = (name: string) => ({ session: name, amountMinor: 100, currency: 'USD', expiresAtMs: 0 }) as const;

test('the reference of a try leads back to its charge', () => {
  for (let attempt = 1; attempt <= 9; attempt++)
    expect(tryOf(referenceOf(SESSION, attempt))).toEqual({ session: SESSION, attempt });
  expect(referenceOf(SESSION, 1)).toBe(SESSION);
  for (const other of ['', 'POS1-0001', `${SESSION}-1`, `${SESSION}-10`, `${SESSION}-`, `x${SESSION}`, `${SESSION}\n`])
    expect(tryOf(other)).toBeUndefined();
});

test('the same charge again keeps what is known of it', () => {
  const sessions = createSessions();
  const one = sessions.remember(session('A'));
  one.stage = 'made';
  expect(sessions.remember(session('A'))).toBe(one);
});

test('of two thousand charges the oldest is forgotten first, unless it is watched or being paid', () => {
  const sessions = createSessions();
  sessions.remember(session('watched')).watched = true;
  sessions.remember(session('paying')).stage = 'paying';
  for (let count = 0; count < 2_000; count++) sessions.remember(session(`S${count}`));
  expect([...sessions.all()]).toHaveLength(2_000);
  expect(['watched', 'paying', 'S0', 'S1', 'S2'].map((name) => sessions.get(name) !== undefined)).toEqual([
    ...[true, true],
    ...[false, false, true],
  ]);
});

test('a fingerprint tells codes apart and holds none of their letters', () => {
  const code = '280000000000001234';
  expect(fingerprint(code)).toBe(fingerprint(code));
  expect(fingerprint(code)).not.toBe(fingerprint('280000000000001235'));
  expect(fingerprint(code)).not.toContain('1234');
});
