// A counter where customers present codes: whole bridge, real box on the wire, Pockyt's fake.
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { pockyt } from '../../bridge/switches/pockyt/index';
import { startPockyt, type Pockyt } from '../../tools/switches/pockyt';
import { startTestBridge, untilTrue } from '../support/bridge';
import type { TestBridge } from '../support/bridge';
import { TIMING } from '../contract/switches/pockyt';

const USD = 840;
const DINNER = { amount: '13.00', currency: 'USD', switch: 'pockyt' };

async function counter(): Promise<{ shop: TestBridge; fake: Pockyt }> {
  const fake = await startPockyt({ pendingMs: 50 });
  onTestFinished(() => fake.close());
  const config = { switches: { pockyt: pockyt.config.parse({ ...fake.config, timing: TIMING }) } };
  const shop = await startTestBridge({ config, devices: [{ switches: ['till', 'pockyt'] }, { id: 'counter-2' }] });
  return { shop, fake };
}

function present(shop: TestBridge, id: string, code: unknown): Promise<Response> {
  const headers = { 'content-type': 'application/json' };
  return shop.api(`/v1/charges/${id}/present`, { method: 'POST', headers, body: JSON.stringify({ code }) });
}

const sessionOf = ({ id }: { id: string }): string => id.slice(3);

async function stateOf(shop: TestBridge, id: string): Promise<string | undefined> {
  return (await shop.bridge.charge(id))?.state;
}

