import { describe, expect, test } from 'vitest';
import type { Watch } from '../../../../firmware/wire/index';
import { BOOT, NOON, paid, ShopBox, showQr } from '../../../support/shop-box';

const hellos = (shop: ShopBox): number => shop.sent.filter(({ is }) => is === 'hello').length;
const watch = (seq: number, ttlSeconds: number, health: 'ok' | 'trouble' = 'ok'): Watch => ({
  is: 'watch',
  seq,
  ttlSeconds,
  switches: [
    { name: 'NEPALPAY', health },
    { name: 'FONEPAY', health: 'ok' },
  ],
});

describe('before the welcome', () => {
  test('the box starts, asks, and takes nothing', () => {
    const shop = new ShopBox().boot();
    expect(shop.view).toEqual({ at: 'starting' });
    shop.happen({ on: 'link', link: 'no-wifi' }).happen({ on: 'link', link: 'no-broker' });
    shop.happen({ on: 'link', link: 'no-bridge' }).fresh();
    shop
      .hear(showQr({ seq: 5 }))
      .hear(paid({ seq: 6 }))
      .hear({ is: 'command', seq: 7, command: 'restart' });
    shop.happen({ on: 'unusable', of: 8, reason: 'unsupported' });
    expect(shop.done).toEqual([]);
  });

  test('a recorded welcome of another start opens nothing', () => {
    const shop = new ShopBox()
      .boot()
      .happen({ on: 'link', link: 'no-bridge' })
      .fresh()
      .welcome(100, { boot: BOOT + 1 });
    expect(shop.done).toEqual([]);
    expect(shop.hear(paid({ seq: 101 })).done).toEqual([]);
  });

  test('a welcome without a connection is none', () => {
    expect(new ShopBox().boot().fresh().welcome(100).done).toEqual([]);
  });

  test('hello is said again, less and less often', () => {
    const shop = new ShopBox().boot().happen({ on: 'link', link: 'no-bridge' }).wait(5);
    expect(hellos(shop)).toBe(2);
    expect(hellos(shop.wait(10))).toBe(3);
    expect(hellos(shop.wait(20 + 40))).toBe(5);
    expect(hellos(shop.wait(80 + 80))).toBe(7);
  });
});

describe('the welcome', () => {
  test('sets the clock, the total and the screen, and is answered with telemetry', () => {
    const shop = new ShopBox().boot().online(100, { count: 3, amountMinor: 4500 });
    expect(shop.view).toEqual({
      at: 'idle',
      shop: 'Kirana',
      link: 'online',
      switches: [],
      total: { count: 3, amountMinor: 4500, currency: 524 },
      language: 'en',
    });
    expect(shop.ran('report')).toEqual([{ run: 'report', fault: '' }]);
  });

  test('draws the line: what is shown must be newer, what was paid may be older', () => {
    const shop = new ShopBox().boot().online(100).fresh();
    shop.hear(showQr({ seq: 100 })).hear({ is: 'command', seq: 99, command: 'test' });
    expect(shop.done).toEqual([]);
    expect(shop.hear(paid({ seq: 60 })).spoken).toEqual(['new 125050']);
    expect(shop.heard().hear(showQr({ seq: 101 })).view).toMatchObject({ at: 'qr' });
  });

  test('leaves a payment on the screen', () => {
    const shop = new ShopBox()
      .boot()
      .online()
      .hear(paid({ seq: 101 }))
      .heard();
    shop.happen({ on: 'link', link: 'no-broker' }).online(200);
    expect(shop.view).toMatchObject({ at: 'paid' });
  });
});

describe('a broken link', () => {
  test('is on the screen at once and spoken of when it lasts, once', () => {
    const shop = new ShopBox().boot().online().fresh().happen({ on: 'link', link: 'no-wifi' });
    expect(shop.view).toMatchObject({ at: 'offline', link: 'no-wifi', shop: 'Kirana' });
    expect(shop.wait(29).spoken).toEqual([]);
    expect(shop.wait(1).spoken).toEqual(['offline']);
    expect(shop.heard().wait(300).spoken).toEqual(['offline']);
    expect(shop.online(200).spoken).toEqual(['offline', 'online']);
  });

  test('that mends quickly is not spoken of', () => {
    const shop = new ShopBox().boot().online().happen({ on: 'link', link: 'no-broker' }).wait(10).online(200).wait(60);
    expect(shop.spoken).toEqual([]);
  });

  test('from the start is told as well, and ends the starting picture', () => {
    const shop = new ShopBox().boot().wait(30);
    expect(shop.spoken).toEqual(['offline']);
    expect(shop.view).toMatchObject({ at: 'offline' });
  });

  test('behind a paid screen leaves the amount there', () => {
    const shop = new ShopBox()
      .boot()
      .online()
      .hear(paid({ seq: 101 }))
      .heard();
    expect(shop.happen({ on: 'link', link: 'no-broker' }).wait(40).view).toMatchObject({ at: 'paid' });
  });
});

