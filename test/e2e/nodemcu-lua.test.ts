import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readQr } from '../../tools/demo/screen-reader';
import type { BoxSettings } from '../../tools/simulator/box';
import { readImage } from '../../tools/simulator/image';
import type { Image } from '../../tools/simulator/image';
import { builtPacks } from '../../tools/voice/packs';
import { play } from '../../tools/voice/play';
import { builtImage } from '../support/built-image';
import { startTestBridge, untilTrue } from '../support/bridge';
import type { TestBridge } from '../support/bridge';
import { identity } from '../support/bridge-config';
import { authority, brokerFiles } from '../support/certificate';
import { startLuaBox } from '../support/lua-box';
import type { LuaBox } from '../support/lua-box';
import { need } from '../support/need';

const BOARD = 'nodemcu-esp32-st7789';
const BOX = 'counter-1';
const LINE_MS = 30_000;
const TEST_MS = 90_000;
const SAMPLE_BYTES = 4;

let folder = '';
let image: Image;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ghanti-broker-'));
  image = readImage(await builtImage(BOARD));
}, 240_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function start(shop: TestBridge, road: Partial<BoxSettings> = {}): LuaBox {
  const { password, key } = identity(BOX);
  return startLuaBox(image, {
    id: BOX,
    host: '127.0.0.1',
    port: shop.mqttPort!,
    password,
    key: Buffer.from(key, 'latin1').toString('hex'),
    wifi: { ssid: 'shop', password: 'secret' },
    ...road,
  });
}
const screen = (box: LuaBox, at: string): Promise<string> => box.line((line) => line === `{"screen":"${at}"}`, LINE_MS);
const faults = (box: LuaBox): string[] => box.consoleLines.filter((line) => /fault|Uncaught|lua/.test(line));

need('lua-socket', 'a NodeMCU box in Debian’s Lua, with real sockets', () => {
  test('shows the code on its glass and says the payment, sample by sample', { timeout: TEST_MS }, async () => {
    const shop = await startTestBridge({ devices: [{ id: BOX, board: BOARD, volume: 10 }] });
    const box = start(shop);
    await screen(box, 'idle');
    const charge = await shop.charge();
    await screen(box, 'qr');
    await expect.poll(() => readQr(box.screenPng()), { timeout: LINE_MS }).toBe(charge.qr);
    await shop.till.tell('session-1', 'paid', { txnId: 't1', amountMinor: 125_050 });
    await screen(box, 'paid');
    await untilTrue(shop, 'the charge is spoken', async () => {
      return 'spokenAt' in ((await (await shop.api(`/v1/charges/${charge.id}`)).json()) as object);
    });
    const said = box.said().filter(({ kind }) => kind === 'new');
    expect(said.map(({ text }) => text)).toEqual(['एक हजार दुई सय पचास रुपैयाँ पचास पैसा प्राप्त भयो']);
    const wanted = play(builtPacks(['ne']), 'ne', said[0]!.clips, 10);
    expect(heard(box.samples()).includes(Buffer.from(wanted))).toBe(true);
    expect(faults(box)).toEqual([]);
    expect(box.panel().model.faults).toEqual([]);
  });

  test('killed while it speaks, says the payment again from its files', { timeout: TEST_MS }, async () => {
    const shop = await startTestBridge({ devices: [{ id: BOX, board: BOARD }] });
    const box = start(shop);
    await screen(box, 'idle');
    await shop.charge();
    await shop.till.tell('session-1', 'paid', { txnId: 't1', amountMinor: 125_050 });
    await box.line((line) => line.startsWith('{"saying"') && line.includes('"kind":"new"'), LINE_MS);
    await box.powerCut();
    expect(box.said().map(({ kind }) => kind)).not.toContain('new');
    box.powerOn();
    await box.line((line) => line.startsWith('{"said"') && line.includes('"kind":"again"'), LINE_MS);
    expect(faults(box)).toEqual([]);
  });
});

need('lua-sec', 'a NodeMCU box in Debian’s Lua, over TLS', () => {
  test('speaks with the broker that its authority vouches for, and with no other', { timeout: TEST_MS }, async () => {
    const ca = authority();
    const mqtt = { plain: false, tls: { port: 0, ...brokerFiles(ca, folder) } };
    const shop = await startTestBridge({ config: { mqtt }, devices: [{ id: BOX, board: BOARD }] });
    const port = shop.mqttTlsPort!;
    const strangers = [
      { port, ca: authority().pem },
      { port, ca: ca.pem, host: 'localhost' },
    ];
    for (const road of strangers) {
      const fooled = start(shop, road);
      await fooled.line((line) => line.startsWith('{"mqtt"'), LINE_MS);
      expect((await shop.bridge.device(BOX))?.online).toBe(false);
      await fooled.powerCut();
    }
    const box = start(shop, { port, ca: ca.pem });
    await screen(box, 'idle');
    await shop.charge();
    await screen(box, 'qr');
    expect(faults(box)).toEqual([]);
  });
});

/** The left channel as 8 bits unsigned. */
function heard(samples: Buffer): Buffer {
  return Buffer.from(
    Array.from(
      { length: Math.floor(samples.length / SAMPLE_BYTES) },
      (_none, i) => samples.readInt8(i * SAMPLE_BYTES + 1) + 128,
    ),
  );
}
