import { describe, expect, test } from 'vitest';
import { NOON, onFlash, paid, recap, reversed, ShopBox, showQr } from '../../../support/shop-box';

const box = (): ShopBox => new ShopBox().boot().online().heard().fresh();

describe('a payment', () => {
  test('is put on flash, owned up to, shown and spoken with its amount', () => {
    const shop = box().hear(paid({ seq: 101 }));
    expect(shop.done.map(({ run }) => run)).toEqual(['journal', 'send', 'led', 'say', 'draw']);
    expect(shop.view).toMatchObject({ at: 'paid', amountMinor: 125_050, kind: 'new' });
    expect(shop.spoken).toEqual(['new 125050']);
    expect(shop.acks).toEqual(['101 received']);
    expect(shop.leds).toEqual(['green']);
  });

  test('that is told again has no motif, and its picture comes before its words', () => {
    const shop = box().hear(paid({ seq: 101, again: true }));
    expect(shop.done.map(({ run }) => run)).toEqual(['journal', 'send', 'led', 'draw', 'say']);
  });

  test('is marked and acked as spoken only when the speaker is done', () => {
    const shop = box()
      .hear(paid({ seq: 101 }))
      .fresh()
      .heard();
    expect(shop.ran('mark-spoken')).toEqual([{ run: 'mark-spoken', seq: 101 }]);
    expect(shop.acks).toEqual(['101 spoken']);
  });

  test('is spoken once, however often the broker delivers it', () => {
    const shop = box()
      .hear(paid({ seq: 101 }))
      .hear(paid({ seq: 101 }))
      .heard()
      .hear(paid({ seq: 101, again: true }))
      .wait(10);
    expect(shop.spoken).toEqual(['new 125050']);
    expect(shop.acks).toEqual(['101 received', '101 received', '101 spoken', '101 spoken']);
    expect(shop.ran('journal')).toHaveLength(1);
  });

  test('that comes again while flash is being written makes no second entry', () => {
    const shop = box();
    const writing = { ...shop.state, writing: [onFlash({ seq: 101 })] };
    shop.state = writing;
    shop.hear(paid({ seq: 101 }));
    expect(shop.done).toEqual([]);
  });

  test('and another can be on their way to flash together', () => {
    const shop = box();
    shop.state = { ...shop.state, writing: [onFlash({ seq: 101 }), onFlash({ seq: 102, amountMinor: 7 })] };
    shop.happen({ on: 'journalled', seq: 102, ok: true }).happen({ on: 'journalled', seq: 101, ok: true });
    expect(shop.acks).toEqual(['102 received', '101 received']);
  });

  test('is not lost behind others: each is spoken in its turn', () => {
    const shop = box();
    for (const seq of [101, 102, 103]) shop.hear(paid({ seq, amountMinor: seq }));
    shop.heard().heard().heard().heard();
    expect(shop.spoken).toEqual(['new 101', 'new 102', 'new 103']);
    expect(shop.acks.filter((ack) => ack.endsWith('spoken'))).toHaveLength(3);
  });

  test('is not painted over by the next one while it is being told', () => {
    const shop = box()
      .hear(paid({ seq: 101, amountMinor: 1 }))
      .hear(paid({ seq: 102, amountMinor: 2 }));
    expect(shop.view).toMatchObject({ amountMinor: 1 });
    expect(shop.heard().view).toMatchObject({ amountMinor: 2 });
    expect(shop.drawn).toEqual(['paid', 'paid']);
  });

  test('is on the screen while another sentence is being said', () => {
    const shop = box()
      .hear({ is: 'command', seq: 101, command: 'test' })
      .hear(paid({ seq: 102 }));
    expect(shop.view).toMatchObject({ at: 'paid' });
    expect(shop.heard().spoken).toEqual(['test', 'new 125050']);
    expect(shop.heard().drawn).toEqual(['paid']);
  });

  test('for another charge is spoken and leaves the QR on the screen', () => {
    const shop = box()
      .hear(showQr({ seq: 101, charge: 2 }))
      .heard()
      .hear(paid({ seq: 102, charge: 1 }));
    expect(shop.spoken).toEqual(['scan', 'new 125050']);
    expect(shop.view).toMatchObject({ at: 'qr' });
  });

  test('of the charge on the screen takes the place of its QR and stays until the next one', () => {
    const shop = box()
      .hear(showQr({ seq: 101 }))
      .heard()
      .hear(paid({ seq: 102 }))
      .heard()
      .wait(600);
    expect(shop.view).toMatchObject({ at: 'paid' });
    expect(shop.hear(showQr({ seq: 103, charge: 2, expiresAt: NOON + 900 })).view).toMatchObject({ at: 'qr' });
  });

  test('without a charge (a static QR) is spoken too', () => {
    expect(box().hear(paid({ seq: 101, charge: 0 })).spoken).toEqual(['new 125050']);
  });

  test('is refused as old when it was spoken and forgotten', () => {
    const shop = new ShopBox()
      .boot([], { floor: 50 })
      .online()
      .fresh()
      .hear(paid({ seq: 50 }));
    expect(shop.acks).toEqual(['50 refused old']);
    expect(shop.spoken).toEqual([]);
  });

  test('is told before any other sentence that waits', () => {
    const shop = box().hear(paid({ seq: 101 }));
    shop
      .hear({ is: 'command', seq: 102, command: 'test' })
      .hear(paid({ seq: 103, amountMinor: 300 }))
      .heard()
      .heard();
    expect(shop.spoken).toEqual(['new 125050', 'new 300', 'test']);
  });

  test('that flash does not take is shown, not spoken, refused, and a fault', () => {
    const shop = box();
    shop.flashWorks = false;
    shop.hear(paid({ seq: 101 })).wait(10);
    expect(shop.spoken).toEqual([]);
    expect(shop.acks).toEqual(['101 refused full']);
    expect(shop.view).toMatchObject({ at: 'paid', amountMinor: 125_050 });
    expect(shop.ran('report')).toEqual([{ run: 'report', fault: 'journal-write' }]);
    shop.happen({ on: 'key', key: 'dismiss' });
    expect(shop.view).toMatchObject({ at: 'fault', fault: 'journal-write' });
  });

  test('reversal that flash does not take shows nothing and is refused', () => {
    const shop = box();
    shop.flashWorks = false;
    shop.hear(reversed({ seq: 101 }));
    expect(shop.acks).toEqual(['101 refused full']);
    expect(shop.drawn).not.toContain('reversed');
  });

  test('that flash answers for twice is taken once', () => {
    const shop = box()
      .hear(paid({ seq: 101 }))
      .fresh()
      .happen({ on: 'journalled', seq: 101, ok: true });
    expect(shop.done).toEqual([]);
  });
});