describe("a customer's code", () => {
  test('is read at the box, confirmed on the phone and spoken, and is written down nowhere', async () => {
    const { shop, fake } = await counter();
    const box = await shop.box().start();
    const asked = box.next('progress');
    const charge = await shop.charge(DINNER);
    expect(charge).toMatchObject({ state: 'open', switch: 'pockyt', qr: '' });
    expect(await asked).toMatchObject({ charge: 1, stage: 'present', amountMinor: 1_300, currency: USD });

    const [scanned, confirm] = (['scanned', 'confirm'] as const).map((wanted) =>
      box.next('progress', ({ stage }) => stage === wanted),
    );
    const code = fake.code('04');
    await box.say({ is: 'scan', charge: 0, code });
    expect(await scanned).toMatchObject({ charge: 1 });
    expect(await confirm).toMatchObject({ charge: 1, amountMinor: 1_300, currency: USD });

    const paid = box.next('paid');
    fake.confirm(sessionOf(charge));
    expect(await paid).toMatchObject({ charge: 1, amountMinor: 1_300, currency: USD, again: false });
    await untilTrue(shop, 'it is spoken', async () => (await shop.bridge.charge(charge.id))?.spokenAtMs !== undefined);
    expect(box.taken.map(({ is }) => is)).not.toContain('show-qr');
    expect(box.faults).toEqual([]);

    await shop.close();
    const written = [
      ...readdirSync(shop.folder).map((name) => readFileSync(join(shop.folder, name), 'latin1')),
      shop.log.join('\n'),
      JSON.stringify(shop.wire.map(({ message }) => message)),
      shop.wire.map(({ bytes }) => Buffer.from(bytes).toString('latin1')).join('\n'),
    ];
    for (const text of written) expect(text).not.toContain(code);
    expect(written[1 + readdirSync(shop.folder).length]).toContain(`…${code.slice(-4)}`);
    expect(shop.log.join('\n')).toContain(`"ends":"${code.slice(-4)}"`);
  });

  test('comes over HTTP too, and the answer says what came of it', async () => {
    const { shop, fake } = await counter();
    const { id } = await shop.charge(DINNER);
    const failed = await present(shop, id, fake.code('03'));
    expect([failed.status, await failed.json()]).toMatchObject([200, { id, state: 'failed' }]);
    const paid = await present(shop, id, fake.code('01'));
    expect([paid.status, await paid.json()]).toMatchObject([200, { id, state: 'paid', amount: '13.00' }]);
    expect(await problem(await present(shop, id, fake.code('01')))).toMatchObject({ status: 409 });
  });

  test('is refused where there is nothing to pay with it, and the answer does not repeat it', async () => {
    const { shop, fake } = await counter();
    const shown = await shop.charge();
    const waiting = await shop.charge(DINNER);
    const secret = '280000000000009999';
    const replies = {
      409: present(shop, shown.id, secret),
      404: present(shop, 'ch_000000000000000000000000', secret),
      422: present(shop, waiting.id, `${secret}\n`),
    };
    for (const [status, reply] of Object.entries(replies)) {
      const said = await problem(await reply);
      expect(said.status).toBe(Number(status));
      expect(JSON.stringify(said)).not.toContain('9999');
    }
    expect((await present(shop, waiting.id, 280000000000009999)).status).toBe(422);
    expect((await present(shop, waiting.id, '12345')).status).toBe(422);
    expect(shop.log.join('\n')).not.toContain('9999');

    fake.faults.set('pay-sign', { times: 1 });
    expect(await problem(await present(shop, waiting.id, fake.code('01')))).toMatchObject({ status: 502 });
    await present(shop, waiting.id, fake.code('04'));
    expect(await problem(await present(shop, waiting.id, fake.code('01')))).toMatchObject({
      status: 409,
      type: '/problems/conflict',
    });
    await shop.api(`/v1/charges/${waiting.id}/cancel`, { method: 'POST' });
    expect((await present(shop, waiting.id, fake.code('01'))).status).toBe(409);
  });

  test('that comes twice in one moment is handed to the switch once', async () => {
    const { shop, fake } = await counter();
    const { id } = await shop.charge(DINNER);
    const both = await Promise.all([present(shop, id, fake.code('01')), present(shop, id, fake.code('01'))]);
    expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect(await stateOf(shop, id)).toBe('paid');
  });

  test('without a charge of its own is meant for the newest that takes one, of that box alone', async () => {
    const { shop, fake } = await counter();
    const box = await shop.box().start();
    const elsewhere = await shop.box({ id: 'counter-2' }).start();
    const first = await shop.charge(DINNER);
    const second = await shop.charge(DINNER);
    await shop.charge();

    await elsewhere.say({ is: 'scan', charge: 0, code: fake.code('01') });
    const paid = box.next('paid', ({ charge }) => charge === 2);
    await box.say({ is: 'scan', charge: 3, code: fake.code('01') });
    await paid;
    const paidFirst = box.next('paid', ({ charge }) => charge === 1);
    await box.say({ is: 'scan', charge: 1, code: fake.code('01') });
    await paidFirst;
    expect([await stateOf(shop, first.id), await stateOf(shop, second.id)]).toEqual(['paid', 'paid']);

    const before = fake.ledger.seen.calls.length;
    await box.say({ is: 'scan', charge: 1, code: fake.code('01') });
    await box.say({ is: 'scan', charge: 0, code: fake.code('01') });
    await untilTrue(shop, 'both are refused', async () => notTaken(shop) === 3);
    expect(fake.ledger.seen.calls.slice(before).filter(({ place }) => place === 'pay')).toEqual([]);
    expect(await shop.bridge.charges({ state: 'paid' })).toHaveLength(2);
  });

  test('is not shown an empty QR after a restart of the box, but how far it is', async () => {
    const { shop, fake } = await counter();
    const charge = await shop.charge(DINNER);
    const early = await shop.box().start();
    await present(shop, charge.id, fake.code('04'));
    await early.cut();
    const box = shop.box();
    box.restarts = 7;
    const progress = box.next('progress');
    await box.start();
    expect(await progress).toMatchObject({ charge: 1, stage: 'confirm', amountMinor: 1_300 });
    expect(box.taken.map(({ is }) => is)).not.toContain('show-qr');
    const paid = box.next('paid');
    fake.confirm(sessionOf(charge));
    await paid;
  });

  test('that was being paid when the bridge stopped is paid when it is back', async () => {
    const { shop, fake } = await counter();
    const charge = await shop.charge(DINNER);
    await present(shop, charge.id, fake.code('04'));
    await shop.close();
    fake.confirm(sessionOf(charge));
    const again = await shop.again();
    await untilTrue(again, 'the payment', async () => (await stateOf(again, charge.id)) === 'paid');
  });
});

async function problem(reply: Response): Promise<{ status: number }> {
  expect(reply.headers.get('content-type')).toContain('application/problem+json');
  return (await reply.json()) as { status: number };
}

function notTaken(shop: TestBridge): number {
  return shop.log.filter((line) => line.includes('a code read at the box was not taken')).length;
}
