import { describe, expect, test } from 'vitest';
import type { ChargeRequest } from '../../../../firmware/wire/index';
import { NOON, paid, recap, reversed, ShopBox, showQr } from '../../../support/shop-box';

const box = (): ShopBox => new ShopBox().boot().online().heard().fresh();
const press = (shop: ShopBox, ...keys: string[]): ShopBox => {
  for (const key of keys) shop.happen({ on: 'key', key });
  return shop;
};
const asked = (shop: ShopBox): Omit<ChargeRequest, 'seq'> => {
  const request = shop.sent.find((message) => message.is === 'charge-request');
  if (request === undefined) throw new Error('nothing was asked for');
  return request as Omit<ChargeRequest, 'seq'>;
};
const asking = (): ShopBox => press(box(), '1', '2', '5', '00', 'enter');

describe('an amount that is keyed in', () => {
  test('comes in from the right and becomes a charge request in the currency of the day', () => {
    const shop = press(box(), '1', '2', '5');
    expect(shop.view).toEqual({ at: 'entry', amountMinor: 125, currency: 524, language: 'en' });
    press(shop, '00', '0').fresh();
    press(shop, 'enter');
    expect(shop.view).toMatchObject({ at: 'asking', amountMinor: 125_000, currency: 524 });
    expect(shop.sent).toEqual([
      { is: 'charge-request', request: expect.any(Number) as number, amountMinor: 125_000, currency: 524 },
    ]);
    expect(shop.leds).toEqual(['blue']);
  });

  test('is the shop’s business until then: no key of it is sent', () => {
    expect(press(box(), '7', '00', 'clear', '9', 'clear', 'clear', 'enter').sent).toEqual([]);
  });

  test('becomes the charge that the bridge shows', () => {
    const shop = asking().hear(showQr({ seq: 101, amountMinor: 12_500 }));
    expect(shop.view).toMatchObject({ at: 'qr', amountMinor: 12_500 });
    expect(shop.wait(60).drawn).not.toContain('unanswered');
  });

  test('has a new number each time, so that each is a charge of its own', () => {
    const shop = asking();
    const first = asked(shop).request;
    shop.hear({ is: 'declined', seq: 101, request: first, reason: '' }).wait(3).fresh();
    expect(asked(press(shop, '5', 'enter')).request).not.toBe(first);
  });

  test('is taken back by clear, first the amount and then the screen', () => {
    const shop = press(box(), '8', 'clear');
    expect(shop.view).toMatchObject({ at: 'entry', amountMinor: 0 });
    expect(press(shop, 'clear').view).toMatchObject({ at: 'idle' });
  });

  test('cannot be more than the wire carries: a digit too many is as if it was not pressed', () => {
    const shop = press(box(), ...'2147483647'.split(''));
    expect(shop.view).toMatchObject({ amountMinor: 2_147_483_647 });
    expect(press(shop, '0').view).toMatchObject({ amountMinor: 2_147_483_647 });
    const large = press(box(), ...'21474836'.split(''), '00');
    expect(large.view).toMatchObject({ amountMinor: 2_147_483_600 });
    expect(press(large, 'clear', ...'21474837'.split(''), '00').view).toMatchObject({ amountMinor: 21_474_837 });
  });

  test('of nothing is not asked for', () => {
    expect(press(box(), '0', '00', 'enter').sent).toEqual([]);
  });

  test('is forgotten 30 seconds after the last key', () => {
    const shop = press(box(), '4').wait(29);
    press(shop, '2').fresh().wait(29);
    expect(shop.drawn).toEqual([]);
    expect(shop.wait(1).view).toMatchObject({ at: 'idle' });
  });

  test('waits while a charge is open: no key of it does anything', () => {
    const shop = box()
      .hear(showQr({ seq: 101 }))
      .heard()
      .fresh();
    press(shop, '4', '00', 'enter', 'clear');
    expect(shop.done.filter(({ run }) => run !== 'say')).toEqual([]);
    expect(shop.spoken).toEqual(['key']);
  });

  test('is not hidden by payments of others, which are spoken', () => {
    const shop = press(box(), '4')
      .fresh()
      .hear(paid({ seq: 101, charge: 0, amountMinor: 700 }))
      .heard()
      .hear(reversed({ seq: 102, charge: 0, amountMinor: 300 }))
      .heard()
      .hear(recap({ seq: 103 }))
      .wait(3)
      .heard();
    expect(shop.drawn).toEqual([]);
    expect(shop.spoken).toEqual(['new 700', 'reversed 300', 'recap 30 900000']);
    expect(press(shop, '2', 'repeat').wait(6).heard().drawn).toEqual(['entry']);
    expect(press(shop, 'dismiss').view).toMatchObject({ at: 'idle' });
  });
});

