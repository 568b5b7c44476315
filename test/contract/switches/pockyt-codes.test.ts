// What only customer-presented codes can do well and wrong: each case is about a code that the shop reads.
import { expect } from 'vitest';
import { runCases, type Cases } from './kit';
import { impatient, pockyt, real } from './pockyt';
import { openShop } from './shop';

const EMV = 'hQVDUFYwMWETTwegAAAAVVVVUAhQcm9kdWN0MQ==';

const outcomeCases: Cases = {
  async 'a code that is paid at once is told as scanned and paid, with the time of the switch'(stage) {
    const { shop } = stage;
    const { real: fake, present } = real(stage);
    const session = await shop.charge(1_300);
    await present(session, fake.code('01'));
    expect(shop.told(session)).toEqual(['scanned', 'paid']);
    expect(shop.events.at(-1)).toMatchObject({ amountMinor: 1_300, currency: 'USD', payee: '299999/399999' });
    expect(Math.abs(shop.of(session).paidAtMs! - Date.now())).toBeLessThan(5_000);
    expect(shop.of(session).qr).toBe('');
  },
  async 'a customer who confirms on the phone is told as pending, then paid'(stage) {
    const { shop } = stage;
    const { real: fake, present } = real(stage);
    const session = await shop.charge(1_300);
    await present(session, fake.code('02'));
    await shop.until('the payment', () => shop.state(session) === 'paid');
    expect(shop.told(session)).toEqual(['scanned', 'pending', 'paid']);
  },
  async 'a code that fails leaves the charge open for another code'(stage) {
    const { shop } = stage;
    const { real: fake, present } = real(stage);
    const session = await shop.charge(1_300);
    await present(session, fake.code('03'));
    await present(session, fake.code('01'));
    expect(shop.told(session)).toEqual(['scanned', 'failed', 'scanned', 'paid']);
    expect([...fake.ledger.txns.values()].map(({ reference }) => reference)).toEqual([session, `${session}-2`]);
  },
  async 'nobody confirms: it is cancelled in time and told as expired'(stage) {
    const { real: fake, present } = real(stage);
    await impatient(stage, async (shop, session) => {
      await present(session, fake.code('04'));
      await shop.until('the end', () => shop.state(session) === 'expired');
      expect(shop.told(session)).toEqual(['scanned', 'pending', 'expired']);
      expect(fake.ledger.newest(session)!.status).toBe('closed');
    });
  },
  async 'trouble behind the switch (000080) stays open, then is cancelled'(stage) {
    const { real: fake, present } = real(stage);
    await impatient(stage, async (shop, session) => {
      await present(session, fake.code('05'));
      await shop.until('the end', () => shop.state(session) === 'expired');
      expect(shop.told(session)).toEqual(['scanned', 'pending', 'expired']);
    });
  },
  async 'a customer who confirms while it is cancelled gets the money back: reversed, never paid or failed'(stage) {
    const { real: fake, present } = real(stage);
    await impatient(stage, async (shop, session) => {
      fake.faults.set('cancel-race');
      await present(session, fake.code('04'));
      await shop.until('the reversal', () => shop.state(session) === 'reversed');
      expect(shop.events.map(({ kind }) => kind)).toEqual(['scanned', 'pending', 'reversed']);
      expect(fake.ledger.newest(session)).toMatchObject({ status: 'success', refundedMinor: 1_300 });
    });
  },
  async 'money that is still on its way back is not told as paid in between'(stage) {
    const { real: fake, present } = real(stage);
    await impatient(stage, async (shop, session) => {
      fake.faults.set('cancel-race');
      fake.faults.set('refund-slow');
      await present(session, fake.code('04'));
      await shop.until('the cancelling', () => fake.ledger.newest(session)!.refundOpen);
      const asked = stage.fake.statusLookUps(session);
      await shop.until('more look-ups', () => stage.fake.statusLookUps(session) > asked + 2);
      expect(await shop.connector.webhook!(fake.ipn(session))).toMatchObject({ status: 503 });
      expect(shop.told(session)).toEqual(['scanned', 'pending']);
      fake.ledger.newest(session)!.refundOpen = false;
      await shop.until('the reversal', () => shop.state(session) === 'reversed');
      expect(shop.timesPaid(session)).toBe(0);
    });
  },
  async 'what ended by itself just before the cancel is told as it ended'(stage) {
    const { real: fake, present } = real(stage);
    await impatient(stage, async (shop, session) => {
      await present(session, fake.code('04'));
      fake.faults.set('query-nothing');
      fake.faults.set('ipn-lost');
      fake.refuse(session);
      const refused = ({ place, retCode }: { place: string; retCode: string }) =>
        place === 'cancel' && retCode === '000040';
      await shop.until('the cancelling', () => fake.ledger.seen.calls.some(refused));
      expect(shop.told(session)).toEqual(['scanned', 'pending']);
      fake.faults.clear();
      await shop.until('the outcome', () => shop.state(session) === 'failed');
    });
  },
  async 'a charge that the shop cancels is closed at the switch, and nothing is told'(stage) {
    const { shop } = stage;
    const { real: fake, present } = real(stage);
    const untouched = await shop.charge(1_300);
    const waiting = await shop.charge(1_300);
    await present(waiting, fake.code('04'));
    for (const session of [untouched, waiting]) {
      shop.connector.cancel!(session);
      await shop.until('the end', () => fake.ledger.newest(session)!.status === 'closed');
      await shop.lookUp(session);
    }
    expect([shop.told(untouched), shop.told(waiting)]).toEqual([[], ['scanned', 'pending']]);
  },
  async 'who pays while the shop cancels gets the money back, and it is never told as paid'(stage) {
    const { shop } = stage;
    const { real: fake, present } = real(stage);
    const session = await shop.charge(1_300);
    const presented = present(session, fake.code('06'));
    await shop.until('the phone', () => fake.ledger.newest(session)!.status === 'dealing');
    shop.connector.cancel!(session);
    fake.confirm(session);
    await presented;
    await shop.until('the reversal', () => shop.state(session) === 'reversed');
    expect([shop.timesPaid(session), fake.ledger.newest(session)!.refundedMinor]).toEqual([0, 1_300]);
  },
  async 'a part of the money given back is not a reversal; all of it is'(stage) {
    const { shop } = stage;
    const { real: fake, present } = real(stage);
    const session = await shop.charge(1_300);
    await present(session, fake.code('01'));
    fake.refund(session, 300);
    await shop.lookUp(session);
    expect(shop.told(session)).toEqual(['scanned', 'paid']);
    fake.refund(session);
    await shop.lookUp(session);
    await shop.lookUp(session);
    expect(shop.told(session)).toEqual(['scanned', 'paid', 'reversed']);
    expect(shop.events.filter(({ kind }) => kind === 'reversed')).toHaveLength(1);
  },
};

