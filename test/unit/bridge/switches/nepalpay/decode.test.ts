import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodePush, decodeRecord, decodeReport, judgeReport } from '../../../../../bridge/switches/nepalpay/decode';
import golden from '../../../../golden/switches/nepalpay.json';

const asked = { session: '2601010000000001TST', amountMinor: 50_000 };
const row = (fields: object) => ({
  nQrTxnId: 'T1',
  tranType: 'PMT',
  amount: 500.0,
  debitStatus: '000',
  creditStatus: '000',
  validationTraceId: null,
  ...fields,
});
const judge = (rows: object[], told = false) => judgeReport(decodeReport({ responseBody: rows }), asked, told);
const kinds = (rows: object[], told = false) => judge(rows, told).events.map(({ kind }) => kind);

describe('a record of the event socket', () => {
  test('means what the golden list says; doubtful ones are asked about', () => {
    for (const { body, event } of golden.message_bodies) {
      const meaning = decodeRecord(JSON.stringify(body));
      const told =
        meaning.is === 'event'
          ? meaning.kind
          : meaning.is === 'health'
            ? 'channel-error'
            : meaning.is === 'ask'
              ? 'ask'
              : 'nothing';
      // COMPLETED with other codes is asked about before it is called failed or pending.
      expect([event, 'ask'], JSON.stringify(body)).toContain(told);
      if (event === 'paid') expect(told).toBe('paid');
    }
  });

  test.each(['txn_id', 'request_id', 'txnId', 'requestId'])('may name its QR as %s', (name) => {
    expect(decodeRecord(JSON.stringify({ status: 'PARSED', [name]: 'A1' }))).toEqual({
      is: 'event',
      kind: 'scanned',
      session: 'A1',
    });
  });

  test('of a debit nobody is sure about is asked about, never called failed', () => {
    for (const debit_status of ['000', 'B001', 'B999']) {
      expect(decodeRecord(JSON.stringify({ status: 'FAILED', txn_id: 'A1', debit_status }))).toMatchObject({
        is: 'ask',
        fallback: 'pending',
      });
    }
    expect(decodeRecord('{"status":"COMPLETED","txn_id":"A1","debit_status":"pending"}')).toMatchObject({
      is: 'ask',
      fallback: 'pending',
    });
  });

  test.each([
    '',
    'null',
    '[]',
    '7',
    '{',
    '{"status":"PAID","txn_id":"A1"}',
    '{"status":"COMPLETED","debit_status":"000","credit_status":"000"}',
  ])('%j changes nothing', (text) => expect(decodeRecord(text).is).toBe('nothing'));

  test('is called paid by nothing but COMPLETED, debit 000 and a good credit', () => {
    const word = fc.constantFrom(
      'COMPLETED',
      'FAILED',
      'ENTR',
      'PARSED',
      'completed',
      '000',
      '999',
      'DEFER',
      '0',
      '',
      '00',
      'B001',
      '114',
    );
    fc.assert(
      fc.property(word, word, word, (status, debit_status, credit_status) => {
        const meaning = decodeRecord(JSON.stringify({ status, debit_status, credit_status, txn_id: 'A1' }));
        const good =
          status === 'COMPLETED' && debit_status === '000' && ['000', '999', 'DEFER'].includes(credit_status);
        expect(meaning.is === 'event' && meaning.kind === 'paid').toBe(good);
      }),
    );
  });
});

