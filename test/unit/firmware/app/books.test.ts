import { describe, expect, test } from 'vitest';
import { onFlash, paid, reversed, ShopBox } from '../../../support/shop-box';

const box = (): ShopBox => new ShopBox().boot().online().heard().fresh();

describe('the journal', () => {
  test('forgets spoken ones, the lowest first, and remembers up to where', () => {
    const shop = box();
    for (let seq = 101; seq <= 150; seq++) shop.hear(paid({ seq })).heard();
    expect(shop.state.spoken).toHaveLength(48);
    expect(shop.state.floor).toBe(102);
    expect(shop.fresh().hear(paid({ seq: 101 })).acks).toEqual(['101 refused old']);
    expect(shop.fresh().hear(paid({ seq: 103 })).acks).toEqual(['103 spoken']);
  });

  test('does not sink its floor when a low number is spoken late', () => {
    const spoken = Array.from({ length: 47 }, (_none, i) => onFlash({ seq: 152 + i, stage: 'spoken' }));
    const shop = new ShopBox()
      .boot([onFlash({ seq: 99 }), ...spoken], { floor: 151 })
      .heard()
      .online();
    shop.hear(paid({ seq: 199 })).heard();
    expect(shop.state.floor).toBe(151);
    expect(shop.state.spoken).not.toContain(99);
  });

  test('forgets by number, not by the order in which they were spoken', () => {
    const shop = box();
    shop.hear(paid({ seq: 150 })).heard();
    for (let seq = 101; seq <= 148; seq++) shop.hear(paid({ seq })).heard();
    expect(shop.state.floor).toBe(101);
    expect(shop.state.spoken).toContain(150);
  });

  test('never forgets an unspoken one: the next is refused as full', () => {
    const journal = Array.from({ length: 48 }, (_none, i) => onFlash({ seq: i + 1 }));
    const shop = new ShopBox()
      .boot(journal)
      .online()
      .fresh()
      .hear(paid({ seq: 200 }));
    expect(shop.acks).toEqual(['200 refused full']);
  });
});

describe("the day's total", () => {
  test('is what the bridge told and what was spoken since; of what went back the bridge knows which day it was', () => {
    const shop = new ShopBox().boot().online(100, { count: 4, amountMinor: 1000 });
    shop.hear(paid({ seq: 101, amountMinor: 200 })).heard();
    expect(shop.state.total).toEqual({ count: 5, amountMinor: 1200, currency: 524 });
    shop
      .hear(reversed({ seq: 102, amountMinor: 300 }))
      .fresh()
      .heard()
      .wait(6);
    expect(shop.sent.filter(({ is }) => is === 'hello')).toHaveLength(1);
    shop.welcome(110, { count: 4, amountMinor: 900 });
    expect(shop.state.total).toEqual({ count: 4, amountMinor: 900, currency: 524 });
  });

  test('is asked for anew when the bridge sends what was spoken before its welcome: it may not have counted it', () => {
    const shop = new ShopBox().boot([onFlash({ seq: 8, amountMinor: 200 })]).heard();
    shop.online(100, { count: 4, amountMinor: 1000 }).fresh();
    for (let i = 0; i < 3; i++) shop.hear(paid({ seq: 8, amountMinor: 200, again: true }));
    expect(shop.acks).toEqual(['8 spoken', '8 spoken', '8 spoken']);
    expect(shop.state.total).toEqual({ count: 4, amountMinor: 1000, currency: 524 });
    shop.wait(6);
    expect(shop.sent.filter(({ is }) => is === 'hello')).toHaveLength(1);
    shop.welcome(110, { count: 5, amountMinor: 1200 });
    expect(shop.state.total).toEqual({ count: 5, amountMinor: 1200, currency: 524 });
  });

  test('is asked for anew when something was spoken while a welcome was on its way', () => {
    const shop = new ShopBox().boot([onFlash({ seq: 8, amountMinor: 200 })]);
    shop.happen({ on: 'link', link: 'no-bridge' }).wait(1).heard().welcome(100, { count: 4, amountMinor: 1000 });
    shop.fresh().wait(6);
    expect(shop.sent.filter(({ is }) => is === 'hello')).toHaveLength(1);
  });

  test('has in it what a box without a voice could only show', () => {
    const shop = new ShopBox().boot().online(100, { count: 4, amountMinor: 1000 });
    shop
      .hear(paid({ seq: 101, amountMinor: 200 }))
      .heard('audio-missing')
      .heard('audio-missing');
    expect(shop.state.total).toEqual({ count: 5, amountMinor: 1200, currency: 524 });
  });

  test('cannot be taken back by a welcome that somebody kept and sends again', () => {
    const shop = new ShopBox().boot().online(100, { count: 4, amountMinor: 1000 });
    shop
      .hear(paid({ seq: 101, amountMinor: 200 }))
      .heard()
      .welcome(100, { count: 4, amountMinor: 1000 });
    expect(shop.state.total).toEqual({ count: 5, amountMinor: 1200, currency: 524 });
    expect(shop.state.highest).toBe(101);
  });

  test('has one currency: another one is spoken and not added', () => {
    const shop = new ShopBox().boot().online(100, { count: 4, amountMinor: 1000 });
    shop.hear(paid({ seq: 101, currency: 356 })).heard();
    expect(shop.state.total).toEqual({ count: 4, amountMinor: 1000, currency: 524 });
  });
});
