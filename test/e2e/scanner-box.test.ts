// A shop whose customers show a code: the bridge with Pockyt's fake, and the built program of the board with a scanner,
// whose model reads the code.
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { pockyt } from '../../bridge/switches/pockyt/index';
import { startBox } from '../../tools/simulator/box';
import type { SimulatedBox } from '../../tools/simulator/box';
import { readImage } from '../../tools/simulator/image';
import { startPockyt } from '../../tools/switches/pockyt';
import { builtImage } from '../support/built-image';
import { startTestBridge, untilTrue } from '../support/bridge';
import type { TestBridge } from '../support/bridge';
import { identity } from '../support/bridge-config';
import { TIMING } from '../contract/switches/pockyt';

const BOARD = 'esp32-cyd-scanner';
const BOX = 'counter-1';
const LIMIT_MS = 60_000;
const WAIT_MS = 10_000;

async function boxOn(shop: TestBridge): Promise<SimulatedBox> {
  const folder = await builtImage(BOARD);
  const { password, key } = identity(BOX);
  const settings = {
    ...{ id: BOX, host: '127.0.0.1', port: shop.mqttPort!, password, key: Buffer.from(key, 'latin1').toString('hex') },
    wifi: { ssid: 'shop', password: '' },
  };
  const box = startBox(readImage(folder), settings, { soundSpeed: 10 });
  onTestFinished(() => box.close());
  return box;
}

const shows = (box: SimulatedBox, screen: string): Promise<string> =>
  box.line((line) => line === JSON.stringify({ screen }), WAIT_MS);

test(
  "a customer's code goes from the scanner to the spoken word, and is written down nowhere",
  {
    timeout: LIMIT_MS,
  },
  async () => {
    const fake = await startPockyt({ pendingMs: 50 });
    onTestFinished(() => fake.close());
    const config = { switches: { pockyt: pockyt.config.parse({ ...fake.config, timing: TIMING }) } };
    const shop = await startTestBridge({ config, devices: [{ id: BOX, board: BOARD, switches: ['pockyt'] }] });
    const box = await boxOn(shop);
    await shows(box, 'idle');

    const charge = await shop.charge({ amount: '13.00', currency: 'USD' });
    await shows(box, 'present');
    const code = fake.code('04');
    box.scan(code);
    await shows(box, 'confirm');
    fake.confirm(charge.id.slice(3));
    await shows(box, 'paid');
    await untilTrue(shop, 'it is spoken', async () => (await shop.bridge.charge(charge.id))?.spokenAtMs !== undefined);

    const paid = box.said().filter(({ seqs }) => seqs.length > 0);
    expect(paid).toMatchObject([{ kind: 'new' }]);
    expect(box.consoleLines.filter((line) => line.includes('fault'))).toEqual([]);
    await shop.close();
    const written = [
      ...readdirSync(shop.folder).map((name) => readFileSync(join(shop.folder, name), 'latin1')),
      shop.log.join('\n'),
      box.consoleLines.join('\n'),
      Buffer.from(box.flashImage()).toString('latin1'),
    ];
    for (const text of written) expect(text).not.toContain(code);
    expect(written.join()).toContain(code.slice(-4));
  },
);
