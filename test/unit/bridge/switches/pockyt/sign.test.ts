import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isSigned, signBase, verifySignOf } from '../../../../../bridge/switches/pockyt/sign';
import golden from '../../../../golden/switches/pockyt.json';

const { token, tokenMd5, vectors } = golden.sign;

describe('verifySign', () => {
  test.each(vectors)('of $name is what the rule gives', ({ params, base, verifySign }) => {
    expect(signBase(params, token)).toBe(base);
    expect(base.endsWith(tokenMd5)).toBe(true);
    expect(verifySignOf(params, token)).toBe(verifySign);
    expect(isSigned({ ...params, verifySign }, token)).toBe(true);
  });

  test('takes values as they are, in any alphabet, and neither itself nor what is empty', () => {
    const note = 'दुई कफी & मम = 13 %20+';
    const plain = { amount: '13.00', note };
    expect(signBase(plain, token)).toBe(`amount=13.00&note=${note}&${tokenMd5}`);
    const same = verifySignOf({ verifySign: 'x', note, zero: '', none: undefined, amount: '13.00' }, token);
    expect(same).toBe(verifySignOf(plain, token));
  });

  test('sorts names as ASCII does', () => {
    expect(signBase({ storeNo: '1', storeAdminNo: '2', amount: '3', Zone: '4' }, token)).toBe(
      `Zone=4&amount=3&storeAdminNo=2&storeNo=1&${tokenMd5}`,
    );
  });

  test('does not fit when anything is changed, left out, or signed with another token', () => {
    const [{ params, verifySign }] = vectors as [(typeof vectors)[0]];
    for (const name of Object.keys(params)) {
      expect(isSigned({ ...params, [name]: `${params[name as 'amount']}0`, verifySign }, token)).toBe(false);
      expect(isSigned({ ...params, [name]: undefined, verifySign }, token)).toBe(false);
    }
    expect(isSigned({ ...params, verifySign }, `${token} `)).toBe(false);
    for (const wrong of [
      undefined,
      '',
      verifySign.slice(1),
      verifySign.toUpperCase(),
      `${verifySign}0`,
      'ß'.repeat(16),
    ])
      expect(isSigned({ ...params, verifySign: wrong }, token)).toBe(false);
  });

  test('of any parameters fits those and no others', () => {
    const params = fc.dictionary(fc.string({ minLength: 1 }), fc.string());
    fc.assert(
      fc.property(params, fc.string({ minLength: 1 }), (some, extra) => {
        const signed = { ...some, verifySign: verifySignOf(some, token) };
        expect(isSigned(signed, token)).toBe(true);
        expect(isSigned({ ...signed, zz_extra: extra }, token)).toBe(false);
      }),
    );
  });
});
