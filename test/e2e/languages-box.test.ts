// Boxes whose languages were chosen when they were flashed: the built program against the bridge.
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { PNG } from 'pngjs';
import { drawView } from '../../firmware/screens/registry';
import { screenAssets } from '../../tools/screens/assets';
import { panels } from '../../tools/screens/panels';
import { picture } from '../../tools/screens/picture';
import { startBox } from '../../tools/simulator/box';
import type { SimulatedBox } from '../../tools/simulator/box';
import { readImage } from '../../tools/simulator/image';
import { builtImage } from '../support/built-image';
import { startTestBridge, untilTrue } from '../support/bridge';
import type { TestBridge } from '../support/bridge';
import { identity } from '../support/bridge-config';

const BOARD = 'esp32-cyd';
const BOX = 'counter-1';
const LANGUAGES = ['km=vi', 'id', 'vi'];
const LIMIT_MS = 120_000;
let folder = '';
beforeAll(async () => {
  folder = await builtImage(BOARD, LANGUAGES.join());
}, LIMIT_MS);

async function shop(language: string): Promise<{ shop: TestBridge; box: SimulatedBox }> {
  const made = await startTestBridge({ devices: [{ id: BOX, board: BOARD, language }] });
  const { password, key } = identity(BOX);
  const settings = {
    ...{ id: BOX, host: '127.0.0.1', port: made.mqttPort!, password, key: Buffer.from(key, 'latin1').toString('hex') },
    wifi: { ssid: 'shop', password: '' },
  };
  const box = startBox(readImage(folder), settings, { soundSpeed: 20 });
  onTestFinished(() => box.close());
  return { shop: made, box };
}

const faultOf = async (one: TestBridge): Promise<unknown> =>
  ((await (await one.api(`/v1/devices/${BOX}`)).json()) as { fault?: string }).fault;

async function saidAfterPaying({ shop: one, box }: { shop: TestBridge; box: SimulatedBox }): Promise<string[]> {
  await box.line((line) => line === '{"screen":"idle"}', LIMIT_MS);
  await one.charge();
  await one.till.tell('session-1', 'paid', { txnId: 't1', amountMinor: 125_050 });
  await untilTrue(one, 'it is spoken', async () => box.said().some(({ kind }) => kind === 'new'));
  return box
    .said()
    .filter(({ kind }) => kind === 'new')
    .map(({ text }) => text);
}

describe('a box with Khmer, Indonesian and Vietnamese', { timeout: LIMIT_MS }, () => {
  test('speaks Vietnamese in a Khmer shop, as it was flashed, and has no fault', async () => {
    const here = await shop('km');
    expect(await saidAfterPaying(here)).toEqual(['đã nhận một nghìn hai trăm năm mươi rupi Nepal năm mươi paisa']);
    expect(await faultOf(here.shop)).toBeUndefined();
  });

  test('draws its first screen to the last letter as the sheets do', async () => {
    const { box } = await shop('km');
    await box.line((line) => line === '{"screen":"starting"}', LIMIT_MS);
    const panel = { ...panels[BOARD]!, languages: LANGUAGES };
    const files = screenAssets(process.cwd(), panel);
    const drawn = picture(panel, files);
    drawView(drawn.canvas, files, { at: 'starting' }, undefined, () => undefined);
    const wanted = new PNG({ width: 320, height: 240 });
    drawn.paint(wanted, 0, 0);
    const bright = (png: PNG): boolean[] => Array.from({ length: 320 * 240 }, (_none, i) => png.data[4 * i]! > 127);
    expect(bright(PNG.sync.read(box.screenPng()))).toEqual(bright(wanted));
  });

  test('told a language that it does not have speaks its first one, and its operator sees why', async () => {
    const here = await shop('hi');
    const said = await saidAfterPaying(here);
    expect(said.join()).toMatch(/một nghìn hai trăm/);
    await untilTrue(here.shop, 'the fault is seen', async () => (await faultOf(here.shop)) === 'no-language');
  });
});
