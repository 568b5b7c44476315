import { expect, test } from 'vitest';
import { startMosquitto } from '../support/mosquitto';
import { startTestBridge, untilTrue } from '../support/bridge';
import type { TestBridge } from '../support/bridge';
import { need } from '../support/need';

async function overMosquitto(): Promise<{ shop: TestBridge; port: number }> {
  const port = await startMosquitto();
  const shop = await startTestBridge({ config: { mqtt: { external: { url: `mqtt://127.0.0.1:${port}` } } } });
  await untilTrue(shop, 'the road is open', async () => (await shop.bridge.readiness()).ready);
  return { shop, port };
}

async function spoken(shop: TestBridge, id: string): Promise<void> {
  await untilTrue(shop, 'the charge is spoken', async () => (await shop.bridge.charge(id))?.spokenAtMs !== undefined);
}

need('mosquitto', 'a bridge beside a broker of its own', () => {
  test('shows, tells and hears as with its own', async () => {
    const { shop, port } = await overMosquitto();
    const box = await shop.box({ port }).start();
    const shown = box.next('show-qr');
    const { id } = await shop.charge();
    await shown;
    await shop.till.tell('session-1', 'paid');
    await spoken(shop, id);
    expect(box.said.map(({ kind }) => kind)).toEqual(['new']);
    expect(box.faults).toEqual([]);
  });

  test('that restarts tells a box what it missed, though the box never lost its connection and says no hello', async () => {
    const { shop, port } = await overMosquitto();
    const box = await shop.box({ port, speech: 'deaf' }).start();
    const { id } = await shop.charge();
    const lost = box.next('paid');
    await shop.till.tell('session-1', 'paid');
    await lost;
    await shop.close();
    box.speech = 'at once';
    const restarted = await shop.again();
    await spoken(restarted, id);
    expect(box.said.map(({ kind }) => kind)).toEqual(['new']);
    const scanned = box.next('progress');
    await restarted.charge();
    await restarted.till.tell('session-2', 'scanned');
    await scanned;
    expect(box.taken.filter(({ is }) => is === 'welcome')).toHaveLength(1);
    expect(box.faults).toEqual([]);
  });
});
