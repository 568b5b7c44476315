import { describe, expect, test } from 'vitest';
import { gm65 } from '../../../../../firmware/drivers/input/gm65/driver';
import { handLine } from '../../../../support/hand-line';

function scanner() {
  const { line, clock, receive, written } = handLine();
  const codes: string[] = [];
  gm65(line, { key: () => undefined, code: (code) => codes.push(code) });
  return { clock, receive, written, codes };
}

const ALIPAY = '281234567890123456';

describe('a customer’s code', () => {
  test.each(['\r', '\n', '\r\n'])('is taken once when its end has come', (tail) => {
    const { receive, codes, written, clock } = scanner();
    receive(ALIPAY);
    expect(codes).toEqual([]);
    receive(tail);
    clock.advance(1000);
    expect(codes).toEqual([ALIPAY]);
    receive(ALIPAY + tail);
    expect(codes).toEqual([ALIPAY, ALIPAY]);
    expect(written).toEqual([]);
  });

  test('may come in single bytes, with pauses shorter than 200 ms', () => {
    const { receive, codes, clock } = scanner();
    for (const byte of ALIPAY + '\r') {
      receive(byte);
      clock.advance(190);
    }
    expect(codes).toEqual([ALIPAY]);
  });

  test('of which the second half never came is forgotten, and the next one is whole', () => {
    const { receive, codes, clock } = scanner();
    receive('28123');
    clock.advance(201);
    receive('130000\r');
    expect(codes).toEqual(['130000']);
  });

  test('is at most 512 bytes long', () => {
    const { receive, codes } = scanner();
    receive('7'.repeat(512) + '\r');
    receive('7'.repeat(513) + '\r' + 'next\r');
    expect(codes.map((code) => code.length)).toEqual([512, 4]);
  });

  test('with a control byte in it is dropped to its end, as is the answer to a command', () => {
    const { receive, codes, clock } = scanner();
    receive('2812\x0034\r');
    receive('28\x7f12\r' + ALIPAY + '\r');
    receive('\x02\x00\x00\x01\x00\x33\x31');
    clock.advance(201);
    receive('13\r');
    expect(codes).toEqual([ALIPAY, '13']);
  });
});
