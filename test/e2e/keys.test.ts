// The keys of boxes over their life: rotated while a box is away, shown, run out, and taken away.
import { describe, expect, onTestFinished, test } from 'vitest';
import { OLD_KEYS_MS, nextVersion, proved } from '../../bridge/gateway/key-versions';
import { openSqlite } from '../../bridge/store/sqlite';
import type { Device, Store } from '../../bridge/store/port';
import { startBox } from '../../tools/simulator/box';
import type { SimulatedBox } from '../../tools/simulator/box';
import { readImage } from '../../tools/simulator/image';
import { builtImage } from '../support/built-image';
import { startTestBridge, untilTrue } from '../support/bridge';
import type { TestBridge } from '../support/bridge';
import { identity } from '../support/bridge-config';

const ID = 'counter-1';
const LIMIT_MS = 60_000;

/** The store as another process has it, like the command line. */
async function beside(
  shop: TestBridge,
): Promise<{ store: Store; change: (how: (device: Device) => Device) => Promise<void> }> {
  const store = await openSqlite(`${shop.folder}/ghanti.db`);
  onTestFinished(() => store.close());
  const change = (how: (device: Device) => Device): Promise<void> =>
    store.write(async (tx) => tx.updateDevice(how((await tx.device(ID))!)));
  return { store, change };
}

const rotated = (device: Device): Device => ({
  ...device,
  nextKeys: { version: nextVersion(device, { newestVersion: 1 }), oldUntilMs: Date.now() + OLD_KEYS_MS },
});

const refusals = (shop: TestBridge, why: string): number => shop.wire.filter(({ reason }) => reason === why).length;

async function simulated(shop: TestBridge, folder: string, version: number, flash?: Uint8Array): Promise<SimulatedBox> {
  const { id, key, password } = identity(ID, version);
  const settings = { id, host: '127.0.0.1', port: shop.mqttPort!, password, wifi: { ssid: 'shop', password: '' } };
  const hex = Buffer.from(key, 'latin1').toString('hex');
  const box = startBox(readImage(folder), { ...settings, key: hex }, flash === undefined ? {} : { flash });
  onTestFinished(() => box.close());
  return box;
}

describe('a box whose keys are rotated', () => {
  test(
    'while it is away comes back with its old ones, is told what was paid, and is flashed later',
    async () => {
      const shop = await startTestBridge();
      const { store, change } = await beside(shop);
      const folder = await builtImage('esp32-cyd');
      const box = await simulated(shop, folder, 1);
      await box.line((line) => line === '{"screen":"idle"}', LIMIT_MS);
      box.powerCut();
      await change(rotated);
      const { id } = await shop.charge();
      await shop.till.tell('session-1', 'paid', { txnId: 'T-1' });
      box.powerOn();
      await untilTrue(shop, 'the old keys speak', async () => (await shop.bridge.charge(id))?.spokenAtMs !== undefined);
      expect(await store.read((tx) => tx.device(ID))).toMatchObject({ keyVersion: 1, nextKeys: { version: 2 } });
      box.close();

      const flashed = await simulated(shop, folder, 2);
      await flashed.line((line) => line === '{"screen":"idle"}', LIMIT_MS);
      await untilTrue(
        shop,
        'the new keys are shown',
        async () => (await store.read((tx) => tx.device(ID)))?.nextKeys === undefined,
      );
      const [shown] = (await store.read((tx) => tx.auditRows(0, 100))).filter(
        ({ action }) => action === 'device.keys-shown',
      );
      expect(shown).toMatchObject({ actor: `box:${ID}`, detail: 'keys 2' });
      const second = await shop.charge();
      await shop.till.tell('session-2', 'paid', { txnId: 'T-2' });
      await untilTrue(shop, 'it speaks', async () => (await shop.bridge.charge(second.id))?.spokenAtMs !== undefined);
      // What was spoken under the old keys is not said again.
      expect(flashed.announcementsBegun).toBe(1);
      await expect(shop.box().connect()).rejects.toThrow();
    },
    LIMIT_MS,
  );

  test('is believed under the old ones until the new ones are shown, and never again after that', async () => {
    const shop = await startTestBridge();
    const { store, change } = await beside(shop);
    const old = await shop.box().start();
    await change(rotated);
    await old.say({ is: 'key', key: 'ok' });
    await untilTrue(
      shop,
      'the old key is taken',
      async () => (await shop.bridge.device(ID))?.lastUp === old.lastNumber,
    );
    const sealedBefore = old.sealed({ is: 'key', seq: old.nextNumber(), key: 'ok' });
    await old.cut();
    const renewed = await shop.box(identity(ID, 2)).start();
    expect(renewed.taken.map(({ is }) => is)).toContain('welcome');
    expect(await store.read((tx) => tx.device(ID))).toMatchObject({ keyVersion: 2, nextKeys: undefined });
    await renewed.sayRaw(sealedBefore);
    await renewed.say({ is: 'key', key: 'ok' });
    await untilTrue(
      shop,
      'the new key is taken',
      async () => (await shop.bridge.device(ID))?.lastUp === renewed.lastNumber,
    );
    expect(shop.log.filter((line) => line.includes('"reason":"mac"'))).toHaveLength(1);
    await expect(shop.box().connect()).rejects.toThrow();
  });

  test('is refused under the old ones when their time is over', async () => {
    const shop = await startTestBridge();
    const { change } = await beside(shop);
    await change((device) => ({ ...device, nextKeys: { version: 2, oldUntilMs: Date.now() - 1 } }));
    await expect(shop.box().connect()).rejects.toThrow();
    await shop.box(identity(ID, 2)).start();
  });

  test('twice takes the later ones alone', async () => {
    const shop = await startTestBridge();
    const { change } = await beside(shop);
    await change(rotated);
    await change(rotated);
    await expect(shop.box(identity(ID, 2)).connect()).rejects.toThrow();
    await shop.box(identity(ID, 3)).start();
  });
});

