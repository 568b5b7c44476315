import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { readQr } from '../../tools/demo/screen-reader';
import { readImage } from '../../tools/simulator/image';
import type { Image } from '../../tools/simulator/image';
import { startNodeBox } from '../../tools/simulator/nodemcu/box';
import type { NodeBox } from '../../tools/simulator/nodemcu/box';
import { cardOf } from '../../tools/voice/card';
import { builtImage } from '../support/built-image';
import { startTestBridge, untilTrue } from '../support/bridge';
import type { TestBridge } from '../support/bridge';
import { identity } from '../support/bridge-config';

const BOARD = 'nodemcu-esp8266-epaper-154';
const BOX = 'counter-1';
const LINE_MS = 60_000;
const TEST_MS = 240_000;
const WAV_HEAD_BYTES = 44;
let image: Image;

beforeAll(async () => {
  image = readImage(await builtImage(BOARD));
}, 240_000);

function start(shop: TestBridge): NodeBox {
  const { password, key } = identity(BOX);
  const settings = {
    id: BOX,
    host: '127.0.0.1',
    port: shop.mqttPort!,
    password,
    key: Buffer.from(key, 'latin1').toString('hex'),
    wifi: { ssid: 'shop', password: 'secret' },
  };
  const box = startNodeBox(image, settings, { soundSpeed: 10 });
  onTestFinished(() => box.close());
  return box;
}
const screen = (box: NodeBox, at: string): Promise<string> =>
  box.line((line) => line === `{"screen":"${at}"}`, LINE_MS);
/** A box that has just got power asks its module until it answers: what it asks in the first two seconds is no fault. */
const faults = (box: NodeBox): string[] => [
  ...box.consoleLines.filter((line) => /fault|Uncaught/.test(line)),
  ...box.panelFaults.filter((fault) => !fault.startsWith('command 42h before the module said that it is ready')),
];

describe('an ESP8266 with e-paper and an MP3 module', () => {
  test('shows the code, and says the payment from its card, clip by clip', { timeout: TEST_MS }, async () => {
    const shop = await startTestBridge({ devices: [{ id: BOX, board: BOARD }] });
    const box = start(shop);
    await screen(box, 'idle');
    const charge = await shop.charge();
    await screen(box, 'qr');
    await expect.poll(() => readQr(box.screenPng()), { timeout: LINE_MS }).toBe(charge.qr);
    await shop.till.tell('session-1', 'paid', { txnId: 't1', amountMinor: 125_050 });
    await untilTrue(shop, 'the charge is spoken', async () => {
      return 'spokenAt' in ((await (await shop.api(`/v1/charges/${charge.id}`)).json()) as object);
    });
    const said = box.said().filter(({ kind }) => kind === 'new');
    expect(said.map(({ text }) => text)).toEqual(['एक हजार दुई सय पचास रुपैयाँ पचास पैसा प्राप्त भयो']);
    const card = cardOf(['en', 'ne']);
    const samples = said[0]!.clips.map(
      (clip) => card.find((one) => one.folder === 2 && one.track === clip + 1)!.samples,
    );
    expect(box.speakerWav().subarray(WAV_HEAD_BYTES).equals(Buffer.concat(samples))).toBe(true);
    expect(faults(box)).toEqual([]);
  });
});
