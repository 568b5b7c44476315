import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeNotification, verdictOf } from '../../../../../bridge/switches/npx/notification';
import { formPage, note, readRedirectPath, redirectPath } from '../../../../../bridge/switches/npx/page';

const asked = { query: '', method: 'GET', headers: {}, body: '' };
const both = { txnId: 'POS1-0001', gatewayId: 'GW1' };

describe('a notification', () => {
  test('is read from a query, a form and JSON', () => {
    const query = 'MerchantTxnId=POS1-0001&GatewayTxnId=GW1';
    const form = { 'content-type': 'application/x-www-form-urlencoded' };
    const json = JSON.stringify({ MerchantTxnId: 'POS1-0001', GatewayTxnId: 'GW1', More: {} });
    expect(decodeNotification({ ...asked, query })).toEqual(both);
    expect(decodeNotification({ ...asked, method: 'POST', headers: form, body: query })).toEqual(both);
    expect(
      decodeNotification({ ...asked, method: 'POST', headers: { 'content-type': 'application/json' }, body: json }),
    ).toEqual(both);
    expect(decodeNotification({ ...asked, method: 'POST', body: json })).toEqual(both);
    expect(decodeNotification({ ...asked, method: 'POST', query })).toEqual(both);
    const numbers = JSON.stringify({ MerchantTxnId: 'POS1-0001', GatewayTxnId: 778899 });
    expect(decodeNotification({ ...asked, method: 'POST', body: numbers })).toEqual({ ...both, gatewayId: '778899' });
  });

  test('without both names, or with odd ones, is none', () => {
    for (const query of [
      '',
      'MerchantTxnId=A',
      'GatewayTxnId=B',
      'MerchantTxnId=A%20B&GatewayTxnId=C',
      'MerchantTxnId=../x/y&GatewayTxnId=C',
      `MerchantTxnId=${'A'.repeat(51)}&GatewayTxnId=C`,
      `MerchantTxnId=A&GatewayTxnId=${'C'.repeat(65)}`,
      'merchanttxnid=A&gatewaytxnid=C',
    ]) {
      expect(decodeNotification({ ...asked, query }), query).toBeUndefined();
    }
  });

  test('of any form never throws', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.constantFrom('GET', 'POST'), fc.json(), (query, text, method, json) => {
        for (const body of [text, json, `{${text}`]) decodeNotification({ ...asked, query, method, body });
      }),
    );
  });

  test('is borne out by a Success of the same gateway id and amount alone', () => {
    const paid = { is: 'paid', gatewayId: 'GW1', amountMinor: 1, currency: 'NPR', occurredAtMs: undefined } as const;
    expect(verdictOf(paid, both, true)).toBe('received');
    expect(verdictOf({ ...paid, gatewayId: 'GW2' }, both, true)).toBe('differs');
    expect(verdictOf(paid, both, false)).toBe('differs');
    expect(verdictOf({ is: 'pending', gatewayId: 'GW1', doubt: undefined }, both, true)).toBe('not confirmed yet');
    expect(verdictOf({ is: 'unknown', errors: [] }, both, true)).toBe('unknown');
    expect(verdictOf({ is: 'foreign' }, both, true)).toBe('unknown');
  });
});

describe('the redirect’s address', () => {
  const link = 'https://gw.example/pay/abc?x=1&y=ä';
  test('leads back to the link that it was made of', () => {
    expect(readRedirectPath(redirectPath('A1', link, 'key'), 'key')).toEqual({ session: 'A1', link });
    const local = 'http://127.0.0.1:8080/pay/1';
    expect(readRedirectPath(redirectPath('A1', local, 'key'), 'key')?.link).toBe(local);
  });

  test('leads nowhere when a letter of it is changed or another key made it', () => {
    const path = redirectPath('A1', link, 'key');
    expect(readRedirectPath(path, 'other')).toBeUndefined();
    for (let at = 2; at < path.length; at++) {
      const changed = `${path.slice(0, at)}${path[at] === 'B' ? 'C' : 'B'}${path.slice(at + 1)}`;
      expect(readRedirectPath(changed, 'key'), changed).toBeUndefined();
    }
    fc.assert(fc.property(fc.string(), (text) => readRedirectPath(`p/${text}`, 'key') === undefined));
  });
});

describe('a page', () => {
  test('holds its fields as text, and may run nothing but its own line and post nowhere else', () => {
    const { body, headers } = formPage('https://gw.example/Payment/Index', {
      Remarks: `"><script>alert('1')</script>&`,
    });
    expect(body).not.toContain('<script>alert');
    expect(body).toContain('&#34;&#62;&#60;script&#62;alert(&#39;1&#39;)&#60;/script&#62;&#38;');
    const policy = headers!['content-security-policy'];
    expect(policy).toContain('form-action https://gw.example');
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toContain('unsafe');
    expect(note(410, '<b>').body).toContain('&#60;b&#62;');
  });
});