describe('a charge request', () => {
  test('that becomes no charge says why, for ten seconds', () => {
    const shop = asking();
    const { request } = asked(shop);
    shop.hear({ is: 'declined', seq: 101, request, reason: 'over the limit' });
    expect(shop.view).toEqual({
      at: 'declined',
      amountMinor: 12_500,
      currency: 524,
      reason: 'over the limit',
      language: 'en',
    });
    expect(shop.leds.at(-1)).toBe('red');
    expect(shop.wait(10).view).toMatchObject({ at: 'idle' });
  });

  test('is not touched by the answer to another one, nor an amount being keyed in by any', () => {
    const shop = asking();
    const { request } = asked(shop);
    shop.fresh().hear({ is: 'declined', seq: 101, request: request + 1, reason: '' });
    expect(shop.done).toEqual([]);
    press(shop, 'clear', '3').fresh().hear({ is: 'declined', seq: 102, request, reason: '' });
    shop.hear({ is: 'declined', seq: 103, request: 0, reason: '' });
    expect(shop.done).toEqual([]);
  });

  test('is not changed by digits while it is asked, and is left by clear', () => {
    const shop = asking().fresh();
    press(shop, '3', 'enter');
    expect(shop.done.filter(({ run }) => run !== 'say')).toEqual([]);
    expect(press(shop, 'clear').view).toMatchObject({ at: 'idle' });
  });

  test('that nobody answers is said so after ten seconds, on the screen and aloud', () => {
    const shop = asking().heard().heard().heard().fresh().wait(10);
    expect(shop.view).toMatchObject({ at: 'unanswered', amountMinor: 12_500 });
    expect([shop.spoken, shop.leds]).toEqual([['offline'], ['red']]);
    expect(shop.wait(10).view).toMatchObject({ at: 'idle' });
  });

  test('without a connection is said so at once, and nothing is sent later', () => {
    const shop = press(box(), '9').happen({ on: 'link', link: 'no-broker' }).heard().fresh();
    press(shop, 'enter').heard();
    expect(shop.view).toMatchObject({ at: 'unanswered', amountMinor: 9 });
    expect([shop.spoken, shop.sent]).toEqual([['offline'], []]);
    expect(shop.online(200).sent.map(({ is }) => is)).toEqual(['hello']);
  });

  test('is asked again by enter under the same number, so that it cannot become two charges', () => {
    const shop = asking();
    const { request } = asked(shop);
    shop.wait(11).fresh();
    press(shop, 'enter');
    expect(asked(shop)).toMatchObject({ request, amountMinor: 12_500 });
    expect(shop.view).toMatchObject({ at: 'asking' });
  });

  test('gives way to a new amount when it was not answered', () => {
    const shop = asking().wait(11);
    expect(press(shop, '6').view).toMatchObject({ at: 'entry', amountMinor: 6 });
  });

  test('needs a bridge that has told the currency once: before, the box says that there is no connection', () => {
    const shop = new ShopBox().boot();
    expect(press(shop, '5').spoken).toEqual(['offline']);
    expect(shop.drawn).toEqual(['starting']);
  });
});