describe('the transaction report', () => {
  test('of the document reads as one payment with its amount in paisa', () => {
    expect(judge([row({ nQrTxnId: '2312060000059575KMB', creditStatus: 'DEFER' })]).events).toEqual([
      expect.objectContaining({ kind: 'paid', txnId: '2312060000059575KMB', amountMinor: 50_000, payee: undefined }),
    ]);
  });

  test('with a failed try and a paid one is paid', () => {
    expect(kinds([row({ debitStatus: '114' }), row({ nQrTxnId: 'T2' })])).toEqual(['paid']);
  });

  test('with only failed tries is failed, and counts them', () => {
    const meaning = judge([row({ debitStatus: '114' }), row({ debitStatus: 'B002' })]);
    expect([meaning.events.map(({ kind }) => kind), meaning.failures]).toEqual([['failed'], 2]);
  });

  test.each([
    { debitStatus: null },
    { creditStatus: '' },
    { debitStatus: 'B001' },
    { creditStatus: 'PROCESSING' },
    { debitStatus: 'B999', creditStatus: '114' },
  ])('with %j is pending and must be asked again', (fields) =>
    expect([kinds([row(fields)]), judge([row(fields)]).open]).toEqual([['pending'], true]),
  );

  test('of another QR says nothing about this one', () => {
    expect(kinds([row({ validationTraceId: 'OTHER' })])).toEqual([]);
  });

  test('with another amount states that amount, so that the charge can refuse it', () => {
    expect(judge([row({ amount: 99 })]).events[0]).toMatchObject({ kind: 'paid', amountMinor: 9_900 });
    expect(judge([row({ amount: 99 }), row({ nQrTxnId: 'T2' })]).events.map(({ txnId }) => txnId)).toEqual(['T2']);
  });

  test('with the money given back is paid, then reversed', () => {
    expect(kinds([row({}), row({ nQrTxnId: 'R1', tranType: 'RFND' })])).toEqual(['paid', 'reversed']);
  });

  test('with one of two payments given back stays paid', () => {
    expect(kinds([row({}), row({ nQrTxnId: 'T2' }), row({ nQrTxnId: 'R1', tranType: 'RFND' })])).toEqual([
      'paid',
      'paid',
    ]);
  });

  test('with a cancelled credit takes back what was told, and else is a failed try', () => {
    expect(kinds([row({ creditStatus: 'CNCL' })], true)).toEqual(['reversed']);
    expect(kinds([row({ creditStatus: 'CNCL' })], false)).toEqual(['failed']);
  });

  test.each([null, {}, { responseBody: 'x' }, { responseBody: [1, null, { tranType: 'OTHER' }] }])(
    '%j has no rows',
    (body) => expect(decodeReport(body)).toEqual([]),
  );

  test.each([
    [0.29, 29],
    [1250.5, 125_050],
    ['784.00', 78_400],
    [1.005, undefined],
    [-5, undefined],
    ['1e3', undefined],
  ])('reads the amount %j as %j paisa', (amount, minor) =>
    expect(decodeReport({ responseBody: [row({ amount })] })[0]?.amountMinor).toBe(minor),
  );
});

describe('a confirm-payment push', () => {
  const body = {
    txnDate: '2026-01-01 10:00:00',
    txnAmount: 125,
    merchantId: '9901TESTSHP',
    merchantName: 'Demo Kirana Pasal',
    validationTraceId: '2601010000000001TST',
    paymentRef: '2601010000000099TST',
    merchantBillNo: 'B0001',
    status: 'SUCCESS',
    channel: 'CIPS',
    payerMobile: '0000000000',
    sessionNo: 1234,
    signature: 'x',
  };
  test('is signed over the string of the golden list and tells everything that can be compared', () => {
    const push = decodePush(JSON.stringify(body))!;
    expect(push.signed).toBe(golden.token_strings.find(({ kind }) => kind === 'confirm-payment request')!.token_string);
    expect(push.event).toMatchObject({
      kind: 'paid',
      txnId: '2601010000000099TST',
      amountMinor: 12_500,
      payee: '9901TESTSHP',
    });
    expect(new Date(push.event.occurredAtMs!).toISOString()).toBe('2026-01-01T04:15:00.000Z');
  });
  test.each(['validationTraceId', 'txnAmount', 'paymentRef', 'status', 'merchantBillNo'])(
    'without %s is nothing',
    (name) => {
      expect(decodePush(JSON.stringify({ ...body, [name]: undefined }))).toBeUndefined();
    },
  );
});
