import { describe, expect, test } from 'vitest';
import type { Effect, Utterance } from '../../../../firmware/app/effects';
import type { Config } from '../../../../firmware/wire/index';
import { clipsOf } from '../../../support/voice-pack';
import { NOON, onFlash, paid, recap, reversed, settings, ShopBox, showQr } from '../../../support/shop-box';

const box = (): ShopBox => new ShopBox().boot().online().heard().fresh();
const press = (shop: ShopBox, key: string): ShopBox => shop.happen({ on: 'key', key }).heard();
const config = (given: Partial<Config> = {}): Config => ({ ...settings().told, seq: 200, ...given });
const volumes = (shop: ShopBox): number[] =>
  shop.done.flatMap((effect) => (effect.run === 'say' ? [effect.volume] : []));
const chosen = (shop: ShopBox): Extract<Effect, { run: 'settings' }>['settings'] | undefined =>
  shop.done.flatMap((effect) => (effect.run === 'settings' ? [effect.settings] : [])).at(-1);

describe('the volume', () => {
  test('goes up and down by keys, is heard at its new level, and stays between 1 and 10', () => {
    const shop = box();
    for (const key of ['louder', 'louder', 'louder', 'louder']) press(shop, key);
    expect(shop.spoken).toEqual(['volume 8', 'volume 9', 'volume 10', 'volume 10']);
    expect(volumes(shop)).toEqual([8, 9, 10, 10]);
    shop.fresh();
    for (let i = 0; i < 11; i++) press(shop, 'quieter');
    expect(shop.spoken.at(-1)).toBe('volume 1');
    expect(chosen(shop)).toMatchObject({ volume: 1, told: { volume: 7 } });
  });

  test('goes round with one key', () => {
    const shop = box();
    for (let i = 0; i < 4; i++) press(shop, 'volume');
    expect(shop.spoken).toEqual(['volume 9', 'volume 1', 'volume 3', 'volume 5']);
  });

  test('that a key chose is not undone when the bridge tells the old one again, and is when it tells a new one', () => {
    const shop = press(box(), 'quieter').hear(config());
    expect(shop.state.settings.volume).toBe(6);
    expect(shop.hear(config({ seq: 201, volume: 9 })).state.settings).toMatchObject({ volume: 9, told: { volume: 9 } });
    expect(shop.sent).toContainEqual({ is: 'key', key: 'quieter' });
  });
});

describe("the shop's night", () => {
  const night = (): ShopBox => box().hear(config({ loudest: 3 }));

  test('makes payments and all else as quiet as the bridge says, until it says otherwise', () => {
    const shop = night()
      .hear(paid({ seq: 201 }))
      .heard();
    press(shop, 'total');
    shop
      .hear(config({ seq: 202 }))
      .hear(paid({ seq: 203 }))
      .heard();
    expect(volumes(shop)).toEqual([3, 3, 7]);
  });

  test('is not louder by keys, and what was chosen for the day stays', () => {
    const shop = press(press(night(), 'louder'), 'louder');
    expect(shop.spoken).toEqual(['volume 3', 'volume 3']);
    expect(volumes(shop)).toEqual([3, 3]);
    expect(chosen(shop)).toMatchObject({ volume: 7, told: { loudest: 3 } });
  });

  test('can be made quieter still, from what is heard', () => {
    const shop = press(press(night(), 'quieter'), 'volume');
    expect(shop.spoken).toEqual(['volume 2', 'volume 1']);
    expect(chosen(shop)).toMatchObject({ volume: 1 });
  });
});

describe('the language', () => {
  test('goes round by a key, is spoken in the new one and kept', () => {
    const shop = box();
    press(shop, 'language');
    expect(shop.said).toMatchObject([{ say: 'language', language: 'ne' }]);
    expect(shop.view).toMatchObject({ at: 'idle', language: 'ne' });
    expect(chosen(shop)).toMatchObject({ language: 'ne', told: { language: 'en' } });
    expect(press(shop.hear(config()), 'language').said.at(-1)).toMatchObject({ say: 'language', language: 'en' });
  });
});

describe('the total', () => {
  test('is what the bridge told and what was told since', () => {
    const shop = new ShopBox().boot().online(100, { count: 11, amountMinor: 800_000 });
    shop
      .hear(paid({ seq: 101, amountMinor: 40_000 }))
      .heard()
      .fresh();
    expect(press(shop, 'total').spoken).toEqual(['total 12 840000']);
    expect(shop.ran('mark-spoken')).toEqual([]);
  });

  test('is not made up before the first welcome', () => {
    expect(press(new ShopBox().boot(), 'total').spoken).toEqual(['offline']);
  });
});

describe('a repeat', () => {
  test('tells how long ago the payment was', () => {
    const shop = box()
      .hear(paid({ seq: 101 }))
      .heard();
    shop.wait(250).fresh();
    expect(press(shop, 'repeat').said).toMatchObject([{ say: 'paid', kind: 'replay', ageMinutes: 4 }]);
  });

  test('says nothing of time while the box does not know it', () => {
    const shop = new ShopBox().boot([onFlash({ seq: 9, stage: 'spoken' })]);
    const [replay] = press(shop, 'repeat').said;
    expect(replay).toMatchObject({ kind: 'replay' });
    expect(clipsOf(replay!)).toEqual(clipsOf({ ...replay, ageMinutes: 0 } as Utterance));
  });
});

describe('every key', () => {
  test.each(['repeat', 'total', 'dismiss', 'louder', 'quieter', 'volume', 'language', '7', '00', 'clear', 'enter'])(
    '%s is answered by a sound, and by none that a payment has',
    (key) => {
      const shop = press(box(), key);
      expect(shop.said).toHaveLength(1);
      expect(shop.said.some((utterance) => 'motif' in utterance && utterance.motif !== undefined)).toBe(false);
    },
  );

  test('waits for a payment, and the newest of the same kind is heard', () => {
    const shop = box().hear(paid({ seq: 101 }));
    for (const key of ['louder', 'louder']) shop.happen({ on: 'key', key });
    shop
      .hear(paid({ seq: 102, amountMinor: 1 }))
      .heard()
      .heard();
    expect(shop.spoken).toEqual(['new 125050', 'new 1', 'volume 9']);
  });
});

test('the motif is played for a fresh payment and for nothing else', () => {
  const shop = box()
    .hear(paid({ seq: 101 }))
    .heard('audio-timeout')
    .heard();
  shop.hear(paid({ seq: 102, again: true })).heard();
  shop
    .hear(paid({ seq: 103, paidAt: NOON - 4000 }))
    .wait(3)
    .heard();
  shop
    .hear(recap({ seq: 104 }))
    .wait(3)
    .heard();
  shop.hear(reversed({ seq: 105 })).heard();
  for (const command of ['test', 'repeat'] as const)
    shop.hear({ is: 'command', seq: command === 'test' ? 106 : 107, command }).heard();
  shop.hear(showQr({ seq: 108 })).heard();
  const withMotif = shop.said.filter((utterance) => 'motif' in utterance && utterance.motif !== undefined);
  expect(shop.said.length).toBeGreaterThan(7);
  expect(withMotif).toMatchObject([{ kind: 'new', motif: '024', seqs: [101] }]);
});