describe('the watch over switches', () => {
  test('is shown while it is promised and unknown afterwards', () => {
    const shop = new ShopBox().boot().online().hear(watch(101, 20));
    expect(shop.view).toMatchObject({ switches: [{ name: 'NEPALPAY', health: 'ok' }, {}] });
    expect(shop.wait(20).view).toMatchObject({ at: 'idle', switches: [{ name: 'NEPALPAY', health: 'unknown' }, {}] });
  });

  test('that runs out makes the box ask whether its bridge is there', () => {
    const shop = new ShopBox().boot().online().hear(watch(101, 20)).fresh().wait(20);
    expect(hellos(shop)).toBe(1);
    shop.welcome(200).hear(watch(201, 20)).wait(10);
    expect(shop.view).toMatchObject({ at: 'idle', switches: [{ health: 'ok' }, { health: 'ok' }] });
  });

  test('in trouble is said once when it lasts, and once when it is over', () => {
    const shop = new ShopBox()
      .boot()
      .online()
      .hear(watch(101, 600, 'trouble'))
      .wait(29);
    expect(shop.spoken).toEqual([]);
    expect(shop.wait(1).spoken).toEqual(['no-bank']);
    shop
      .heard()
      .hear(watch(102, 600, 'trouble'))
      .wait(200);
    expect(shop.spoken).toEqual(['no-bank']);
    expect(shop.hear(watch(103, 600)).spoken).toEqual(['no-bank', 'bank']);
  });

  test('in trouble for a moment is shown alone', () => {
    const shop = new ShopBox()
      .boot()
      .online()
      .hear(watch(101, 600, 'trouble'))
      .wait(20)
      .hear(watch(102, 600))
      .wait(60);
    expect(shop.spoken).toEqual([]);
  });

  test('and without an answer the bridge counts as gone', () => {
    const shop = new ShopBox().boot().online().hear(watch(101, 20)).wait(25);
    expect(shop.view).toMatchObject({ at: 'offline', link: 'no-bridge' });
    expect(shop.fresh().hear(paid({ seq: 102 })).done).toEqual([]);
  });
});

describe('what the bridge may ask for', () => {
  const box = (): ShopBox => new ShopBox().boot().online().fresh();

  test('a configuration is kept and shown', () => {
    const shop = box().hear({
      is: 'config',
      seq: 101,
      shop: 'Didi Store',
      language: 'ne',
      volume: 9,
      freshSeconds: 30,
      keepaliveSeconds: 90,
    });
    const told = { shop: 'Didi Store', language: 'ne', volume: 9, freshSeconds: 30, keepaliveSeconds: 90 };
    expect(shop.ran('settings')).toMatchObject([{ settings: { told, language: 'ne', volume: 9 } }]);
    expect(shop.view).toMatchObject({ shop: 'Didi Store', language: 'ne' });
  });

  test('commands: restart, test, repeat, clear', () => {
    const shop = box().hear({ is: 'command', seq: 101, command: 'restart' });
    expect(shop.done).toEqual([{ run: 'restart' }]);
    shop
      .hear(showQr({ seq: 102 }))
      .heard()
      .hear({ is: 'command', seq: 103, command: 'clear' });
    expect(shop.view).toMatchObject({ at: 'idle' });
    expect(shop.hear({ is: 'command', seq: 104, command: 'test' }).spoken.at(-1)).toBe('test');
  });

  test('an update is refused: this box cannot', () => {
    const shop = box().hear({ is: 'update', seq: 101, firmware: '2', url: 'x', sizeBytes: 1, hash: '' });
    expect(shop.acks).toEqual(['101 refused unsupported']);
  });

  test('a message that it cannot use is refused with the reason', () => {
    expect(box().happen({ on: 'unusable', of: 9, reason: 'malformed' }).acks).toEqual(['9 refused malformed']);
  });

  test('an unknown key is passed on', () => {
    expect(box().happen({ on: 'key', key: 'boot' }).sent).toEqual([{ is: 'key', key: 'boot' }]);
  });
});

describe('what the box reports', () => {
  test('telemetry every five minutes with its latest fault', () => {
    const shop = new ShopBox().boot().online().happen({ on: 'fault', fault: 'display-timeout' }).fresh().wait(300);
    expect(shop.ran('report')).toEqual([{ run: 'report', fault: 'display-timeout' }]);
  });

  test('a fault while nobody listens is kept for the welcome', () => {
    const shop = new ShopBox().boot().happen({ on: 'fault', fault: 'display-timeout' });
    expect(shop.ran('report')).toEqual([]);
    expect(shop.online().ran('report')).toEqual([{ run: 'report', fault: 'display-timeout' }]);
    expect(shop.view).toMatchObject({ at: 'fault' });
    expect(shop.state.unixAheadSeconds).toBe(NOON);
  });
});
