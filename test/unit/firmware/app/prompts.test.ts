import { describe, expect, test } from 'vitest';
import { paid, ShopBox, showQr } from '../../../support/shop-box';

describe('a sentence about a charge', () => {
  test('is not said behind the money that came for it', () => {
    const shop = new ShopBox().boot().online().heard().fresh();
    shop.hear({ is: 'command', seq: 101, command: 'test' });
    shop.hear(showQr({ seq: 102 }));
    shop.hear({ is: 'closed', seq: 103, charge: 1, how: 'cancelled' });
    shop
      .hear(paid({ seq: 103 }))
      .heard()
      .heard()
      .heard();
    expect(shop.spoken.filter((one) => one.startsWith('cancelled'))).toEqual([]);
    expect(shop.spoken).toContain('new 125050');
  });

  test('about the box itself waits its turn and is said', () => {
    const shop = new ShopBox().boot().online().heard().fresh();
    shop.hear(paid({ seq: 101 }));
    shop.hear({ is: 'command', seq: 102, command: 'test' });
    shop
      .hear(paid({ seq: 103 }))
      .heard()
      .heard()
      .heard();
    expect(shop.spoken).toEqual(['new 125050', 'new 125050', 'test']);
  });
});
