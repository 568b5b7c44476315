import { describe, expect, test } from 'vitest';
import { NOON, paid, ShopBox, showQr } from '../../../support/shop-box';

const box = (): ShopBox => new ShopBox().boot().online().heard().fresh();
const asking = (): ShopBox =>
  box()
    .hear(showQr({ seq: 101 }))
    .heard()
    .fresh();

describe('a charge', () => {
  test('is shown with its countdown, which falls once a second', () => {
    const shop = box().hear(showQr({ seq: 101 }));
    expect(shop.view).toMatchObject({
      at: 'qr',
      amountMinor: 125_050,
      secondsLeft: 300,
      codewords: 'abc',
      opened: false,
      failed: false,
    });
    expect(shop.spoken).toEqual(['scan']);
    expect(shop.wait(7).view).toMatchObject({ secondsLeft: 293 });
    expect(shop.fresh().happen({ on: 'tick' }).done).toEqual([]);
  });

  test('follows the customer: opened, scanned, paying', () => {
    const shop = asking().hear({ is: 'progress', seq: 102, charge: 1, stage: 'opened' });
    expect(shop.view).toMatchObject({ at: 'qr', opened: true });
    expect(shop.hear({ is: 'progress', seq: 103, charge: 1, stage: 'scanned' }).view).toMatchObject({ at: 'scanned' });
    expect(shop.hear({ is: 'progress', seq: 104, charge: 1, stage: 'pending' }).view).toMatchObject({ at: 'pending' });
    expect(shop.leds).toEqual(['blue']);
  });

  test('asks for the code of a customer, who then confirms on the phone', () => {
    const shop = asking().hear({ is: 'progress', seq: 102, charge: 1, stage: 'present' });
    expect(shop.view).toMatchObject({ at: 'present', amountMinor: 125_050 });
    expect(shop.hear({ is: 'progress', seq: 103, charge: 1, stage: 'confirm' }).view).toMatchObject({ at: 'confirm' });
    expect(shop.leds).toEqual(['blue']);
  });

  test('is not moved by news of another charge, nor by old news', () => {
    const shop = asking().hear({ is: 'progress', seq: 102, charge: 2, stage: 'scanned' });
    shop.hear({ is: 'closed', seq: 103, charge: 2, how: 'cancelled' });
    shop.hear({ is: 'progress', seq: 101, charge: 1, stage: 'scanned' });
    expect(shop.done).toEqual([]);
  });

  test('without a charge on the screen there is no progress and nothing to close', () => {
    const shop = box().hear({ is: 'progress', seq: 101, charge: 1, stage: 'scanned' });
    shop.hear({ is: 'closed', seq: 102, charge: 1, how: 'expired' });
    expect(shop.done).toEqual([]);
  });

  test('that failed says so and gives its QR back', () => {
    const shop = asking().hear({ is: 'progress', seq: 102, charge: 1, stage: 'pending' });
    shop.hear({ is: 'closed', seq: 103, charge: 1, how: 'failed' });
    expect(shop.view).toMatchObject({ at: 'failed', amountMinor: 125_050 });
    expect(shop.spoken).toEqual(['failed']);
    expect(shop.wait(4).view).toMatchObject({ at: 'qr', failed: true });
    expect(shop.hear({ is: 'progress', seq: 104, charge: 1, stage: 'opened' }).view).toMatchObject({
      opened: true,
      failed: false,
    });
  });

  test('that failed and is tried at once goes on without waiting', () => {
    const shop = asking().hear({ is: 'closed', seq: 102, charge: 1, how: 'failed' });
    expect(shop.hear({ is: 'progress', seq: 103, charge: 1, stage: 'scanned' }).view).toMatchObject({ at: 'scanned' });
  });

  test('expires by the box’s own clock, without a word from the bridge', () => {
    const shop = asking().happen({ on: 'link', link: 'no-broker' }).wait(30).heard().wait(270);
    expect(shop.view).toMatchObject({ at: 'expired' });
    expect(shop.spoken).toContain('expired');
    expect(shop.wait(10).view).toMatchObject({ at: 'offline' });
  });

  test('does not expire under a customer who is paying', () => {
    const shop = asking().hear({ is: 'progress', seq: 102, charge: 1, stage: 'pending' }).wait(400);
    expect(shop.view).toMatchObject({ at: 'pending' });
    expect(shop.hear({ is: 'closed', seq: 103, charge: 1, how: 'expired' }).view).toMatchObject({ at: 'expired' });
  });

  test('shows no negative seconds', () => {
    const shop = box().hear(showQr({ seq: 101, expiresAt: NOON - 5 }));
    expect(shop.view).toMatchObject({ at: 'qr', secondsLeft: 0 });
    expect(shop.wait(1).view).toMatchObject({ at: 'expired' });
  });

  test('that is cancelled says so, goes home, and may still be paid', () => {
    const shop = asking().hear({ is: 'closed', seq: 102, charge: 1, how: 'cancelled' }).heard();
    expect(shop.view).toMatchObject({ at: 'cancelled' });
    expect(shop.wait(10).view).toMatchObject({ at: 'idle' });
    expect(shop.hear(paid({ seq: 103, paidAt: NOON + 9 })).view).toMatchObject({ at: 'paid' });
  });

  test('is not wiped off by a touch, a paid screen is', () => {
    const shop = asking().happen({ on: 'key', key: 'dismiss' });
    expect(shop.drawn).toEqual([]);
    shop
      .hear(paid({ seq: 102 }))
      .heard()
      .happen({ on: 'key', key: 'dismiss' });
    expect(shop.view).toMatchObject({ at: 'idle' });
  });

  test('stays over a reconnect when the bridge shows it again, with what the customer did', () => {
    const shop = asking().hear({ is: 'progress', seq: 102, charge: 1, stage: 'opened' });
    shop.happen({ on: 'link', link: 'no-broker' });
    expect(shop.view).toMatchObject({ at: 'qr', link: 'no-broker' });
    shop
      .online(200)
      .hear(showQr({ seq: 201 }))
      .wait(6);
    expect(shop.view).toMatchObject({ at: 'qr', opened: true });
    expect(shop.spoken).toEqual([]);
  });

  test('goes after a reconnect when the bridge does not show it again: it ended meanwhile', () => {
    const shop = asking().happen({ on: 'link', link: 'no-broker' }).online(200);
    expect(shop.wait(4).view).toMatchObject({ at: 'qr' });
    expect(shop.wait(1).view).toMatchObject({ at: 'idle' });
  });

  test('that just failed when the link came back is asked for like any other', () => {
    const shop = asking().hear({ is: 'closed', seq: 102, charge: 1, how: 'failed' }).online(200);
    expect(shop.view).toMatchObject({ at: 'qr', failed: true });
  });
});

describe('the static QR of a shop', () => {
  const symbol = { version: 6, level: 1, mask: 2, codewords: 'upi' };

  test('is shown while nothing is asked, until it is taken away', () => {
    const shop = box().hear({ is: 'static-qr', seq: 101, ...symbol });
    expect(shop.view).toMatchObject({ at: 'idle', symbol });
    shop.hear(showQr({ seq: 102 })).hear({ is: 'command', seq: 103, command: 'clear' });
    expect(shop.view).toMatchObject({ at: 'idle', symbol });
    shop.hear({ is: 'static-qr', seq: 104, ...symbol, codewords: '' });
    expect(shop.view).toMatchObject({ at: 'idle', symbol: undefined });
  });
});
