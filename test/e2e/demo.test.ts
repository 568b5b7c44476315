import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { BOARD, startDemo } from '../../tools/demo/demo';
import type { Demo } from '../../tools/demo/shop';
import { readQr } from '../../tools/demo/screen-reader';
import { builtImage } from '../support/built-image';
import { need } from '../support/need';

interface ChargeView {
  id: string;
  state: string;
  qr: string;
  spokenAt?: string;
}
interface SaidView {
  seq: number;
  clips: number[];
  text: string;
  kind: string;
}

let demo: Demo;
beforeAll(async () => {
  demo = await startDemo({ port: 0, image: await builtImage(BOARD) });
});
afterAll(() => demo?.close());

/** As a program outside would ask: over HTTP and with the demo's token. */
async function http(method: 'GET' | 'POST', path: string, body?: unknown): Promise<Response> {
  return fetch(`${demo.address}${path}`, {
    method,
    headers: { authorization: 'Bearer demo', ...(body !== undefined && { 'content-type': 'application/json' }) },
    body: body === undefined ? null : JSON.stringify(body),
  });
}
const read = async <T>(path: string): Promise<T> => (await (await http('GET', path)).json()) as T;
const picture = async (): Promise<Buffer> =>
  Buffer.from(await (await http('GET', '/demo/devices/demo-1/screen.png')).arrayBuffer());
const said = (): Promise<SaidView[]> => read<SaidView[]>('/demo/devices/demo-1/said');
const customer = (deed: string, charge: string): Promise<Response> =>
  http('POST', `/demo/switches/nepalpay/${deed}`, { charge });
const state = async (id: string): Promise<string> => (await read<ChargeView>(`/v1/charges/${id}`)).state;

async function ask(amount: string): Promise<ChargeView> {
  await expect
    .poll(async () => (await read<{ online: boolean }>('/v1/devices/demo-1')).online, { timeout: 10_000 })
    .toBe(true);
  const answer = await http('POST', '/v1/devices/demo-1/charges', { amount, currency: 'NPR' });
  expect(answer.status).toBe(201);
  return (await answer.json()) as ChargeView;
}

describe('the demo, for a program', () => {
  test('takes a charge of 1,250.50 from the screen to the spoken word, once', async () => {
    const charge = await ask('1250.50');
    await expect.poll(async () => readQr(await picture()), { timeout: 10_000 }).toBe(charge.qr);
    await customer('open', charge.id);
    await expect.poll(() => state(charge.id)).toBe('page-opened');
    await customer('scan', charge.id);
    await expect.poll(() => state(charge.id)).toBe('scanned');
    await customer('pay', charge.id);
    await expect.poll(() => state(charge.id), { timeout: 5000 }).toBe('paid');
    await expect
      .poll(async () => (await read<ChargeView>(`/v1/charges/${charge.id}`)).spokenAt, { timeout: 15_000 })
      .toBeDefined();
    const told = await said();
    expect(told.map(({ kind }) => kind)).toEqual(['new']);
    expect(told[0]!.text).toBe('received one thousand two hundred fifty rupees fifty paisa');
    const wav = Buffer.from(await (await http('GET', '/demo/devices/demo-1/speaker.wav')).arrayBuffer());
    expect([wav.toString('latin1', 0, 4), wav.readUInt16LE(22), wav.readUInt32LE(24), wav.readUInt16LE(34)]).toEqual([
      'RIFF',
      1,
      8000,
      8,
    ]);
    const samples = wav.subarray(44);
    expect(samples.length).toBeGreaterThan(2 * 8000);
    expect(new Set(samples).size).toBeGreaterThan(50);
  }, 40_000);

  test('answers a wrong wish with what is wrong', async () => {
    const wrong = async (method: 'GET' | 'POST', path: string, body?: unknown): Promise<[number, string]> => {
      const answer = await http(method, path, body);
      return [answer.status, ((await answer.json()) as { detail: string }).detail];
    };
    expect(await wrong('GET', '/demo/devices/other/screen.png')).toEqual([
      404,
      'The demo has no box other; its box is demo-1.',
    ]);
    expect(await wrong('POST', '/demo/devices/demo-1/key/sideways')).toEqual([
      404,
      expect.stringMatching(/^simulator: no key "sideways"; there are repeat, dismiss, boot, .*language\.$/),
    ]);
    expect(await wrong('POST', '/demo/switches/nepalpay/pay', { charge: 'ch_none' })).toEqual([
      404,
      'there is no charge ch_none',
    ]);
    expect((await wrong('POST', '/demo/switches/nepalpay/steal'))[0]).toBe(404);
    expect((await wrong('POST', '/demo/stories/none'))[0]).toBe(404);
  });

  test('repeats the last payment when its key is tapped, and says that it is a repeat', async () => {
    const before = (await said()).length;
    expect((await http('POST', '/demo/devices/demo-1/key/repeat')).status).toBe(200);
    await expect
      .poll(async () => (await said()).slice(before).map(({ kind }) => kind), { timeout: 15_000 })
      .toEqual(['replay']);
  }, 20_000);

  need('zbarimg', 'and a second reader', () => {
    test('reads the same QR from the screen', async () => {
      const folder = mkdtempSync(join(tmpdir(), 'ghanti-screen-'));
      try {
        const charge = await ask('99.95');
        await expect.poll(async () => readQr(await picture()), { timeout: 10_000 }).toBe(charge.qr);
        const file = join(folder, 'screen.png');
        writeFileSync(file, await picture());
        const { stdout } = await promisify(execFile)('zbarimg', ['--quiet', '--raw', '-Sbinary', file], {
          encoding: 'latin1',
        });
        expect(stdout).toBe(charge.qr);
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    }, 20_000);
  });
});
