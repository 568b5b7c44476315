// One box that is bound to several switches.
import { describe, expect, test } from 'vitest';
import { startTestBridge, untilTrue } from '../support/bridge';
import { TestSwitch } from '../support/test-switch';

/** A box that prefers `dollars` and can also take the till's rupees. */
async function shopWithTwo() {
  const dollars = new TestSwitch('dollar-session');
  const till = new TestSwitch();
  const kind = { ...dollars.kind, id: 'dollars', shortName: 'DOLLARS', currencies: ['USD'] };
  const shop = await startTestBridge({
    config: { switches: { till: {}, dollars: {} } },
    extras: { switches: { ...till.kinds, dollars: kind as never } },
    devices: [{ switches: ['dollars', 'till'] }],
  });
  return { shop, dollars, till };
}

describe('a box with two switches', () => {
  test('asks through the one that it prefers, or the one that the charge names, and through no other', async () => {
    const { shop } = await shopWithTwo();
    expect(await shop.charge({ currency: 'USD' })).toMatchObject({ switch: 'dollars', currency: 'USD' });
    expect(await shop.charge({ switch: 'till' })).toMatchObject({ switch: 'till', currency: 'NPR' });
    await expect(shop.charge()).rejects.toThrow('422');
    await expect(shop.charge({ switch: 'nepalpay' })).rejects.toThrow('422');
  });

  test('is told how each of them is, in its own order, and counts its day in the first one’s money', async () => {
    const { shop, dollars, till } = await shopWithTwo();
    const box = shop.box();
    const [welcome, watch] = [box.next('welcome'), box.next('watch')];
    await box.start();
    expect(await welcome).toMatchObject({ currency: 840 });
    expect((await watch).switches).toEqual([
      { name: 'DOLLARS', health: 'ok' },
      { name: 'TILL', health: 'ok' },
    ]);
    const trouble = box.next('watch', ({ switches }) => switches.some(({ health }) => health === 'trouble'));
    till.context!.health({ state: 'trouble', detail: 'till: no answer' });
    expect((await trouble).switches).toEqual([
      { name: 'DOLLARS', health: 'ok' },
      { name: 'TILL', health: 'trouble' },
    ]);
    const worse = box.next('watch', ({ switches }) => switches.every(({ health }) => health === 'trouble'));
    dollars.context!.health({ state: 'trouble', detail: 'dollars: no answer' });
    await worse;
    const well = box.next('watch', ({ switches }) => switches.every(({ health }) => health === 'ok'));
    till.context!.health({ state: 'ok', detail: 'till: open' });
    dollars.context!.health({ state: 'ok', detail: 'dollars: open' });
    await well;
    // The way between box and bridge was good all the time, and nothing failed.
    expect((await shop.bridge.device('counter-1'))?.online).toBe(true);
    expect(box.taken.filter(({ is }) => is === 'closed')).toEqual([]);
  });

  test('says the payments of both', async () => {
    const { shop, dollars, till } = await shopWithTwo();
    const box = await shop.box().start();
    await shop.charge({ currency: 'USD' });
    await shop.charge({ switch: 'till' });
    await dollars.tell('dollar-session-1', 'paid');
    await till.tell('session-1', 'paid');
    await untilTrue(shop, 'both are said', async () => box.said.length === 2);
    expect(box.said.map(({ message }) => message.currency).sort()).toEqual([524, 840]);
  });

  test('does not take one switch’s word about the other’s session', async () => {
    const { shop, till } = await shopWithTwo();
    const { id } = await shop.charge({ currency: 'USD' });
    await till.tell('dollar-session-1', 'paid');
    expect((await shop.bridge.charge(id))?.state).toBe('open');
  });
});
