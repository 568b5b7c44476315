import { describe, expect, test } from 'vitest';
import { NOON, paid, ShopBox, showQr } from '../../../support/shop-box';

const box = (): ShopBox => new ShopBox().boot().online().heard().fresh();

describe('a speaker that fails', () => {
  test('is tried once more', () => {
    const shop = box()
      .hear(paid({ seq: 101 }))
      .heard('audio-timeout');
    expect(shop.spoken).toEqual(['new 125050', 'again 125050']);
    expect(shop.acks).toEqual(['101 received']);
    expect(shop.heard().acks).toEqual(['101 received', '101 spoken']);
  });

  test('twice leaves the payment unspoken: the bridge knows and the screen keeps the amount', () => {
    const shop = box()
      .hear(paid({ seq: 101 }))
      .heard('audio-timeout')
      .heard('audio-timeout')
      .wait(3);
    expect(shop.spoken).toHaveLength(2);
    expect(shop.acks).toEqual(['101 received', '101 refused no-voice']);
    expect(shop.view).toMatchObject({ at: 'paid', amountMinor: 125_050 });
    expect(shop.ran('mark-spoken')).toEqual([]);
    expect(shop.ran('report')).toContainEqual({ run: 'report', fault: 'audio-timeout' });
    expect(shop.fresh().hear(paid({ seq: 101, again: true })).acks).toEqual(['101 refused no-voice']);
    shop.happen({ on: 'key', key: 'dismiss' });
    expect(shop.view).toMatchObject({ at: 'fault', fault: 'audio-timeout' });
    expect(shop.happen({ on: 'key', key: 'dismiss' }).view).toMatchObject({ at: 'idle' });
  });

  test('does not hold up the next payment', () => {
    const shop = box()
      .hear(paid({ seq: 101, amountMinor: 1 }))
      .hear(paid({ seq: 102, amountMinor: 2 }))
      .heard('audio-timeout')
      .heard('audio-timeout')
      .heard();
    expect(shop.spoken).toEqual(['new 1', 'again 1', 'new 2']);
  });

  test('fails all of a recap, and each of them is refused', () => {
    const shop = box()
      .hear(paid({ seq: 91, amountMinor: 1, paidAt: NOON - 100 }))
      .hear(paid({ seq: 92, amountMinor: 2, paidAt: NOON - 100 }))
      .wait(3)
      .heard('audio-timeout')
      .heard('audio-timeout')
      .wait(5);
    expect(shop.spoken).toEqual(['recap 2 3', 'recap 2 3']);
    expect(shop.acks.slice(2)).toEqual(['91 refused no-voice', '92 refused no-voice']);
    shop
      .fresh()
      .hear(paid({ seq: 93, amountMinor: 4, paidAt: NOON - 100 }))
      .wait(3);
    expect(shop.spoken).toEqual(['recap 1 4']);
  });

  test('that answers too late, or for another sentence, is not believed', () => {
    const shop = box()
      .hear(paid({ seq: 101 }))
      .fresh()
      .happen({ on: 'said', token: 999, fault: undefined });
    expect(shop.done).toEqual([]);
    shop.heard().fresh().heard();
    expect(shop.done).toEqual([]);
  });

  test('after a restart of the bookkeeping tells nothing twice', () => {
    const shop = box().hear(paid({ seq: 101 }));
    shop.state = { ...shop.state, waiting: [] };
    expect(shop.heard().ran('mark-spoken')).toEqual([]);
  });
});

describe('the repeat key', () => {
  test('tells the last payment as a repeat, never as a new one', () => {
    const shop = box()
      .hear(paid({ seq: 101 }))
      .heard()
      .fresh()
      .happen({ on: 'key', key: 'repeat' });
    expect(shop.spoken).toEqual(['replay 125050']);
    expect(shop.view).toMatchObject({ at: 'paid', kind: 'replay' });
    expect(shop.sent).toEqual([{ is: 'key', key: 'repeat' }]);
    expect(shop.heard().ran('mark-spoken')).toEqual([]);
  });

  test('cannot be drummed on', () => {
    const shop = box()
      .hear(paid({ seq: 101 }))
      .heard()
      .fresh();
    for (let i = 0; i < 10; i++) shop.happen({ on: 'key', key: 'repeat' }).heard();
    expect(shop.spoken.filter((one) => one !== 'key')).toEqual(['replay 125050']);
    expect(shop.wait(5).fresh().happen({ on: 'key', key: 'repeat' }).spoken).toEqual(['replay 125050']);
  });

  test('says nothing when nothing was paid, and keeps a QR on the screen', () => {
    expect(box().happen({ on: 'key', key: 'repeat' }).spoken).toEqual(['key']);
    const shop = box()
      .hear(paid({ seq: 101 }))
      .heard()
      .hear(showQr({ seq: 102, charge: 2 }))
      .heard();
    expect(shop.happen({ on: 'key', key: 'repeat' }).spoken.at(-1)).toBe('replay 125050');
    expect(shop.view).toMatchObject({ at: 'qr' });
  });

  test('tells what was paid before the power went', () => {
    const shop = new ShopBox();
    shop.boot([
      {
        seq: 9,
        kind: 'paid',
        charge: 2,
        count: 1,
        amountMinor: 900,
        currency: 524,
        paidAt: NOON,
        again: false,
        stage: 'spoken',
      },
      {
        seq: 8,
        kind: 'paid',
        charge: 1,
        count: 1,
        amountMinor: 800,
        currency: 524,
        paidAt: NOON,
        again: false,
        stage: 'spoken',
      },
    ]);
    expect(shop.happen({ on: 'key', key: 'repeat' }).spoken).toEqual(['replay 900']);
    expect(shop.sent).toEqual([]);
  });
});

describe('sentences that are not payments', () => {
  test('are dropped when their moment has gone by', () => {
    const shop = box()
      .hear(paid({ seq: 101 }))
      .hear({ is: 'command', seq: 102, command: 'test' })
      .wait(8)
      .heard();
    expect(shop.spoken).toEqual(['new 125050']);
  });

  test('wait in a short line, each kind once, the oldest giving way', () => {
    const shop = box().hear(paid({ seq: 101 }));
    shop.hear({ is: 'command', seq: 102, command: 'test' }).hear({ is: 'command', seq: 103, command: 'test' });
    shop.hear(showQr({ seq: 104, charge: 2 })).hear({ is: 'closed', seq: 105, charge: 2, how: 'failed' });
    shop.hear({ is: 'closed', seq: 106, charge: 2, how: 'cancelled' });
    shop.hear({ is: 'command', seq: 107, command: 'repeat' });
    expect(shop.state.asides.map(({ utterance }) => utterance.say)).toEqual(['scan', 'failed', 'cancelled', 'paid']);
    shop.heard().heard().heard().heard().heard();
    expect(shop.spoken).toEqual(['new 125050', 'scan', 'failed', 'cancelled', 'replay 125050']);
  });
});