describe('a charge without a QR', () => {
  const money = { amountMinor: 80_000, currency: 524 };
  const presenting = (): ShopBox =>
    box()
      .hear({ is: 'progress', seq: 101, charge: 5, stage: 'present', ...money })
      .fresh();

  test('begins by asking for the customer’s code and goes on to the phone', () => {
    const shop = box().hear({ is: 'progress', seq: 101, charge: 5, stage: 'present', ...money });
    expect(shop.view).toEqual({ at: 'present', ...money, language: 'en', link: 'online' });
    shop.hear({ is: 'progress', seq: 102, charge: 5, stage: 'confirm' });
    expect(shop.view).toMatchObject({ at: 'confirm', ...money });
    shop.hear({ is: 'progress', seq: 103, charge: 5, stage: 'opened' });
    expect(shop.view).toMatchObject({ at: 'scanned', ...money });
  });

  test('that is paid, cancelled or reversed says so like any other', () => {
    expect(presenting().hear(paid({ seq: 102, charge: 5, amountMinor: 80_000 })).view).toMatchObject({ at: 'paid' });
    expect(presenting().hear(reversed({ seq: 102, charge: 5 })).view).toMatchObject({ at: 'reversed' });
    const shop = presenting().hear({ is: 'closed', seq: 102, charge: 5, how: 'cancelled' });
    expect(shop.view).toMatchObject({ at: 'cancelled', amountMinor: 80_000 });
    expect(shop.spoken).toEqual(['cancelled']);
  });

  test('that failed asks for a code again', () => {
    const shop = presenting().hear({ is: 'closed', seq: 102, charge: 5, how: 'failed' });
    expect(shop.view).toMatchObject({ at: 'failed', amountMinor: 80_000 });
    expect(shop.wait(4).view).toMatchObject({ at: 'present' });
  });

  test('does not run out by itself, and is gone after a welcome that does not bring it again', () => {
    expect(presenting().wait(900).drawn).not.toContain('expired');
    expect(presenting().welcome(110, {}).wait(5).view).toMatchObject({ at: 'idle' });
    const failed = presenting().hear({ is: 'closed', seq: 102, charge: 5, how: 'failed' }).welcome(110, {});
    expect(failed.view).toMatchObject({ at: 'present' });
  });

  test('is not opened by a progress that names no amount, and stays while another payment is spoken', () => {
    expect(box().hear({ is: 'progress', seq: 101, charge: 5, stage: 'present' }).done).toEqual([]);
    const shop = presenting().hear(paid({ seq: 102, charge: 0, amountMinor: 700 }));
    expect([shop.drawn, shop.spoken]).toEqual([[], ['new 700']]);
  });

  test('can be left by the shop while it waits for a code, not while the customer pays', () => {
    const shop = presenting();
    expect(press(shop, 'dismiss').view).toMatchObject({ at: 'idle' });
    const paying = presenting().hear({ is: 'progress', seq: 102, charge: 5, stage: 'confirm' }).fresh();
    expect(press(paying, 'dismiss').drawn).toEqual([]);
  });
});

describe('a customer’s code', () => {
  const code = 'hQVDUFYwMWETTwegAAAAVVVV';

  test('goes up for the charge that waits for it, and the box keeps nothing of it', () => {
    const shop = box().hear({ is: 'progress', seq: 101, charge: 5, stage: 'present', amountMinor: 100, currency: 524 });
    shop.fresh().happen({ on: 'code', code });
    expect(shop.sent).toEqual([{ is: 'scan', charge: 5, code }]);
    expect(JSON.stringify(shop.state)).not.toContain(code);
  });

  test('that no charge waits for goes up for none', () => {
    expect(box().happen({ on: 'code', code }).sent).toEqual([{ is: 'scan', charge: 0, code }]);
    const shop = box()
      .hear(showQr({ seq: 101 }))
      .fresh();
    expect(shop.happen({ on: 'code', code }).sent).toEqual([{ is: 'scan', charge: 0, code }]);
  });

  test('without a connection is said to be lost', () => {
    const shop = box().happen({ on: 'link', link: 'no-wifi' }).fresh().happen({ on: 'code', code });
    expect([shop.sent, shop.spoken]).toEqual([[], ['offline']]);
  });
});

test('a payment on the static QR is told and leaves the open charge on the screen', () => {
  const shop = box()
    .hear(showQr({ seq: 101 }))
    .heard()
    .fresh();
  shop.hear(paid({ seq: 102, charge: 0, amountMinor: 4200, paidAt: NOON })).heard();
  expect([shop.drawn, shop.spoken]).toEqual([['qr'], ['new 4200']]);
  expect(shop.hear(paid({ seq: 103 })).view).toMatchObject({ at: 'paid', amountMinor: 125_050 });
});
