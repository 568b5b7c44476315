// Each switch through the whole house: charge over HTTP, QR from the picture on the panel, its customer, the spoken word.
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { BOARD, startDemo } from '../../tools/demo/demo';
import { readQr } from '../../tools/demo/screen-reader';
import type { Demo } from '../../tools/demo/shop';
import { builtImage } from '../support/built-image';
import { need } from '../support/need';

interface ChargeView {
  id: string;
  state: string;
  qr: string;
  spokenAt?: string;
}
interface Case {
  id: string;
  amount: string;
  currency: string;
  /** What the customer does, each with the state that comes of it. */
  deeds: [deed: string, state: string][];
  says: string;
}

const cases: Case[] = [
  {
    ...{ id: 'nepalpay', amount: '1250.50', currency: 'NPR' },
    deeds: [
      ['open', 'page-opened'],
      ['scan', 'scanned'],
      ['pay', 'paid'],
    ],
    says: 'received one thousand two hundred fifty rupees fifty paisa',
  },
  {
    ...{ id: 'fonepay', amount: '75', currency: 'NPR' },
    deeds: [
      ['scan', 'scanned'],
      ['pay', 'paid'],
    ],
    says: 'received seventy five rupees',
  },
  {
    ...{ id: 'npx', amount: '499.95', currency: 'NPR' },
    deeds: [
      ['open', 'page-opened'],
      ['pay', 'paid'],
    ],
    says: 'received four hundred ninety nine rupees ninety five paisa',
  },
  {
    ...{ id: 'bakong', amount: '20500', currency: 'KHR' },
    deeds: [['pay', 'paid']],
    says: 'received twenty thousand five hundred riel',
  },
  {
    ...{ id: 'bakong', amount: '12.25', currency: 'USD' },
    deeds: [['pay', 'paid']],
    says: 'received twelve dollars twenty five cents',
  },
  {
    ...{ id: 'electrum', amount: '77.70', currency: 'ZAR' },
    deeds: [
      ['scan', 'scanned'],
      ['pay', 'paid'],
    ],
    says: 'received seventy seven rand seventy cents',
  },
];

let demo: Demo;
beforeAll(async () => {
  demo = await startDemo({ port: 0, soundSpeed: 4, image: await builtImage(BOARD) });
});
afterAll(() => demo?.close());

async function http(method: 'GET' | 'POST', path: string, body?: unknown): Promise<Response> {
  const headers = { authorization: 'Bearer demo', ...(body !== undefined && { 'content-type': 'application/json' }) };
  const answer = await fetch(demo.address + path, {
    ...{ method, headers },
    body: body === undefined ? null : JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  return answer;
}
async function ask(asked: { amount: string; currency: string; switch: string }): Promise<ChargeView> {
  await expect.poll(() => demo.boxView().link, { timeout: 10_000 }).toBe('online');
  return (await (await http('POST', '/v1/devices/demo-1/charges', asked)).json()) as ChargeView;
}
const now = async (id: string): Promise<ChargeView> =>
  (await (await http('GET', `/v1/charges/${id}`)).json()) as ChargeView;
const state = async (id: string): Promise<string> => (await now(id)).state;
const picture = async (): Promise<Buffer> =>
  Buffer.from(await (await http('GET', '/demo/devices/demo-1/screen.png')).arrayBuffer());

async function saidAfter(count: number): Promise<string[]> {
  const said = () => demo.box.said().filter(({ seqs }) => seqs.length > 0);
  await expect.poll(() => said().length, { timeout: 15_000 }).toBeGreaterThan(count);
  return said()
    .slice(count)
    .map(({ text }) => text);
}
const announced = (): number => demo.box.said().filter(({ seqs }) => seqs.length > 0).length;

async function zbar(png: Buffer): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'ghanti-screen-'));
  try {
    const file = join(folder, 'screen.png');
    writeFileSync(file, png);
    const { stdout } = await promisify(execFile)('zbarimg', ['--quiet', '--raw', '-Sbinary', file], {
      encoding: 'latin1',
    });
    return stdout;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

describe('a payment through the whole house', () => {
  test.each(cases)(
    '$id takes $amount $currency from the screen to the spoken word',
    async ({ id, amount, currency, deeds, says }) => {
      const before = announced();
      const charge = await ask({ amount, currency, switch: id });
      await expect.poll(async () => readQr(await picture()), { timeout: 10_000 }).toBe(charge.qr);
      for (const [deed, becomes] of deeds) {
        await expect
          .poll(async () => (await http('POST', `/demo/switches/${id}/${deed}`, { charge: charge.id })).status)
          .toBe(200);
        await expect.poll(() => state(charge.id), { timeout: 10_000 }).toBe(becomes);
      }
      await expect.poll(async () => (await now(charge.id)).spokenAt, { timeout: 15_000 }).toBeDefined();
      expect(await saidAfter(before)).toEqual([says]);
    },
    40_000,
  );

  test('pockyt has the customer show a code, which the box reads, confirmed on the phone and spoken', async () => {
    const before = announced();
    const charge = await ask({ amount: '13.00', currency: 'USD', switch: 'pockyt' });
    expect(charge.qr).toBe('');
    await expect.poll(() => demo.boxView().screen, { timeout: 5_000 }).toBe('present');
    const deed = async (word: string): Promise<{ code?: string }> =>
      (await (await http('POST', `/demo/switches/pockyt/${word}`, { charge: charge.id })).json()) as { code?: string };
    const { code } = await deed('code');
    await http('POST', '/demo/devices/demo-1/scan', { code });
    await expect.poll(() => state(charge.id), { timeout: 5_000 }).toBe('pending');
    await expect.poll(() => demo.boxView().screen, { timeout: 5_000 }).toBe('confirm');
    expect(JSON.stringify([demo.box.consoleLines, demo.wire.records])).not.toContain(code);
    await deed('confirm');
    await expect.poll(async () => (await now(charge.id)).spokenAt, { timeout: 15_000 }).toBeDefined();
    expect(await saidAfter(before)).toEqual(['received thirteen dollars']);
    await http('POST', `/v1/charges/${charge.id}/refund`);
    expect((await saidAfter(before + 1))[0]).toContain('thirteen dollars');
    expect(await state(charge.id)).toBe('reversed');
  }, 40_000);

  need('zbarimg', 'a second reader of every QR', () => {
    test.each(cases)('zbar reads the QR of $id over $amount $currency', async ({ id, amount, currency }) => {
      const charge = await ask({ amount, currency, switch: id });
      await expect.poll(async () => readQr(await picture()), { timeout: 10_000 }).toBe(charge.qr);
      expect(await zbar(await picture())).toBe(charge.qr);
    });
  });
});
