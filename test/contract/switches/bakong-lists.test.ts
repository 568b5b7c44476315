// What only Bakong's lists, receipts and links can do.
import { expect } from 'vitest';
import { Api } from '../../../bridge/switches/bakong/api';
import { bakongConfig } from '../../../bridge/switches/bakong/config';
import type { Tokens } from '../../../bridge/switches/bakong/token';
import type { Fault } from '../../../tools/switches/bakong/faults';
import { askedAgain, bakong, paid, real, TIMING, withShop } from './bakong';
import { runCases, type Cases, type Stage } from './kit';

const listCases: Cases = Object.fromEntries(
  (
    [
      ['comes in another order', ['list-reversed']],
      ['is short of a row', ['list-short']],
      ['has its transactions in the rows', ['list-inline']],
      ['is forbidden, as production does', ['list-403']],
      ['is a web page', ['list-html']],
      ['is refused for a while', ['list-500']],
    ] satisfies [string, Fault[]][]
  ).map(([what, faults]) => [
    `a list that ${what}: every customer still hears of his own payment`,
    async (stage: Stage) => {
      const { shop, fake } = stage;
      for (const fault of faults) real(stage).faults.set(fault, fault === 'list-500' ? { times: 2 } : {});
      const sessions = await Promise.all([101, 102, 103, 104].map((amount) => shop.charge(amount)));
      for (const session of sessions) fake.pay(session);
      await shop.until('all payments', () => sessions.every((session) => shop.state(session) === 'paid'));
      expect(sessions.map((session) => shop.timesPaid(session))).toEqual([1, 1, 1, 1]);
      expect(shop.rejections).toEqual([]);
    },
  ]),
);

const moreListCases: Cases = {
  async 'many QRs are one question'(stage) {
    const { shop } = stage;
    await Promise.all(Array.from({ length: 10 }, (_, index) => shop.charge(100 + index)));
    const { seen } = real(stage).ledger;
    const before = seen.lists;
    await shop.until('a list', () => seen.lists > before);
  },
  async 'a list that wants an object gets one'(stage) {
    real(stage).faults.set('list-object');
    await withShop(stage, { list: 'object' }, async (shop) => {
      const sessions = await Promise.all([101, 102, 103].map((amount) => shop.charge(amount)));
      await shop.until('a list', () => real(stage).ledger.seen.lists > 1);
      for (const session of sessions) stage.fake.pay(session);
      await shop.until('all payments', () => sessions.every((session) => shop.state(session) === 'paid'));
    });
  },
  async 'somebody else’s rows are dropped and counted'(stage) {
    const { shop } = stage;
    real(stage).faults.set('list-foreign');
    await Promise.all([shop.charge(101), shop.charge(102)]);
    await shop.until('the log', () => shop.logs.some((line) => line.includes('"dropped":1')));
    expect(shop.events.filter(({ kind }) => kind === 'paid')).toEqual([]);
  },
  async 'a row that says FAILED is not believed before the QR is asked for alone'(stage) {
    const { shop } = stage;
    real(stage).faults.set('list-failed');
    const sessions = await Promise.all([shop.charge(101), shop.charge(102)]);
    for (const session of sessions) await askedAgain(stage, session);
    expect(shop.events.filter(({ kind }) => kind === 'failed')).toEqual([]);
    real(stage).fail(sessions[0]!);
    await shop.until('the failure', () => shop.state(sessions[0]!) === 'failed');
    expect(shop.healths.filter(({ state }) => state === 'trouble')).toEqual([]);
  },
  async 'by hash and by short hash a receipt is found'(stage) {
    const { fake, shop } = stage;
    const session = await shop.charge(1_000);
    fake.pay(session);
    await paid(stage, session);
    const { token, codes } = real(stage).ledger;
    const config = bakongConfig.parse({ ...(fake.config as object), timing: TIMING });
    const api = new Api(config, () => ({ current: token }) as Tokens, new AbortController().signal);
    const { hash } = codes.get(session)!.transactions[0]!;
    const wanted = { is: 'paid', payment: { hash, amountMinor: 1_000, currency: 'KHR' } };
    expect(await api.checkByHash(hash, 1_000)).toMatchObject(wanted);
    const receipt = { hash: hash.slice(0, 8), amount: 1_000, currency: 'KHR' };
    expect(await api.checkByShortHash(receipt, 1_000)).toMatchObject(wanted);
    expect(await api.checkByShortHash({ ...receipt, amount: 1_001 }, 1_000)).toEqual({ is: 'absent' });
  },
  async 'the doctor tries the link to banking apps, and says that a closed list costs only speed'(stage) {
    real(stage).faults.set('list-403');
    const deeplink = {
      appIconUrl: 'https://shop.example/icon.png',
      appName: 'Ghanti',
      appDeepLinkCallback: 'ghanti://',
    };
    await withShop(stage, { deeplink }, async (shop) => {
      const steps = [];
      for await (const step of shop.connector.diagnose()) steps.push(step);
      expect(steps.filter(({ ok }) => !ok)).toEqual([]);
      expect(steps.find(({ step }) => step === 'check_transaction_by_md5_list')!.detail).toContain('one by one');
      expect(steps.find(({ step }) => step === 'generate_deeplink_by_qr')!.detail).toContain('https://');
      expect(steps.find(({ step }) => step === 'age of the token')!.detail).toMatch(/ends in (89|90) days/);
    });
  },
  async 'the doctor finds an account that nobody could pay'(stage) {
    const merchant = { ...real(stage).config.merchant, bakongAccountID: 'nobody@devbank' };
    await withShop(stage, { merchant }, async (shop) => {
      const failed = [];
      for await (const step of shop.connector.diagnose()) if (!step.ok) failed.push(step);
      expect(failed).toMatchObject([{ step: 'check_bakong_account' }]);
    });
  },
  async 'the fake’s hands are reachable over HTTP, for people and for the demo'(stage) {
    const { shop } = stage;
    const post = (word: string, body: object) =>
      fetch(`${real(stage).baseUrl}/__sim/${word}`, { method: 'POST', body: JSON.stringify(body) });
    const session = await shop.charge();
    await post('fail', { md5: session, errorCode: 1 });
    await shop.until('the failure', () => shop.state(session) === 'failed');
    await post('pay', { qr: shop.of(session).qr });
    await paid(stage, session);
    const refused = await post('pay', { qr: `${shop.of(session).qr.slice(0, -4)}0000` });
    expect([refused.status, ((await refused.json()) as { error: string }).error]).toEqual([
      400,
      'the checksum is wrong',
    ]);
    expect(await (await post('state', {})).json()).toMatchObject({ faults: [], codes: [{ md5: session }] });
    expect((await post('fault', { fault: 'nonsense' })).status).toBe(400);
  },
};

runCases('bakong: its lists', bakong, listCases);
runCases('bakong: lists, receipts, hands', bakong, moreListCases);
