// The boards with e-paper in the simulator: the built program, the driver and the chip's model from its datasheet.
import { createServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';
import { Aedes } from 'aedes';
import { afterEach, describe, expect, test } from 'vitest';
import { boards } from '../../boards/registry';
import { planQr } from '../../bridge/gateway/qr/plan';
import { readQr } from '../../tools/demo/screen-reader';
import { startBox } from '../../tools/simulator/box';
import type { SimulatedBox } from '../../tools/simulator/box';
import { readImage } from '../../tools/simulator/image';
import { builtImage } from '../support/built-image';
import { ScriptedBridge } from '../support/scripted-bridge';
import { paid, showQr } from '../support/shop-box';

const KEY = '00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff';
const LIMIT_MS = 120_000;
const EMV =
  '00020101021229270023NCHL000099019901TESTSHP5204541153035245406125.005802NP5917Demo Kirana Pasal6009Kathmandu' +
  '62750105B00010306Store10709Terminal10812Bill payment512300192601010000000001TST6304A13A';
const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function shop(id: string): Promise<{ bridge: ScriptedBridge; box: SimulatedBox }> {
  const aedes = await Aedes.createBroker();
  const server: Server = createServer(aedes.handle as (socket: Socket) => void);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  closing.push(() => new Promise<void>((done) => aedes.close(() => server.close(() => done()))));
  const folder = await builtImage(id);
  const bridge = new ScriptedBridge(aedes, 'counter-1', KEY);
  const { port } = server.address() as AddressInfo;
  const box = startBox(
    readImage(folder),
    { id: 'counter-1', host: '127.0.0.1', port, password: '', key: KEY, wifi: { ssid: 'shop', password: '' } },
    { soundSpeed: 20 },
  );
  closing.push(() => box.close());
  return { bridge, box };
}

/** The picture when the panel is done with it: a refresh takes seconds of the chip's time. */
async function shows(box: SimulatedBox, wanted: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + LIMIT_MS / 2;
  while (!(await wanted())) {
    if (Date.now() > end) throw new Error(`not on the panel; console:\n${box.consoleLines.slice(-15).join('\n')}`);
    await new Promise((again) => setTimeout(again, 100));
  }
}

describe.each(Object.keys(boards).filter((id) => id.startsWith('esp32-epaper')))('a box on %s', (id) => {
  test(
    'shows a QR that a phone reads, says the payment, and keeps its picture without power',
    { timeout: LIMIT_MS },
    async () => {
      const { bridge, box } = await shop(id);
      await bridge.welcome();
      await box.line((line) => line === '{"screen":"idle"}', LIMIT_MS);
      bridge.say(showQr({ seq: 0, expiresAt: bridge.now() + 300, ...planQr(EMV, boards[id]!.qr) }));
      await shows(box, async () => (await readQr(box.screenPng())) === EMV);
      const seq = bridge.say(paid({ seq: 0, paidAt: bridge.now() }));
      await bridge.ack(seq, 'spoken');
      await shows(box, async () => (await readQr(box.screenPng())) === undefined);
      const told = box.screenPng();
      box.key('repeat');
      await box.line((line) => line.startsWith('{"said"') && line.includes('"replay"'), LIMIT_MS);
      await shows(box, async () => !box.screenPng().equals(told));
      const picture = box.screenPng();
      box.powerCut();
      expect(box.screenPng()).toEqual(picture);
      expect(box.panelFaults).toEqual([]);
      expect(box.consoleLines.filter((line) => line.includes('fault'))).toEqual([]);
    },
  );
});
