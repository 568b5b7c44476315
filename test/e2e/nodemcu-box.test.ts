import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { readQr } from '../../tools/demo/screen-reader';
import type { BoxSettings } from '../../tools/simulator/box';
import { readImage } from '../../tools/simulator/image';
import type { Image } from '../../tools/simulator/image';
import { startNodeBox } from '../../tools/simulator/nodemcu/box';
import type { NodeBox, NodeBoxOptions } from '../../tools/simulator/nodemcu/box';
import { builtImage } from '../support/built-image';
import { startTestBridge, untilTrue } from '../support/bridge';
import type { TestBridge } from '../support/bridge';
import { identity } from '../support/bridge-config';
import { authority, brokerFiles } from '../support/certificate';

const BOARD = 'nodemcu-esp32-st7789';
const BOX = 'counter-1';
const LINE_MS = 60_000;
const TEST_MS = 240_000;
const kinds = (box: NodeBox): string[] => box.said().map(({ kind }) => kind);
let folder = '';
let image: Image;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ghanti-broker-'));
  image = readImage(await builtImage(BOARD));
}, 240_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function start(shop: TestBridge, options: NodeBoxOptions = {}, road: Partial<BoxSettings> = {}): NodeBox {
  const { password, key } = identity(BOX);
  const box = startNodeBox(
    image,
    {
      id: BOX,
      host: '127.0.0.1',
      port: shop.mqttPort!,
      password,
      key: Buffer.from(key, 'latin1').toString('hex'),
      wifi: { ssid: 'shop', password: 'secret' },
      ...road,
    },
    { soundSpeed: 10, ...options },
  );
  onTestFinished(() => box.close());
  return box;
}
const screen = (box: NodeBox, at: string): Promise<string> =>
  box.line((line) => line === `{"screen":"${at}"}`, LINE_MS);

describe('a box on NodeMCU', () => {
  test('takes a payment from the QR on its glass to the spoken word, once', { timeout: TEST_MS }, async () => {
    const shop = await startTestBridge({ devices: [{ id: BOX, board: BOARD }] });
    const box = start(shop);
    await screen(box, 'idle');
    // Compiled at the first start, each part by itself.
    expect([...box.files().keys()]).toEqual(expect.arrayContaining(['app.lc', 'update.lc', 'screens.lc']));
    const charge = await shop.charge();
    await screen(box, 'qr');
    await expect.poll(() => readQr(box.screenPng()), { timeout: LINE_MS }).toBe(charge.qr);
    await shop.till.tell('session-1', 'scanned');
    await screen(box, 'scanned');
    await shop.till.tell('session-1', 'paid', { txnId: 't1', amountMinor: 125_050 });
    await screen(box, 'paid');
    await untilTrue(shop, 'the charge is spoken', async () => {
      return 'spokenAt' in ((await (await shop.api(`/v1/charges/${charge.id}`)).json()) as object);
    });
    expect(kinds(box).filter((kind) => kind === 'new')).toEqual(['new']);
    const wav = box.speakerWav();
    expect([wav.readUInt32LE(24), new Set(wav.subarray(44)).size > 50]).toEqual([8000, true]);
    expect(box.consoleLines.filter((line) => /fault|Uncaught/.test(line))).toEqual([]);
    expect(box.panelFaults).toEqual([]);
  });

  test('says a payment again when the power went before it was spoken', { timeout: TEST_MS }, async () => {
    const shop = await startTestBridge({ devices: [{ id: BOX, board: BOARD }] });
    const box = start(shop, { soundSpeed: 1 });
    await screen(box, 'idle');
    await shop.charge();
    await shop.till.tell('session-1', 'paid', { txnId: 't1', amountMinor: 125_050 });
    await box.line((line) => line.startsWith('{"saying"') && line.includes('"kind":"new"'), LINE_MS);
    box.powerCut();
    expect(kinds(box)).not.toContain('new');
    box.powerOn();
    await box.line((line) => line.startsWith('{"said"') && line.includes('"kind":"again"'), LINE_MS);
    expect(box.consoleLines.filter((line) => /fault|Uncaught/.test(line))).toEqual([]);
  });

  test('tells Wi-Fi, broker and bridge apart, and comes back by itself', { timeout: TEST_MS }, async () => {
    const shop = await startTestBridge({ devices: [{ id: BOX, board: BOARD }] });
    const box = start(shop);
    const links = (): string[] => box.consoleLines.filter((line) => line.startsWith('{"link"'));
    await screen(box, 'idle');
    box.offline();
    await box.line(() => links().at(-1) === '{"link":"no-wifi"}', LINE_MS);
    box.online();
    await box.line(() => links().at(-1) === '{"link":"online"}', LINE_MS);
    box.cutConnections();
    await box.line(() => links().at(-1) === '{"link":"no-broker"}', LINE_MS);
    await box.line(() => links().at(-1) === '{"link":"online"}', LINE_MS);
  });

  test(
    'speaks TLS with the broker that its authority vouches for, and with no other',
    { timeout: TEST_MS },
    async () => {
      const ca = authority();
      const mqtt = { plain: false, tls: { port: 0, ...brokerFiles(ca, folder) } };
      const shop = await startTestBridge({ config: { mqtt }, devices: [{ id: BOX, board: BOARD }] });
      const port = shop.mqttTlsPort!;
      const fooled = start(shop, {}, { port, ca: authority().pem });
      await fooled.line((line) => line.startsWith('{"mqtt"'), LINE_MS);
      expect((await shop.bridge.device(BOX))?.online).toBe(false);
      fooled.close();
      const box = start(shop, {}, { port, ca: ca.pem });
      await screen(box, 'idle');
      const charge = await shop.charge();
      await shop.till.tell('session-1', 'paid', { txnId: 't1' });
      await untilTrue(shop, 'the charge is spoken', async () => {
        return (await shop.bridge.charge(charge.id))?.spokenAtMs !== undefined;
      });
      expect(box.consoleLines.filter((line) => /fault|Uncaught/.test(line))).toEqual([]);
    },
  );
});
