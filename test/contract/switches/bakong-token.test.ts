// The life of Bakong's access token: ended, renewed, kept, warned of.
import { chmodSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { expect } from 'vitest';
import { bakong, real, tokenFileOf, TIMING, withShop } from './bakong';
import { runCases, type Cases, type Stage } from './kit';

const DAY_MS = 86_400_000;
const kept = (stage: Stage) => JSON.parse(readFileSync(tokenFileOf(stage), 'utf8')) as { token: string };
/** Renewed, and written down. */
const renewed = ({ shop }: Stage): Promise<void> =>
  shop.until('the new token', () => shop.logs.some((line) => line.includes('was renewed')));
const renewals = (stage: Stage): number => real(stage).ledger.seen.renewals;

/** A payment comes although the token ended under way. */
const paidWith = (end: (stage: Stage) => void): Cases[string] => {
  return async (stage) => {
    const { shop, fake } = stage;
    const session = await shop.charge();
    end(stage);
    fake.pay(session);
    await shop.until('the payment', () => shop.state(session) === 'paid');
    await renewed(stage);
    expect([renewals(stage), shop.told(session)]).toEqual([1, ['opened', 'paid']]);
    expect(shop.healths.filter(({ state }) => state === 'trouble')).toEqual([]);
    expect(kept(stage).token).toBe(real(stage).ledger.token);
    expect(shop.logs.join('\n')).not.toContain(real(stage).ledger.token);
  };
};

const tokenCases: Cases = {
  'a token that ends is renewed by mail address, and the payment comes': paidWith((stage) => real(stage).expireToken()),
  'a token that ends after a few calls is renewed': paidWith((stage) =>
    real(stage).faults.set('token-after', { value: 3 }),
  ),
  'a refusal with error 6 under HTTP 200 renews as well': paidWith((stage) => {
    real(stage).faults.set('unauthorized-code');
    real(stage).expireToken();
  }),
  async 'a renewed token is for its owner’s eyes alone, and survives a restart'(stage) {
    const { shop } = stage;
    const session = await shop.charge();
    writeFileSync(`${tokenFileOf(stage)}.new`, 'left behind by a power cut');
    chmodSync(`${tokenFileOf(stage)}.new`, 0o644);
    real(stage).expireToken();
    await renewed(stage);
    expect(statSync(tokenFileOf(stage)).mode & 0o777).toBe(0o600);
    await shop.restart();
    await shop.lookUp(session);
    stage.fake.pay(session);
    await shop.until('the payment', () => shop.state(session) === 'paid');
    expect(renewals(stage)).toBe(1);
  },
  async 'a new token in the configuration beats the one that was kept'(stage) {
    const { shop } = stage;
    await shop.charge();
    real(stage).expireToken();
    await renewed(stage);
    const token = real(stage).ledger.issue(90);
    await withShop(stage, { token }, async (fresh) => {
      await fresh.charge();
      expect(renewals(stage)).toBe(1);
    });
  },
  async 'another process that renewed first is followed, not raced'(stage) {
    const { shop } = stage;
    const first = await shop.charge(100);
    await withShop(stage, {}, async (other) => {
      await other.charge(200);
      real(stage).expireToken();
      await other.lookUp(other.events[0]!.session).catch(() => undefined);
      await shop.until('a good road', () => renewals(stage) > 0 && shop.health()?.state === 'ok');
      await shop.lookUp(first);
    });
    expect(renewals(stage)).toBeLessThan(3);
  },
  async 'a token that ends in a few days is renewed before anybody notices'(stage) {
    const { ledger } = real(stage);
    await stage.shop.connector.close();
    await withShop(stage, { token: ledger.issue(5) }, async (shop) => {
      await shop.until('the new token', () => renewals(stage) === 1);
      await shop.charge();
      expect(shop.healths.filter(({ state }) => state === 'trouble')).toEqual([]);
    });
  },
  async 'without a mail address the operator is told what to do'(stage) {
    await stage.shop.connector.close();
    await withShop(stage, { email: undefined, tokenFile: undefined }, async (shop) => {
      const session = await shop.charge();
      real(stage).expireToken();
      stage.fake.pay(session);
      await shop.until('the trouble', () => shop.health()?.detail.includes('get a new token from Bakong') === true);
      expect([shop.told(session), renewals(stage)]).toEqual([['opened'], 0]);
    });
  },
  async 'a mail address that is not registered is named, and not asked for at every poll'(stage) {
    await stage.shop.connector.close();
    const { faults, ledger } = real(stage);
    await withShop(stage, { timing: { ...TIMING, renewGapMs: 600_000 } }, async (shop) => {
      await shop.charge();
      faults.set('renew-unregistered');
      real(stage).expireToken();
      await shop.until('the trouble', () => shop.health()?.detail.includes('`email` is not registered') === true);
      const before = ledger.seen.calls.length;
      await shop.until('more polls', () => ledger.seen.calls.length > before + 5);
      expect(ledger.seen.calls.filter(({ path }) => path === '/v1/renew_token')).toHaveLength(1);
    });
  },
  async 'a renewal that brings no better token is not tried for ever'(stage) {
    await stage.shop.connector.close();
    real(stage).faults.set('renew-same');
    await withShop(stage, { timing: { ...TIMING, renewGapMs: 600_000 } }, async (shop) => {
      const session = await shop.chargeBlindly();
      real(stage).expireToken();
      await shop.until('the trouble', () => shop.health()?.detail.includes('credentials') === true);
      await expect(shop.lookUp(session)).rejects.toMatchObject({ code: 'auth' });
      expect(renewals(stage)).toBeLessThan(2);
    });
  },
  async 'a file that cannot be written is said aloud, and the new token works until the restart'(stage) {
    await stage.shop.connector.close();
    await withShop(stage, { tokenFile: '/no/such/folder/token.json' }, async (shop) => {
      await shop.charge();
      real(stage).expireToken();
      await shop.until('the new token', () => renewals(stage) === 1);
      await shop.until('the note', () => shop.health()?.detail.includes('cannot be written') === true);
      expect(shop.health()?.state).toBe('ok');
    });
  },
  async 'a file that is no token file is left alone, and the configured token is used'(stage) {
    await stage.shop.connector.close();
    writeFileSync(tokenFileOf(stage), '{}');
    await withShop(stage, {}, async (shop) => {
      await shop.charge();
      expect(shop.logs.some((line) => line.includes('cannot be used'))).toBe(true);
    });
  },
  async 'the day of the mail tells the age of a token that does not'(stage) {
    const tokenIssuedAt = new Date(Date.now() - 80 * DAY_MS).toISOString().slice(0, 10);
    await withShop(stage, { token: 'not-a-jwt', tokenIssuedAt, email: undefined }, async (shop) => {
      const steps = [];
      for await (const step of shop.connector.diagnose()) steps.push(step);
      expect(steps.find(({ step }) => step === 'age of the token')!.detail).toMatch(/ends in (9|10) days/);
    });
  },
};

runCases('bakong: its token', bakong, tokenCases);
