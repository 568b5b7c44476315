// What a request must have, written from the table of models and not from the bridge's own. The first fault found, or none.
import type { Message } from './ledger';

type Check = (value: unknown) => string | undefined;

const text =
  (least: number, most: number): Check =>
  (value) =>
    typeof value === 'string' && value.length >= least && value.length <= most
      ? undefined
      : `must be text of ${least} to ${most} characters`;
const matching =
  (pattern: RegExp): Check =>
  (value) =>
    typeof value === 'string' && pattern.test(value) ? undefined : `must match ${pattern.source}`;
const oneOf =
  (...words: string[]): Check =>
  (value) =>
    words.includes(value as string) ? undefined : `must be one of ${words.join(', ')}`;
const whole: Check = (value) => (Number.isSafeInteger(value) ? undefined : 'must be a whole number');
const flag: Check = (value) => (typeof value === 'boolean' ? undefined : 'must be true or false');
const object =
  (fields: Record<string, Check>, required: string[]): Check =>
  (value) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return 'must be an object';
    const given = value as Message;
    for (const name of required) if (given[name] === undefined) return `${name} is missing`;
    for (const [name, check] of Object.entries(fields)) {
      const fault = given[name] === undefined ? undefined : check(given[name]);
      if (fault !== undefined) return `${name} ${fault}`;
    }
    return undefined;
  };
const all =
  (check: Check): Check =>
  (value) =>
    Array.isArray(value) ? value.map(check).find((fault) => fault !== undefined) : 'must be a list';

const uuid = matching(/^[0-9a-f]{8}-[0-9a-f]{4}-[34][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
const instant = matching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/);
const institution = object({ id: text(1, 100), name: text(0, 40) }, ['id', 'name']);
const ledgerAmount = object({ amount: whole, currency: matching(/^\d{3}$/) }, ['amount', 'currency']);
const amounts = object({ requestAmount: ledgerAmount, approvedAmount: ledgerAmount }, []);
const identifiers = all(
  object({ institutionId: text(1, 100), transactionIdentifier: text(1, 200) }, [
    'institutionId',
    'transactionIdentifier',
  ]),
);
const merchantName = object({ name: text(0, 23), city: text(0, 13), region: text(0, 2), country: text(0, 2) }, [
  'name',
  'city',
  'region',
  'country',
]);
const merchant = object({ merchantType: matching(/^\d{4}$/), merchantId: text(15, 15), merchantName }, [
  'merchantType',
  'merchantId',
  'merchantName',
]);
const originator = object({ institution, terminalId: text(8, 8), merchant, operatorId: text(0, 30) }, [
  'institution',
  'terminalId',
  'merchant',
]);
const qrProperties = object(
  {
    value: ledgerAmount,
    overPaymentAllowed: flag,
    partPaymentAllowed: flag,
    singleUse: flag,
    scheme: oneOf('EMVCO_MERCHANT', 'PSEUDO_EMVCO_MERCHANT', 'ELECTRUM_MERCHANT_MINIMAL'),
  },
  [],
);
const sent = { id: uuid, time: instant };
const sale = { ...sent, originator, client: institution, amounts, thirdPartyIdentifiers: identifiers };
const advice = {
  ...sent,
  requestId: uuid,
  thirdPartyIdentifiers: identifiers,
  amounts,
  partner: institution,
  tranId: text(1, 90),
};
const adviceFields = ['id', 'requestId', 'time', 'thirdPartyIdentifiers'];
const reversalReason = oneOf('TIMEOUT', 'CANCELLED', 'RESPONSE_NOT_FINAL');

export const checks = {
  create: object({ ...sale, qrProperties }, ['id', 'time', 'originator', 'client', 'qrProperties']),
  pay: object({ ...sale, tranId: text(1, 90), partner: institution, partnerPaymentToken: text(0, 4_000) }, [
    ...['id', 'time', 'originator', 'client', 'amounts', 'tranId', 'thirdPartyIdentifiers'],
  ]),
  confirm: object(advice, adviceFields),
  reverse: object({ ...advice, reversalReason }, [...adviceFields, 'reversalReason']),
} as const;
