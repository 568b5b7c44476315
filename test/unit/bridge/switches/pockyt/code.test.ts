import { describe, expect, test } from 'vitest';
import { codeProblem, endOf, isEmvCpm, vendorHint, vendorName } from '../../../../../bridge/switches/pockyt/code';
import golden from '../../../../golden/switches/pockyt.json';

describe("a customer's code", () => {
  test.each(golden.emvCpm.cpv01)('that is an EMV payload is known by its beginning: %s', (code) => {
    expect(isEmvCpm(code)).toBe(true);
    expect(Buffer.from(code, 'base64').subarray(0, 7).toString('latin1')).toBe('\x85\x05CPV01');
    expect(vendorHint(code)).toBeUndefined();
    expect(codeProblem(code)).toBeUndefined();
  });

  test.each([...golden.emvCpm.other, '280000000000000001', ''])('that is no EMV payload of CPV01: %s', (code) => {
    expect(isEmvCpm(code)).toBe(false);
  });

  test('is an EMV payload for every byte that may follow CPV01, and for no other version', () => {
    for (let version = 0; version < 256; version++) {
      for (const next of [0, 0x61, 0xff]) {
        const bytes = Buffer.from([0x85, 5, 0x43, 0x50, 0x56, 0x30, version, next]);
        expect(isEmvCpm(bytes.toString('base64'))).toBe(version === 0x31);
      }
    }
  });

  test.each([
    ['28'.padEnd(18, '0'), 'alipay'],
    ['25'.padEnd(16, '1'), 'alipay'],
    ['30'.padEnd(24, '1'), 'alipay'],
    ['10'.padEnd(18, '0'), 'wechat'],
    ['15'.padEnd(18, '0'), 'wechat'],
    ['62'.padEnd(19, '0'), 'unionpay'],
    ['31'.padEnd(18, '0'), undefined],
    ['28'.padEnd(15, '0'), undefined],
    ['28'.padEnd(25, '0'), undefined],
    ['16'.padEnd(18, '0'), undefined],
    ['10'.padEnd(19, '0'), undefined],
    ['62'.padEnd(18, '0'), undefined],
    ['28000000000000000x', undefined],
  ])('%s seems to be of %s', (code, vendor) => {
    expect(vendorHint(code)).toBe(vendor);
  });

  test.each(['', '12345', 'x'.repeat(513), '123456\n', 'é'.repeat(6), '12345\u007f'])('cannot be %j', (code) => {
    expect(codeProblem(code)).toContain('6 to 512 printable');
  });

  test('may be as short as six and as long as 512, and only its end is ever written down', () => {
    expect([codeProblem('123 56'), codeProblem('~'.repeat(512))]).toEqual([undefined, undefined]);
    expect(endOf('280000000000001234')).toBe('1234');
  });
});

test.each([
  ['WeChatPay', 'wechat'],
  ['alipay', 'alipay'],
  [' AlipayHK ', 'alipay_hk'],
  ['cashapp', 'cash-app'],
  ['truemoney', 'truemoney'],
  ['__proto__', '__proto__'],
])('the vendor %s is sent as %s', (written, sent) => {
  expect(vendorName(written)).toBe(sent);
});
