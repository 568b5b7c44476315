import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { PACKET_LIMIT_BYTES, PacketLengths } from '../../../../bridge/gateway/packet-guard';
import { AddressRates } from '../../../../bridge/net/rates';

describe('the guard of packet sizes', () => {
  /** A PUBLISH at QoS 1 (MQTT 3.1.1 section 3.3) whose payload is full of bytes that look like lengths. */
  const publish = (bytes: number): Buffer => {
    const rest = Buffer.concat([Buffer.from('\0\x0dg/counter-1/u\0\x07', 'latin1'), Buffer.alloc(bytes, 255)]);
    const { length } = rest;
    const head = length < 128 ? [0x32, length] : [0x32, (length % 128) + 128, Math.floor(length / 128)];
    return Buffer.concat([Buffer.from(head), rest]);
  };

  test('lets packets through however the network cuts them, and knows the one that is too large', () => {
    const packets = fc.array(fc.integer({ min: 0, max: 900 }), { minLength: 1, maxLength: 12 });
    const cuts = fc.array(fc.integer({ min: 1, max: 400 }), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(packets, cuts, fc.boolean(), (sizes, steps, large) => {
        const stream = Buffer.concat([...sizes.map(publish), ...(large ? [publish(1_000)] : [])]);
        const lengths = new PacketLengths(PACKET_LIMIT_BYTES);
        let good = true;
        for (let at = 0, n = 0; at < stream.length && good; n++) {
          const step = steps[n % steps.length]!;
          good = lengths.take(stream.subarray(at, at + step));
          at += step;
        }
        expect(good).toBe(!large);
      }),
    );
  });

  test('refuses a length that never ends', () => {
    const lengths = new PacketLengths(PACKET_LIMIT_BYTES);
    expect(lengths.take(Buffer.from([0x30, 0x80, 0x80, 0x80, 0x80, 0x01]))).toBe(false);
  });
});

describe('the rate of connections', () => {
  test('is held for one address without holding up the others', () => {
    let nowMs = 0;
    const rates = new AddressRates({ burst: 100, perSecond: 100 }, { burst: 3, perSecond: 1 }, () => nowMs);
    expect([1, 2, 3, 4].map(() => rates.admit('a'))).toEqual([true, true, true, false]);
    expect(rates.admit('b')).toBe(true);
    nowMs = 2_000;
    expect([1, 2, 3].map(() => rates.admit('a'))).toEqual([true, true, false]);
  });

  test('is held for all together, and who is turned away there loses nothing of his own', () => {
    let nowMs = 0;
    const rates = new AddressRates({ burst: 2, perSecond: 2 }, { burst: 1, perSecond: 0.001 }, () => nowMs);
    expect(['a', 'b', 'c'].map((address) => rates.admit(address))).toEqual([true, true, false]);
    nowMs = 1_000;
    expect(rates.admit('c')).toBe(true);
  });

  test('is not undone by a clock that goes back', () => {
    let nowMs = 10_000;
    const rates = new AddressRates({ burst: 1, perSecond: 1 }, { burst: 1, perSecond: 1 }, () => nowMs);
    expect(rates.admit('a')).toBe(true);
    nowMs = 0;
    expect(rates.admit('a')).toBe(false);
    nowMs = 1_000;
    expect(rates.admit('a')).toBe(true);
  });
});
