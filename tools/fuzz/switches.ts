// What switches send: STOMP, EMV TLV, their JSON and their forms. Seeds are made up after their documents.
import { decodeCheck, decodeList } from '../../bridge/switches/bakong/decode';
import { decodeKhqr, verifyKhqr } from '../../bridge/switches/bakong/qr';
import { decodePay } from '../../bridge/switches/electrum/decode';
import { readQr } from '../../bridge/switches/electrum/qr';
import { decodeMessage, decodeStatus as fonepayStatus } from '../../bridge/switches/fonepay/decode';
import { decodePush, decodeRecord, decodeReport } from '../../bridge/switches/nepalpay/decode';
import { readTlv } from '../../bridge/switches/nepalpay/qr';
import { FrameError, createFrameReader, encodeFrame } from '../../bridge/switches/nepalpay/stomp';
import { decodeInstruments, decodeLink, decodeStatus as npxStatus } from '../../bridge/switches/npx/decode';
import { readEnvelope } from '../../bridge/switches/npx/envelope';
import { decodeBody, decodeNotice, decodeReply } from '../../bridge/switches/pockyt/decode';
import { SwitchError } from '../../bridge/payments/ports';
import type { Target } from './fuzz';

const MOST_MINOR = 2 ** 31 - 1;

/** No reader may bring an amount that is no whole number of minor units. Gives the outcome's kind. */
function judged(outcome: unknown): string {
  const kinds: string[] = [];
  const look = (value: unknown, depth: number): void => {
    if (typeof value !== 'object' || value === null || depth > 4) return;
    for (const [name, inner] of Object.entries(value)) {
      if (name === 'amountMinor' && inner !== undefined && !isMinor(inner))
        throw new Error(`amountMinor ${String(inner)}`);
      if (name === 'is' || name === 'kind') kinds.push(String(inner));
      look(inner, depth + 1);
    }
  };
  look(outcome, 0);
  return kinds.length > 0 ? kinds.slice(0, 4).join() : typeof outcome;
}

function isMinor(value: unknown): boolean {
  return Number.isInteger(value) && (value as number) >= 0 && (value as number) <= MOST_MINOR;
}

const of = (...texts: string[]): Uint8Array[] => texts.map((text) => Buffer.from(text));
const json = (...values: object[]): Uint8Array[] => of(...values.map((value) => JSON.stringify(value)));

/** Text that is JSON goes to the reader; all other text never gets that far. */
function overJson(read: (body: unknown) => unknown): (bytes: Uint8Array) => string {
  return (bytes) => {
    let body: unknown;
    try {
      body = JSON.parse(Buffer.from(bytes).toString());
    } catch {
      return 'no JSON';
    }
    return judged(read(body));
  };
}

const overText =
  (read: (text: string) => unknown) =>
  (bytes: Uint8Array): string => {
    try {
      return judged(read(Buffer.from(bytes).toString()));
    } catch (error) {
      // A refusal in the switch's own words is an answer.
      if (error instanceof SwitchError) return error.code;
      throw error;
    }
  };

function frames(bytes: Uint8Array): string {
  const reader = createFrameReader();
  try {
    const found = [bytes.subarray(0, 9), bytes.subarray(9)].flatMap((piece) => reader.push(Buffer.from(piece)));
    return found.map(({ command }) => command.slice(0, 12)).join();
  } catch (error) {
    if (error instanceof FrameError) return error.message;
    throw error;
  }
}

const KHQR =
  '00020101021229180014demo_shop@devb52045999530384054041.005802KH5904Demo6010Phnom Penh99340013176371200000001131763712300000' +
  '6304ABCD';
const TRACE = 'A1B2C3D4E5';
const asked = { txnId: 'GH-1', amountMinor: 125_050, merchantId: '101' };

