import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { nepalpay } from '../../bridge/switches/nepalpay/index';
import { buildImage } from '../../tools/build/image';
import type { Image } from '../../tools/build/image';
import { startNepalpay } from '../../tools/switches/nepalpay';
import { startTestBridge, untilTrue } from '../support/bridge';
import { identity } from '../support/bridge-config';
import { flashScript, runScript } from '../support/espruino-box';
import { runInEspruino, startEspruino } from '../support/espruino';
import { need } from '../support/need';

const LIMIT_MS = 90_000;
const BOX = 'counter-1';
const isNew = (line: string): boolean => line.startsWith('{"said"') && line.includes('"kind":"new"');
let folder = '';
let image: Image;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ghanti-image-'));
  image = (await buildImage('esp32-cyd', folder)).image;
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

need('ESPRUINO_BIN', 'the built image in a real Espruino, on the real bridge', () => {
  test('takes a payment from the switch to the voice, over its own sockets', { timeout: LIMIT_MS }, async () => {
    const npi = await startNepalpay();
    onTestFinished(() => npi.close());
    const config = { switches: { nepalpay: nepalpay.config.parse(npi.config) } };
    const shop = await startTestBridge({ config, devices: [{ id: BOX, board: 'esp32-cyd', switches: ['nepalpay'] }] });

    const home = mkdtempSync(join(tmpdir(), 'ghanti-box-'));
    onTestFinished(() => rmSync(home, { recursive: true, force: true }));
    const { password, key } = identity(BOX);
    const flash = flashScript(image, folder, {
      id: BOX,
      port: shop.mqttPort!,
      password,
      key: Buffer.from(key, 'latin1').toString('hex'),
    });
    await runInEspruino(flash, { folder: home });
    const box = startEspruino(runScript(image, folder, { soundSpeed: 10, panel: false }), {
      folder: home,
      limitMs: LIMIT_MS,
    });
    onTestFinished(() => box.kill());
    await box.line((line) => line === '{"screen":"idle"}');

    const charge = await shop.charge();
    await box.line((line) => line === '{"screen":"qr"}');
    const session = [...npi.ledger.traces.keys()].at(-1)!;
    await untilTrue(shop, 'the switch would tell', async () => npi.listens(session));
    npi.scan(session);
    await box.line((line) => line === '{"screen":"scanned"}');
    npi.pay(session);
    await box.line((line) => line === '{"screen":"paid"}');
    const said = await box.line(isNew);
    expect(JSON.parse(said)).toMatchObject({ said: { kind: 'new', language: 'ne' } });
    await untilTrue(shop, 'the charge is spoken', async () => {
      const now = (await (await shop.api(`/v1/charges/${charge.id}`)).json()) as Record<string, unknown>;
      return 'spokenAt' in now;
    });
    expect(box.lines.filter(isNew)).toHaveLength(1);
    expect(box.lines.filter((line) => line.includes('fault'))).toEqual([]);
  });
});