describe('late payments', () => {
  test('are gathered for three seconds into one sentence without the chime', () => {
    const shop = box();
    for (const seq of [91, 92, 93]) shop.hear(paid({ seq, amountMinor: 1000, paidAt: NOON - 100 }));
    expect(shop.spoken).toEqual([]);
    shop.wait(2);
    expect(shop.spoken).toEqual([]);
    shop.wait(1);
    expect(shop.spoken).toEqual(['recap 3 3000']);
    expect(shop.said[0]?.seqs).toEqual([91, 92, 93]);
    expect(shop.view).toMatchObject({ at: 'recap', count: 3, amountMinor: 3000 });
    shop.heard();
    expect(shop.acks.filter((ack) => ack.endsWith('spoken'))).toEqual(['91 spoken', '92 spoken', '93 spoken']);
  });

  test('wait behind a fresh one', () => {
    const shop = box()
      .hear(paid({ seq: 91, paidAt: NOON - 100 }))
      .hear(paid({ seq: 101, amountMinor: 500 }))
      .wait(5)
      .heard();
    expect(shop.spoken).toEqual(['new 500', 'recap 1 125050']);
    expect(shop.view).toMatchObject({ at: 'paid', kind: 'recap' });
  });

  test('of two currencies are two sentences', () => {
    const shop = box()
      .hear(paid({ seq: 91, amountMinor: 1000, paidAt: NOON - 100 }))
      .hear(paid({ seq: 92, amountMinor: 700, currency: 356, paidAt: NOON - 100 }))
      .wait(3)
      .heard();
    expect(shop.spoken).toEqual(['recap 1 1000', 'recap 1 700']);
  });

  test('close the charge on the screen as late, and leave another one there', () => {
    const shop = box()
      .hear(showQr({ seq: 101, charge: 1 }))
      .heard();
    shop.hear(paid({ seq: 92, charge: 7, paidAt: NOON - 100 }));
    expect(shop.view).toMatchObject({ at: 'qr' });
    shop.hear(paid({ seq: 93, charge: 1, paidAt: NOON - 90 }));
    expect(shop.view).toMatchObject({ at: 'paid', kind: 'recap' });
    shop
      .hear(showQr({ seq: 102, charge: 8, expiresAt: NOON + 90 }))
      .wait(3)
      .heard()
      .wait(1);
    expect(shop.spoken).toContain('recap 2 250100');
    expect(shop.view).toMatchObject({ at: 'qr' });
  });

  test('become late in the queue when the sentence before them is long', () => {
    const shop = box()
      .hear(paid({ seq: 101, amountMinor: 1 }))
      .hear(paid({ seq: 102, amountMinor: 2 }))
      .hear(paid({ seq: 103, amountMinor: 3 }))
      .wait(61)
      .heard();
    expect(shop.spoken).toEqual(['new 1', 'recap 2 5']);
  });

  test('that are more together than any amount can be are told in two sentences, and the total stays at the most', () => {
    const shop = box()
      .hear(paid({ seq: 101, amountMinor: 2_000_000_000, paidAt: NOON - 500 }))
      .hear(paid({ seq: 102, amountMinor: 2_000_000_000, paidAt: NOON - 500 }))
      .wait(3)
      .heard()
      .heard();
    expect(shop.spoken).toEqual(['recap 1 2000000000', 'recap 1 2000000000']);
    expect(shop.state.total).toEqual({ count: 2, amountMinor: 2_147_483_647, currency: 524 });
  });

  test('that the bridge folded into one row are told with their number', () => {
    const shop = box()
      .hear(recap({ seq: 90 }))
      .wait(3)
      .heard();
    expect(shop.spoken).toEqual(['recap 30 900000']);
    expect(shop.state.total).toEqual({ count: 30, amountMinor: 900_000, currency: 524 });
  });
});

describe('a reversal', () => {
  test('is an alarm on the screen and in words', () => {
    const shop = box().hear(reversed({ seq: 101 }));
    expect(shop.view).toMatchObject({ at: 'reversed', amountMinor: 125_050 });
    expect(shop.spoken).toEqual(['reversed 125050']);
    expect(shop.leds).toEqual(['red']);
  });

  test('of an earlier payment leaves the QR on the screen, one of the shown charge does not', () => {
    const shop = box()
      .hear(showQr({ seq: 101, charge: 2 }))
      .heard();
    expect(shop.hear(reversed({ seq: 102, charge: 1 })).view).toMatchObject({ at: 'qr' });
    expect(shop.hear(reversed({ seq: 103, charge: 2 })).view).toMatchObject({ at: 'reversed' });
  });
});
