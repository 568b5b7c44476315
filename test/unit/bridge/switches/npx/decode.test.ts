import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  decodeInstruments,
  decodeLink,
  decodeProcessId,
  decodeServiceCharge,
  decodeStatus,
  eventOf,
  rupees,
} from '../../../../../bridge/switches/npx/decode';
import { readEnvelope } from '../../../../../bridge/switches/npx/envelope';
import golden from '../../../../golden/switches/npx.json';

const createdAtMs = Date.parse('2026-01-01T10:00:00Z');
const asked = { session: 'POS1-0001', createdAtMs, nowMs: createdAtMs + 60_000, foreignCards: false };
const status = (answer: unknown, more: Partial<typeof asked> = {}) => {
  const envelope = readEnvelope(answer);
  return envelope === undefined ? undefined : decodeStatus(envelope, { ...asked, ...more });
};
const success = (fields: object) => {
  const [first] = golden.statuses;
  return { ...first!.answer, data: { ...first!.answer.data, ...fields } };
};

describe('a status', () => {
  test.each(golden.statuses)('$name', ({ answer, is, amountMinor }) => {
    const found = status(answer);
    expect(found?.is).toBe(is);
    if (found?.is === 'paid') expect(found.amountMinor).toBe(amountMinor);
  });

  test('is no answer when it is no envelope', () => {
    for (const body of [null, undefined, 7, 'ok', [], {}, { data: { Status: 'Success' } }]) {
      expect(readEnvelope(body)).toBeUndefined();
    }
  });

  test('of a payment in other money says so, unless cards may be billed in it', () => {
    const card = success({ PaymentCurrency: 'usd', ExchangeRate: '133.5' });
    expect(status(card)).toMatchObject({ is: 'paid', currency: 'USD' });
    expect(status(card, { foreignCards: true })).toMatchObject({ currency: 'NPR' });
    expect(status(success({ PaymentCurrency: 'USD' }), { foreignCards: true })).toMatchObject({ currency: 'USD' });
    expect(status(success({ PaymentCurrency: 'NPR' }))).toMatchObject({ currency: 'NPR' });
  });

  test('has its time in the zone in which it falls after the QR and before now', () => {
    const at = (TransactionDate: string) => {
      const found = status(success({ TransactionDate }));
      return found?.is === 'paid' ? found.occurredAtMs : 'not paid';
    };
    expect(at('2026-01-01 15:45:30')).toBe(createdAtMs + 30_000);
    expect(at('2026-01-01 10:00:30')).toBe(createdAtMs + 30_000);
    for (const odd of ['2026-01-01 12:00:00', '2026-13-01 10:00:30', 'yesterday', '']) expect(at(odd)).toBeUndefined();
  });

  test('names in its event the amount only when money moved', () => {
    expect(eventOf('POS1-0001', status(success({}))!)).toMatchObject({
      kind: 'paid',
      txnId: 'GW1',
      amountMinor: 125_050,
      currency: 'NPR',
    });
    expect(eventOf('POS1-0001', status(success({ Status: 'Fail' }))!)).toMatchObject({
      kind: 'failed',
      amountMinor: undefined,
    });
    expect(eventOf('POS1-0001', { is: 'unknown', errors: [] })).toBeUndefined();
    expect(eventOf('POS1-0001', { is: 'foreign' })).toBeUndefined();
  });

  test('never throws and makes money of nothing but a whole Success of ours', () => {
    const words = fc.oneof(
      fc.constantFrom('Success', 'success', 'Fail', 'Pending', '0', '1', '2', 'POS1-0001'),
      fc.anything(),
    );
    const answers = fc.record(
      {
        code: words,
        errors: words,
        message: words,
        data: fc.oneof(
          fc.anything(),
          fc.record(
            { Status: words, MerchantTxnId: words, GatewayReferenceNo: words, Amount: words, PaymentCurrency: words },
            { requiredKeys: [] },
          ),
        ),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(fc.oneof(answers, fc.anything()), (answer) => {
        const found = status(answer);
        if (found?.is !== 'paid') return;
        const { data } = answer as { data: Record<string, unknown> };
        expect(String(data.Status).trim().toLowerCase()).toBe('success');
        expect(String(data.MerchantTxnId).trim()).toBe('POS1-0001');
        expect(found.amountMinor).toBeGreaterThan(0);
        expect(found.gatewayId).not.toBe('');
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('an amount', () => {
  test('is read by digits, as text and as the number that JSON makes of it', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2 ** 31 - 1 }), (amountMinor) => {
        const text = `${Math.floor(amountMinor / 100)}.${String(amountMinor % 100).padStart(2, '0')}`;
        expect(rupees(text)).toBe(amountMinor);
        expect(rupees(JSON.parse(text))).toBe(amountMinor);
        expect(rupees(`${text}00`)).toBe(amountMinor);
      }),
    );
  });

  test.each([
    '',
    ' ',
    '1e3',
    '1,000',
    '+5',
    '-5',
    '0',
    '00.10',
    '.5',
    '5.',
    'NPR 5',
    '5.001',
    '99999999999',
    '٥',
    null,
    {},
    [5],
    true,
  ])('is not read from %j', (value) => expect(rupees(value)).toBeUndefined());

  test.each([Number.NaN, Infinity, -0, 1e21, 0.001])('is not read from the number %d', (value) => {
    expect(rupees(value)).toBeUndefined();
  });
});

describe('the other answers', () => {
  const read = (data: unknown, code: unknown = '0') => readEnvelope({ code, data })!;

  test('hold a link, in one of two places', () => {
    expect(decodeLink(read({ PaymentLink: ' https://x.example/1 ' }))).toBe('https://x.example/1');
    expect(decodeLink(read({ payment_url: 'https://x.example/2' }, '200'))).toBe('https://x.example/2');
    for (const data of [null, {}, [], { PaymentLink: {} }, { PaymentLink: '' }])
      expect(decodeLink(read(data))).toBeUndefined();
    expect(decodeLink(read({ PaymentLink: 'https://x.example/1' }, '1'))).toBeUndefined();
  });

  test('hold a process id, and nothing that would break a form', () => {
    expect(decodeProcessId(read({ ProcessId: 'P-1' }))).toBe('P-1');
    for (const id of ['', 'a b', 'x'.repeat(201), 'ä', {}])
      expect(decodeProcessId(read({ ProcessId: id }))).toBeUndefined();
  });

  test('list the ways to pay that have a code', () => {
    const list = [{ InstrumentCode: 'A', InstitutionName: 'Bank', InstrumentName: 'App', BankType: 'M' }, {}, null, 7];
    expect(decodeInstruments(read(list))).toEqual([
      { institution: 'Bank', instrument: 'App', code: 'A', bankType: 'M' },
    ]);
    expect(decodeInstruments(read({}))).toBeUndefined();
  });

  test('hold a service charge of any plain fields', () => {
    expect(decodeServiceCharge(read({ Charge: 5, Type: 'P', deep: {} }))).toEqual({ Charge: '5', Type: 'P' });
    expect(decodeServiceCharge(read('5'))).toBeUndefined();
  });

  test('say errors in few words, without addresses and long numbers', () => {
    const errors = [
      { error_code: 'E1', error_message: `mail shop@example.com of 9800000000\n${'x'.repeat(200)}` },
      null,
      7,
    ];
    const [said] = readEnvelope({ code: '1', errors })!.errors;
    expect(said).toMatch(/^E1 mail … of … x+$/);
    expect(said!.length).toBeLessThanOrEqual(80);
    expect(readEnvelope({ code: '1', message: 'Down' })!.errors).toEqual(['Down']);
  });

  test('are never thrown at', () => {
    fc.assert(
      fc.property(fc.anything(), fc.anything(), (code, data) => {
        const envelope = readEnvelope({ code, errors: data, message: data, data });
        if (envelope === undefined) return;
        decodeLink(envelope);
        decodeProcessId(envelope);
        decodeInstruments(envelope);
        decodeServiceCharge(envelope);
      }),
    );
  });
});