export const switchTargets: readonly Target[] = [
  {
    name: 'STOMP',
    seeds: of(
      encodeFrame({ command: 'CONNECTED', headers: { version: '1.2' }, body: '' }),
      encodeFrame({
        command: 'MESSAGE',
        headers: { subscription: 'sub-0', 'message-id': '1' },
        body: '{"a":"\u0928"}',
      }),
      '\n',
    ),
    read: frames,
  },
  { name: 'EMV TLV', seeds: of(KHQR, '000201010212'), read: overText(readTlv) },
  { name: 'KHQR, verified', seeds: of(KHQR), read: overText((text) => [verifyKhqr(text, 0), decodeKhqr(text)]) },
  { name: 'Electrum QR', seeds: of('{"provider":"ghanti","tranId":"0001"}', KHQR), read: overText(readQr) },
  {
    name: 'NEPALPAY record',
    seeds: json(
      { txn_id: TRACE, status: 'COMPLETED', debit_status: '000', credit_status: '000' },
      { request_id: TRACE, status: 'FAILED', debit_status: 'E001', credit_status: '' },
      { status: 'FAIL', message: 'token' },
    ),
    read: overText(decodeRecord),
  },
  {
    name: 'NEPALPAY push',
    seeds: json({
      ...{ validationTraceId: TRACE, status: 'SUCCESS', txnAmount: '1250.50', paymentRef: 'R1', merchantBillNo: 'B1' },
      ...{ merchantId: 'M1', merchantName: 'N', channel: 'c', payerMobile: '98', sessionNo: '1', signature: 'x' },
      txnDate: '2026-11-21 12:00:00',
    }),
    read: overText(decodePush),
  },
  {
    name: 'NEPALPAY report',
    seeds: json({ responseCode: '000', data: [{ validationTraceId: TRACE, amount: 1250.5, debitStatus: '000' }] }),
    read: overJson((body) => {
      try {
        return decodeReport(body);
      } catch (error) {
        if (error instanceof SwitchError) return error.code;
        throw error;
      }
    }),
  },
  {
    name: 'Bakong check',
    seeds: json(
      {
        responseCode: 0,
        responseMessage: 'Success',
        data: { hash: 'ab', amount: 1, currency: 'USD', toAccountId: 'a@b' },
      },
      { responseCode: 1, responseMessage: 'Transaction failed.', errorCode: 3, data: null },
    ),
    read: overJson((body) => [decodeCheck(body), decodeList(body)]),
  },
  {
    name: 'Fonepay message',
    seeds: of(
      JSON.stringify({
        merchantId: 1,
        deviceId: 2,
        transactionStatus: JSON.stringify({ success: true, amount: 12.5 }),
      }),
      JSON.stringify({ transactionStatus: JSON.stringify({ qrVerified: true, message: 'VERIFIED' }) }),
    ),
    read: overText(decodeMessage),
  },
  {
    name: 'Fonepay status',
    seeds: json({ prn: 'P1', paymentStatus: 'success', fonepayTraceId: 12, amount: 10 }),
    read: overJson((body) => fonepayStatus(body, 'P1')),
  },
  {
    name: 'NPX answers',
    seeds: json(
      {
        code: '0',
        message: 'Success',
        errors: [],
        data: { MerchantTxnId: 'GH-1', Amount: '1250.50', Status: 'Success' },
      },
      { code: '1', errors: [{ error_code: '10', error_message: 'no' }], data: null },
      { code: '0', errors: [], data: [{ InstitutionName: 'Bank', InstrumentCode: 'B' }] },
    ),
    read: overJson((body) => {
      const envelope = readEnvelope(body);
      if (envelope === undefined) return undefined;
      return [npxStatus(envelope, asked as never), decodeLink(envelope), decodeInstruments(envelope)];
    }),
  },
  {
    name: 'Pockyt answers',
    seeds: json(
      {
        ret_code: '000100',
        result: { status: 'success', amount: '12.50', currency: 'USD', transactionNo: '1', reference: 'r' },
      },
      { ret_code: '000200', ret_msg: 'no' },
    ),
    read: overJson(decodeReply),
  },
  {
    name: 'Pockyt notice',
    seeds: of('amount=12.50&currency=USD&status=success&transactionNo=1&reference=r&verifySign=x', '{"amount":"1.00"}'),
    read: overText((text) => {
      const params = decodeBody(text);
      return params === undefined ? undefined : decodeNotice(params);
    }),
  },
  {
    name: 'Electrum payment',
    seeds: json({ id: 'a', tranId: '1', amounts: { approvedAmount: { amount: 100, currency: '710' } } }),
    read: overText((text) => decodePay({ id: 'a', tranId: '1' }, { status: 200, text } as never)),
  },
];
