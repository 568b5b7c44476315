// What we write: requests of a retailer, advices, and refusals of an intermediate. Pure but for fresh UUIDs.
import { randomUUID } from 'node:crypto';
import type { ElectrumConfig } from './config';
import { CURRENCY } from './model';
import type { CreateQrCodeRequest, ErrorType, Identifiers, Institution, PaymentRequest, ReversalReason } from './model';

/** What a payment is about, whoever asks for it. */
export interface Sold {
  tranId: string;
  chargeId: string;
  terminalId: string;
  amountMinor: number;
}

/** What our own intermediate reads. */
const OUR_OWN = { expiryDate: 'text', scheme: undefined } as const;

export function createMessage(
  config: ElectrumConfig,
  asked: { device: string; amountMinor: number; expiresAtMs: number },
  nowMs: number,
): CreateQrCodeRequest {
  const value = money(asked.amountMinor);
  const { expiryDate, scheme } = config.mode === 'retailer' ? config : OUR_OWN;
  return {
    id: randomUUID(),
    time: timeOf(nowMs),
    originator: originatorOf(config, terminalOf(config, asked.device)),
    client: config.client,
    amounts: { requestAmount: value },
    qrProperties: {
      value,
      overPaymentAllowed: false,
      partPaymentAllowed: false,
      singleUse: true,
      ...(expiryDate === 'text' && { expiryDate: timeOf(asked.expiresAtMs) }),
      ...(expiryDate === 'object' && { expiryDate: offsetDateTime(asked.expiresAtMs) }),
      ...(scheme !== undefined && { scheme }),
    },
  };
}

export function payMessage(config: ElectrumConfig, id: string, sold: Sold, nowMs: number): PaymentRequest {
  return {
    id,
    time: timeOf(nowMs),
    originator: originatorOf(config, sold.terminalId),
    client: config.client,
    amounts: { requestAmount: money(sold.amountMinor) },
    tranId: sold.tranId,
    thirdPartyIdentifiers: [{ institutionId: config.client.id, transactionIdentifier: sold.chargeId }],
  };
}

/** An advice without amounts is about the whole payment. */
export interface Advice {
  id: string;
  requestId: string;
  tranId: string;
  identifiers: Identifiers;
  partner: Institution | undefined;
  amounts?: unknown;
  /** Undefined: a confirmation. */
  reason: ReversalReason | undefined;
}

export function adviceMessage(advice: Advice, nowMs: number): object {
  const { id, requestId, tranId, identifiers, partner, amounts, reason } = advice;
  return {
    ...{ id, requestId, time: timeOf(nowMs), thirdPartyIdentifiers: identifiers, tranId },
    ...(partner !== undefined && { partner }),
    ...(amounts !== undefined && { amounts }),
    ...(reason !== undefined && { reversalReason: reason }),
  };
}

const MESSAGE_LONGEST = 40;

/** An ErrorDetail. @param originalId of the message that it is about */
export function errorMessage(errorType: ErrorType, words: string, originalId?: string, tranId?: string): object {
  return {
    id: randomUUID(),
    errorType,
    errorMessage: words.slice(0, MESSAGE_LONGEST),
    ...(originalId !== undefined && { originalId }),
    ...(tranId !== undefined && { tranId }),
  };
}

export function terminalOf(config: ElectrumConfig, device: string): string {
  const { terminals, terminalId } = config.originator;
  return (Object.hasOwn(terminals, device) ? terminals[device] : undefined) ?? terminalId;
}

/** RFC 3339 with milliseconds, in UTC. */
export function timeOf(ms: number): string {
  return new Date(ms).toISOString();
}

function originatorOf(config: ElectrumConfig, terminalId: string) {
  const { institution, merchant, operatorId } = config.originator;
  return { institution, terminalId, merchant, ...(operatorId !== undefined && { operatorId }) };
}

function money(amount: number) {
  return { amount, currency: CURRENCY.numeric };
}

/** Of text or of the object; undefined for what is neither. */
export function readExpiry(expiryDate: unknown): number | undefined {
  const read = typeof expiryDate === 'string' ? Date.parse(expiryDate) : fromOffsetDateTime(expiryDate);
  return Number.isNaN(read) ? undefined : read;
}

function fromOffsetDateTime(value: unknown): number {
  const {
    year,
    monthValue,
    dayOfMonth,
    hour = 0,
    minute = 0,
    second = 0,
    offset,
  } = (value ?? {}) as Partial<Record<string, unknown>>;
  const { totalSeconds = 0 } = (offset ?? {}) as { totalSeconds?: unknown };
  const parts = [year, monthValue, dayOfMonth, hour, minute, second, totalSeconds];
  if (!parts.every((part) => typeof part === 'number')) return Number.NaN;
  const [y = 0, month = 0, day = 0, h = 0, min = 0, s = 0, offsetSeconds = 0] = parts;
  return Date.UTC(y, month - 1, day, h, min, s) - offsetSeconds * 1000;
}

/** As the OpenAPI document has it, letter by letter. */
function offsetDateTime(ms: number) {
  const at = new Date(ms);
  return {
    year: at.getUTCFullYear(),
    monthValue: at.getUTCMonth() + 1,
    dayOfMonth: at.getUTCDate(),
    hour: at.getUTCHours(),
    minute: at.getUTCMinutes(),
    second: at.getUTCSeconds(),
    nano: at.getUTCMilliseconds() * 1_000_000,
    offset: { totalSeconds: 0, id: 'Z' },
  };
}