const codeCases: Cases = {
  async 'a second code while the first is being paid is refused'(stage) {
    const { shop } = stage;
    const { real: fake, present } = real(stage);
    const session = await shop.charge(1_300);
    await present(session, fake.code('04'));
    await expect(present(session, fake.code('01'))).rejects.toMatchObject({ code: 'refused' });
    const both = await Promise.allSettled(
      ['01', '01'].map(async () => present(await shop.charge(100), fake.code('01'))),
    );
    expect(both.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled']);
    expect(fake.ledger.seen.calls.filter(({ place, fields }) => place === 'pay' && fields.reference).length).toBe(0);
  },
  async 'two codes in the same moment: one is handed in'(stage) {
    const { shop } = stage;
    const { real: fake, present } = real(stage);
    const session = await shop.charge(1_300);
    const both = await Promise.allSettled([present(session, fake.code('01')), present(session, fake.code('01'))]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(shop.timesPaid(session)).toBe(1);
    expect(fake.ledger.seen.calls.filter(({ place }) => place === 'pay')).toHaveLength(1);
  },
  async 'a code that stays in front of the scanner is handed in once'(stage) {
    const { shop } = stage;
    const { real: fake, present } = real(stage);
    const session = await shop.charge(1_300);
    const code = fake.code('03');
    await present(session, code);
    await expect(present(session, code)).rejects.toMatchObject({ code: 'refused' });
    expect(shop.told(session)).toEqual(['scanned', 'failed']);
  },
  async 'after the payment no code is taken any more'(stage) {
    const { shop } = stage;
    const { real: fake, present } = real(stage);
    const session = await shop.charge(1_300);
    await present(session, fake.code('01'));
    await expect(present(session, fake.code('01'))).rejects.toMatchObject({ code: 'refused' });
    await shop.restart();
    await expect(present(session, fake.code('01'))).rejects.toMatchObject({ code: 'refused' });
    expect(shop.timesPaid(session)).toBe(1);
  },
  async 'nine codes that fail are enough'(stage) {
    const { shop } = stage;
    const { real: fake, present } = real(stage);
    const session = await shop.charge(1_300);
    for (let code = 1; code <= 9; code++) await present(session, fake.code('03'));
    await expect(present(session, fake.code('01'))).rejects.toThrow('make a new charge');
    expect(fake.ledger.txns.size).toBe(9);
  },
  async 'what is no code is not sent'(stage) {
    const { real: fake, present } = real(stage);
    const session = await stage.shop.charge(1_300);
    for (const code of ['', '12345', 'x'.repeat(513), '12345\n7', 'पैसा पैसा'])
      await expect(present(session, code)).rejects.toMatchObject({ code: 'refused', retry: false });
    expect(stage.shop.told(session)).toEqual([]);
    expect(fake.ledger.seen.calls.filter(({ place }) => place === 'pay')).toEqual([]);
  },
  async 'an EMV payload passes through letter by letter, and only its last four are written down'(stage) {
    const { shop } = stage;
    const { real: fake, present } = real(stage);
    const session = await shop.charge(1_300);
    await present(session, EMV);
    const pay = fake.ledger.seen.calls.find(({ place }) => place === 'pay')!;
    expect(pay).toMatchObject({ retCode: '000100', fields: { paymentBarcode: EMV } });
    expect(pay.fields).not.toHaveProperty('vendor');
    const written = JSON.stringify([shop.logs, shop.events, shop.healths, shop.of(session)]);
    expect(written).toContain('"ends\\":\\"MQ==');
    expect(written).not.toContain(EMV.slice(-5));
    expect(written).not.toContain(EMV.slice(0, 9));
  },
  async 'the vendor is sent as the shop has it, or guessed from the digits'(stage) {
    const { fake } = stage;
    const { real: switched, present } = real(stage);
    const vendors: unknown[] = [];
    for (const vendor of ['WeChatPay', 'sniff', 'gcash']) {
      const shop = openShop(pockyt, fake, { vendor, payPath: '/app-instore/v3/prepay' });
      await present(await shop.charge(1_300), switched.code('01'));
      await shop.close();
      switched.ledger.txns.clear();
      vendors.push(switched.ledger.seen.calls.findLast(({ place }) => place === 'pay')!.fields.vendor);
    }
    expect(vendors).toEqual(['wechat', 'alipay', 'gcash']);
  },
};

runCases('pockyt: what becomes of a code', pockyt, outcomeCases);
runCases('pockyt: codes', pockyt, codeCases);