describe('a stolen box', () => {
  test('that is connected is not believed from the moment on in which another process took its keys', async () => {
    const shop = await startTestBridge();
    const { change } = await beside(shop);
    const box = await shop.box().start();
    await box.say({ is: 'key', key: 'ok' });
    const taken = async () => (await shop.bridge.device(ID))?.lastUp;
    await untilTrue(shop, 'it is believed', async () => (await taken()) === box.lastNumber);
    const last = box.lastNumber;
    await change((device) => ({ ...device, revokedAtMs: Date.now() }));
    await box.say({ is: 'key', key: 'ok' });
    await untilTrue(shop, 'it is refused', async () => refusals(shop, 'revoked') === 1);
    await change((device) => ({ ...proved(device, 2), revokedAtMs: undefined, lastUp: last }));
    await box.say({ is: 'key', key: 'ok' });
    await untilTrue(shop, 'its old key is refused', async () => refusals(shop, 'mac') === 1);
    expect(await taken()).toBe(last);
  });

  test('is cut off at once, let in no more, told nothing, and what it has not spoken is kept and raised', async () => {
    const shop = await startTestBridge();
    const { store, change } = await beside(shop);
    const box = await shop.box().start();
    const { id } = await shop.charge();
    const gone = new Promise<void>((resolve) => box.client!.on('close', () => resolve()));
    await change((device) => ({ ...device, revokedAtMs: Date.now() }));
    await store.write((tx) => tx.cut(ID));
    await gone;
    await expect(box.connect()).rejects.toThrow();
    await shop.till.tell('session-1', 'paid', { txnId: 'T-1' });
    expect((await shop.bridge.charge(id))?.state).toBe('paid');
    expect(await store.read((tx) => tx.unspoken(ID, 10))).toMatchObject([{ kind: 'paid', stage: 'written' }]);
    expect(await store.read((tx) => tx.overdue(Date.now() + 1))).toMatchObject([{ device: ID }]);
    expect(shop.wire.filter(({ message }) => message?.is === 'paid')).toEqual([]);
    expect(shop.log.join('')).toMatch(/box: revoked; what it has not spoken waits/);
    await expect(shop.charge()).rejects.toThrow('is revoked');
  });

  test('that is found speaks what waits, under its new keys alone', async () => {
    const shop = await startTestBridge();
    const { change } = await beside(shop);
    const { id } = await shop.charge();
    await change((device) => ({ ...device, revokedAtMs: Date.now() }));
    await shop.till.tell('session-1', 'paid', { txnId: 'T-1' });
    await change((device) => ({ ...proved(device, 2), revokedAtMs: undefined }));
    await expect(shop.box().connect()).rejects.toThrow();
    const found = await shop.box(identity(ID, 2)).start();
    await untilTrue(shop, 'it speaks', async () => (await shop.bridge.charge(id))?.spokenAtMs !== undefined);
    expect(found.taken.map(({ is }) => is)).toContain('paid');
  });
});
