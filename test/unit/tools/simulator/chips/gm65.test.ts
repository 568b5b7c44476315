import { describe, expect, test } from 'vitest';
import { gm65 } from '../../../../../tools/simulator/chips/gm65';

function bench(mode?: Parameters<typeof gm65>[0]) {
  const module = gm65(mode);
  let text = '';
  let nowMs = 0;
  module.onBytes((bytes) => (text += Buffer.from(bytes).toString('latin1')));
  const wait = (ms: number): void => {
    for (let i = 0; i < ms; i += 5) module.tick((nowMs += 5));
  };
  const send = (frame: string): void => module.receive(Buffer.from(frame.replaceAll(' ', ''), 'hex'));
  const got = (): string => {
    const all = text;
    text = '';
    return all;
  };
  const gotHex = (): string => Buffer.from(got(), 'latin1').toString('hex').toUpperCase();
  return { module, wait, send, got, gotHex };
}

const DONE = '02000001003331';

describe('a GM65 scanner', () => {
  test('in continuous mode gives the code and a CR, at the pace of 9600 baud', () => {
    const { module, wait, got } = bench('continuous');
    const code = '0'.repeat(48);
    module.show(code, 500);
    wait(100);
    const half = got();
    expect(half.length).toBeGreaterThan(10);
    expect(half.length).toBeLessThan(30);
    wait(100);
    expect(half + got()).toBe(`${code}\r`);
    expect(module.faults).toEqual([]);
  });

  test('in continuous mode gives a code that stays again every second', () => {
    const { module, wait, got } = bench('continuous');
    module.show('281234567890123456', 2_500);
    wait(3_000);
    expect(got()).toBe('281234567890123456\r'.repeat(3));
  });

  test('holds the same code back when it was told to (zone bit 0013h)', () => {
    const { module, wait, send, got, gotHex } = bench('continuous');
    send('7E 00 08 01 00 13 80 AB CD');
    wait(20);
    expect(gotHex()).toBe(DONE);
    module.show('2812', 3_000);
    wait(3_000);
    expect(got()).toBe('2812\r');
    module.show('2813', 100);
    wait(500);
    expect(got()).toBe('2813\r');
  });

  test('in induction mode gives a code once, however long it stays', () => {
    const { module, wait, got } = bench('induction');
    module.show('2812', 3_000);
    wait(4_000);
    module.show('2812', 3_000);
    wait(4_000);
    expect(got()).toBe('2812\r2812\r');
  });

  test('as it comes from the factory reads only when its button is pressed', () => {
    const { module, wait, got } = bench();
    module.show('2812', 1_000);
    wait(1_500);
    expect(got()).toBe('');
    module.button();
    module.show('2812', 1_000);
    wait(1_500);
    expect(got()).toBe('2812\r');
  });

  test('in command mode answers the trigger of the manual and reads for five seconds', () => {
    const { module, wait, send, got, gotHex } = bench('command');
    send('7E 00 08 01 00 02 01 AB CD');
    wait(20);
    expect(gotHex()).toBe(DONE);
    wait(4_000);
    module.show('2812', 900);
    wait(1_000);
    expect(got()).toBe('2812\r');
    module.show('2813', 900);
    wait(1_000);
    expect(got()).toBe('');
    send('7E 00 08 01 00 02 01 02 DA');
    wait(5_200);
    module.show('2814', 900);
    wait(1_000);
    expect(gotHex()).toBe(DONE);
  });

  test('reads and writes its zone bits with the checksums of the manual', () => {
    const { module, wait, send, gotHex } = bench();
    send('7E 00 08 01 00 0A 3E 4C CF');
    wait(20);
    expect(gotHex()).toBe(DONE);
    send('7E 00 07 01 00 0A 01 EE 8A');
    wait(20);
    expect(gotHex()).toBe('020000013EE4AC');
    send('7E 00 09 01 00 00 00 DE C8');
    wait(20);
    expect(gotHex()).toBe(DONE);
    expect(module.faults).toEqual([]);
  });

  test('ignores a command with a wrong checksum and an address that is not there', () => {
    const { module, wait, send, got } = bench();
    send('7E 00 08 01 00 D9 55 D1 77');
    send('7E 00 08 02 00 FF 01 02 AB CD');
    wait(50);
    expect(got()).toBe('');
    expect(module.faults.length).toBe(2);
  });

  test('forgets a half command after a silence', () => {
    const { module, wait, send, gotHex } = bench();
    send('7E 00 08 01');
    wait(400);
    send('7E 00 08 01 00 00 D6 AB CD');
    wait(20);
    expect(gotHex()).toBe(DONE);
    expect(module.faults).toEqual([]);
  });

  test('gives CR LF, TAB or nothing behind a code when it was told to', () => {
    for (const [setting, tail] of [
      ['21', '\r\n'],
      ['41', '\t'],
      ['00', ''],
    ] as const) {
      const { module, wait, send, got } = bench('continuous');
      send(`7E 00 08 01 00 60 ${setting} AB CD`);
      wait(20);
      got();
      module.show('2812', 200);
      wait(300);
      expect(got()).toBe(`2812${tail}`);
    }
  });

  test('can be disturbed and unplugged', () => {
    const { module, wait, got } = bench('continuous');
    module.disturb(Uint8Array.of(0xff, 0x00));
    wait(10);
    expect(got()).toBe('\xff\x00');
    module.show('281234567890123456', 200);
    wait(90);
    module.unplug();
    wait(200);
    expect(got().length).toBeLessThan(12);
  });
});
