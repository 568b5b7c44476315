// Whoever integrates a till has the whole loop on one machine: the built command line, each command a process.
import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { firstKeys } from '../../bridge/gateway/key-versions';
import { openSqlite } from '../../bridge/store/sqlite';
import { hashOf, newToken } from '../../bridge/tokens';
import { buildGhanti, openDesk } from '../support/ghanti-program';
import type { Desk, Running } from '../support/ghanti-program';

const TOKEN = 'token-of-this-test';
const LIMIT_MS = 60_000;

let cli = '';
beforeAll(async () => {
  cli = await buildGhanti();
});
afterAll(() => rmSync(dirname(cli), { recursive: true, force: true }));

async function desk(): Promise<Desk> {
  const made = await openDesk(cli);
  onTestFinished(() => made.close());
  return made;
}

interface ChargeView {
  id: string;
  state: string;
  spokenAt?: string;
}
interface Till {
  charge(amount: string, currency: string): Promise<ChargeView>;
  present(id: string, code: string): Promise<void>;
  becomes(id: string, state: string): Promise<void>;
  spoken(id: string): Promise<string>;
}

function tillOf({ httpPort }: Desk, token: string): Till {
  const ask = async (method: string, path: string, body?: object): Promise<ChargeView> => {
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    const answer = await fetch(`http://127.0.0.1:${httpPort}/v1${path}`, {
      ...{ method, headers },
      body: body === undefined ? null : JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    return (await answer.json()) as ChargeView;
  };
  const now = (id: string): Promise<ChargeView> => ask('GET', `/charges/${id}`);
  return {
    charge: (amount, currency) => ask('POST', '/devices/counter-1/charges', { amount, currency }),
    present: async (id, code) => void (await ask('POST', `/charges/${id}/present`, { code })),
    becomes: (id, state) => expect.poll(async () => (await now(id)).state, { timeout: 20_000 }).toBe(state),
    async spoken(id) {
      await expect.poll(async () => (await now(id)).spokenAt, { timeout: 20_000 }).toBeDefined();
      return (await now(id)).spokenAt!;
    },
  };
}

async function ready({ httpPort }: Desk): Promise<void> {
  const status = (): Promise<number> =>
    fetch(`http://127.0.0.1:${httpPort}/readyz`).then(
      (answer) => answer.status,
      () => 0,
    );
  await expect.poll(status, { timeout: 20_000 }).toBe(200);
}

test(
  'from an empty folder to the spoken word with six commands',
  async () => {
    const { folder, start, run, ...place } = await desk();
    const here = { folder, start, run, ...place };
    const bank = start('switch-sim', 'nepalpay', '--port', '0');
    await bank.printed(/NEPALPAY is pretended at http:\/\/127\.0\.0\.1:\d+\. ghanti\.yaml is written for it/);
    expect(statSync(join(folder, 'ghanti.yaml')).mode & 0o777).toBe(0o600);
    expect(await run('device', 'add', 'counter-1', '--board', 'esp32-cyd')).toMatchObject({ code: 0 });
    const words = ['token', 'add', 'till 1', '--scope', 'shop', '--device', 'counter-1', '--json'];
    const { token } = JSON.parse((await run(...words)).output) as { token: string };
    start('serve');
    const box = start('sim', 'esp32-cyd', '--languages', 'en', '--speaker', 'said.wav');
    await ready(here);
    await box.printed(/"link":"online"/);

    const till = tillOf(here, token);
    const { id } = await till.charge('1250.50', 'NPR');
    const about = `done to ${id} of counter-1, 1250\\.50 NPR\n`;
    bank.type('open');
    await bank.printed(RegExp(`open: ${about}`));
    await till.becomes(id, 'page-opened');
    bank.type('pay');
    await bank.printed(RegExp(`pay: ${about}`));
    await till.spoken(id);
    await expect.poll(() => readFileSync(join(folder, 'said.wav')).length).toBeGreaterThan(8_000);

    // Its payment is over: the next word finds no charge, and the clearing house can still tell it twice.
    bank.type('scan');
    await bank.printed(/scan: there is no charge that waits for this switch in .*ghanti\.db\. Make one first/);
    bank.type('duplicate');
    await bank.printed(RegExp(`duplicate: ${about}`));
    bank.type('steal');
    await bank.printed(/steal: there is no such word here\. Words: open, scan, pay, fail \(the newest charge/);
    expect(await bank.hangUp()).toMatchObject({ code: 0, errors: '' });
  },
  LIMIT_MS,
);

/** A box and a token in the store, as `device add` and `token add` leave them. */
async function furnish({ folder }: Desk, id: string): Promise<void> {
  const store = await openSqlite(join(folder, 'ghanti.db'));
  await store.write(async (tx) => {
    await tx.insertDevice({
      ...{ id: 'counter-1', title: 'Shop', board: 'esp32-cyd-scanner', switches: [id], language: 'en', volume: 7 },
      ...{ ...firstKeys(1), lastDown: 0, lastUp: 0, lastCharge: 0, createdAtMs: Date.now() },
    });
    await tx.insertToken({ ...newToken('till', 'operator', [], Date.now()).kept, hash: hashOf(TOKEN) });
  });
  await store.close();
}

interface Case {
  id: string;
  amount: string;
  currency: string;
  /** What it comes to by itself: a scan that comes before the socket of the QR is open is told to nobody. */
  first?: string;
  deeds: [word: string, state: string][];
}
const cases: Case[] = [
  { id: 'fonepay', amount: '75', currency: 'NPR', first: 'page-opened', deeds: [['scan', 'scanned']] },
  { id: 'npx', amount: '499.95', currency: 'NPR', deeds: [['open', 'page-opened']] },
  { id: 'bakong', amount: '20500', currency: 'KHR', deeds: [['pay', 'paid']] },
  {
    ...{ id: 'electrum', amount: '77.70', currency: 'ZAR' },
    deeds: [
      ['scan', 'scanned'],
      ['pay', 'paid'],
    ],
  },
  { id: 'pockyt', amount: '13.00', currency: 'USD', deeds: [['confirm', 'paid']] },
];

/** Starts the switch, and the bridge with the settings that it wrote. */
async function opened(here: Desk, id: string): Promise<Running> {
  const fake = here.start('switch-sim', id, '--port', '0', '--json');
  await fake.printed(/"settings":"written"/);
  await furnish(here, id);
  here.start('serve');
  await ready(here);
  return fake;
}

test.each(cases)(
  'the settings written for $id start a bridge, and its customer reaches a charge',
  async ({ id, amount, currency, first, deeds }) => {
    const here = await desk();
    const fake = await opened(here, id);
    const till = tillOf(here, TOKEN);
    const charge = await till.charge(amount, currency);
    if (first !== undefined) await till.becomes(charge.id, first);
    if (id === 'pockyt') {
      fake.type('code');
      const [, code] = await fake.printed(/"code":"(\d+)"/);
      await till.present(charge.id, code!);
    }
    for (const [word, state] of deeds) {
      fake.type(word);
      const about = `"charge":{"id":"${charge.id}","device":"counter-1","amount":"${amount}`;
      await fake.printed(RegExp(`"is":"done","word":"${word}",${about}`));
      await till.becomes(charge.id, state);
    }
  },
  LIMIT_MS,
);

describe('a pretended switch', () => {
  test(
    'is the same at its next run, and prints what settings for another one lack',
    async () => {
      const { folder, start } = await desk();
      const file = join(folder, 'ghanti.yaml');
      const first = start('switch-sim', 'nepalpay', '--port', '0');
      const [, port] = await first.printed(/pretended at http:\/\/127\.0\.0\.1:(\d+)\./);
      await first.printed(/Words:/);
      expect(await first.stop()).toMatchObject({ code: 0, errors: '' });
      const written = readFileSync(file, 'utf8');

      const again = start('switch-sim', 'nepalpay', '--port', port!);
      await again.printed(/ghanti\.yaml fits it\./);
      const taken = await start('switch-sim', 'nepalpay', '--port', port!).ended;
      expect(taken.code).toBe(1);
      expect(taken.errors).toContain(`switch-sim: port ${port} of 127.0.0.1 is taken. Stop what uses it, or choose`);
      again.type('dark on');
      await again.printed(/NEPALPAY is out of reach\./);
      await again.stop();

      const elsewhere = start('switch-sim', 'nepalpay', '--port', '0', '--json');
      const [, wanted] = await elsewhere.printed(/"fields":(\[.*?\])/);
      expect(JSON.parse(wanted!)).toEqual(['switches.nepalpay.baseUrl', 'switches.nepalpay.wsUrl']);
      const other = start('switch-sim', 'fonepay', '--port', '0');
      await other.printed(/does not fit it \(switches\.fonepay\)\. Put this into it.*\n\nswitches:\n  fonepay:\n/);
      expect(readFileSync(file, 'utf8')).toBe(written);
    },
    LIMIT_MS,
  );

  test('refuses what it cannot be', async () => {
    const { folder, run } = await desk();
    expect((await run('switch-sim', 'paypal')).errors).toBe(
      'ghanti: switch-sim: there is no switch paypal; take nepalpay, fonepay, npx, bakong, pockyt, electrum.\n',
    );
    expect((await run('switch-sim', 'npx', '--port', '70000')).errors).toContain('--port is "70000"; take 1 to 65535');
    writeFileSync(join(folder, 'ghanti.yaml'), 'switch: {}');
    const unreadable = await run('switch-sim', 'npx', '--port', '0');
    expect(unreadable).toMatchObject({ code: 1, output: '' });
    expect(unreadable.errors).toContain('switch: there is no such setting');
  });
});

test('a simulated box without its settings, or with those of something else, says what it wants', async () => {
  const { folder, run } = await desk();
  expect(await run('sim', 'esp32-cyd')).toMatchObject({
    code: 1,
    errors: 'ghanti: --settings: there is no ghanti.json; "ghanti device add" writes one.\n',
  });
  writeFileSync(join(folder, 'package.json'), '{"name": "till"}');
  const { errors } = await run('sim', 'esp32-cyd', '--settings', 'package.json');
  expect(errors).toMatch(/^ghanti: --settings: package\.json will not do: id: .*; key: /);
});
