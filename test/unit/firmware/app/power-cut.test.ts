import { describe, expect, test } from 'vitest';
import { NOON, onFlash, paid, ShopBox } from '../../../support/shop-box';

const box = (): ShopBox => new ShopBox().boot().online().heard().fresh();

describe('a power cut', () => {
  test('between flash and speaker: the payment is told with "again"', () => {
    const shop = new ShopBox().boot([onFlash({ seq: 7, stage: 'spoken' }), onFlash({ seq: 8 })]);
    expect(shop.spoken).toEqual(['again 125050']);
    expect(shop.view).toMatchObject({ at: 'paid', kind: 'again' });
    shop.heard().online().fresh();
    shop.hear(paid({ seq: 8, again: true })).hear(paid({ seq: 7 }));
    expect(shop.acks).toEqual(['8 spoken', '7 spoken']);
    expect(shop.spoken).toEqual([]);
  });

  test('in the middle of a recap or an alarm: it is told with "again", and never mixed with what is new', () => {
    const shop = new ShopBox().boot([
      onFlash({ seq: 7, kind: 'recap', count: 5, amountMinor: 500 }),
      onFlash({ seq: 8, kind: 'reversed', amountMinor: 30 }),
    ]);
    shop
      .online()
      .hear(paid({ seq: 101, amountMinor: 9, paidAt: NOON - 500 }))
      .heard()
      .wait(3)
      .heard()
      .heard();
    expect(shop.spoken).toEqual(['again reversed 30', 'again recap 5 500', 'recap 1 9']);
  });

  test('is told to the bridge: the hello names what is there and what is gone', () => {
    const journal = [
      onFlash({ seq: 6, stage: 'spoken' }),
      onFlash({ seq: 5, stage: 'spoken' }),
      onFlash({ seq: 8 }),
      onFlash({ seq: 7 }),
    ];
    const shop = new ShopBox().boot(journal, { floor: 3, health: 'repaired' });
    shop.happen({ on: 'link', link: 'no-bridge' });
    expect(shop.sent).toEqual([
      { is: 'hello', boot: 4711, last: 8, floor: 3, firmware: '0.1.0', board: 'esp32-cyd', journal: 'repaired' },
    ]);
  });

  test('that cost the journal is a fault on the screen once the picture is free', () => {
    const shop = new ShopBox().boot([], { health: 'lost' }).online();
    expect(shop.view).toMatchObject({ at: 'fault', fault: 'journal-lost' });
    expect(shop.ran('report')).toEqual([{ run: 'report', fault: 'journal-lost' }]);
  });

  test('does not make the bridge’s "again" a new payment', () => {
    expect(box().hear(paid({ seq: 101, again: true })).spoken).toEqual(['again 125050']);
  });
});
