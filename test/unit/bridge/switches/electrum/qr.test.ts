import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { qrFault, readQr, writeQr } from '../../../../../bridge/switches/electrum/qr';

const { qrs } = JSON.parse(readFileSync('test/golden/switches/electrum.json', 'utf8')) as {
  qrs: { qr: string; templates: { provider: string; tranId: string }[] }[];
};
const TRAN = 'f82d7f64feea4f2ab24da94aaf5c2941';
const asked = { tranId: TRAN, provider: 'za.co.elec', amountMinor: 125_050 };
const sample = qrs[0]!.qr;

describe('a QR of the interface', () => {
  test.each(qrs)('$qr is read as the guide reads it', ({ qr, templates }) => {
    expect(readQr(qr)).toEqual({ templates, currency: undefined, amount: undefined });
    expect(qrFault(qr, asked)).toBeUndefined();
  });

  test('is written as the guide’s first sample', () => {
    expect(writeQr('za.co.elec', TRAN)).toBe(sample);
  });

  test('is read back with any provider and tranId', () => {
    const plain = (most: number) =>
      fc.string({ unit: fc.constantFrom(...'abcXYZ019.-_'), minLength: 1, maxLength: most });
    fc.assert(
      fc.property(plain(32), plain(51), (provider, tranId) => {
        expect(readQr(writeQr(provider, tranId))?.templates).toEqual([{ provider, tranId }]);
      }),
    );
  });

  test('is not shown when it is another’s', () => {
    expect(qrFault(sample, { ...asked, tranId: 'other' })).toContain('tranId');
    expect(qrFault(sample, { ...asked, provider: 'za.co.other' })).toContain('tranId');
    expect(qrFault(sample, { ...asked, provider: undefined })).toBeUndefined();
    expect(qrFault(qrs[1]!.qr, { ...asked, tranId: '5169175130', provider: 'za.co.mp' })).toBeUndefined();
  });

  test('that states money states ours', () => {
    expect(qrFault(`${sample}530371054071250.50`, asked)).toBeUndefined();
    expect(qrFault(`${sample}5303524`, asked)).toContain('currency');
    expect(qrFault(`${sample}54071250.51`, asked)).toContain('amount');
    expect(qrFault(`${sample}5403abc`, asked)).toContain('amount');
  });

  test('that is cut, stretched or disturbed is refused and never throws', () => {
    for (let at = 0; at < sample.length; at++) expect(qrFault(sample.slice(0, at), asked)).toBeDefined();
    const odd = ['', '000202', '0002011', '00020126', '000201260', '00020126ab', '0002012600', '9'.repeat(600)];
    for (const text of odd) expect(readQr(text)).toBeUndefined();
    fc.assert(fc.property(fc.string({ maxLength: 600, unit: 'binary' }), (text) => void readQr(text)));
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'0123456789'), maxLength: 200 }), (text) => void readQr(text)),
    );
  });
});
