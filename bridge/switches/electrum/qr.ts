// The QR's text: EMV objects without most of EMV. Tag 00, then account templates 26 to 51, in each of them 00 naming the
// provider and 01 the tranId (interface guide, advanced topics). Other tags and a CRC are let through.
import { parseAmount } from '../../payments/amount';
import { CURRENCY } from './model';

export interface QrFacts {
  /** Provider and tranId of each template that has both, in order. */
  templates: { provider: string; tranId: string }[];
  /** Digits of tag 53 and text of tag 54, where they stand. */
  currency: string | undefined;
  amount: string | undefined;
}

const LONGEST = 512;
const TEMPLATES = { first: 26, last: 51 };
export const PROVIDER_LONGEST = 32;

/** Undefined when the text is not a row of whole objects, begins with another version, or names no template. */
export function readQr(text: string): QrFacts | undefined {
  const objects = objectsOf(text);
  if (objects === undefined || objects[0]?.tag !== '00' || objects[0].value !== '01') return undefined;
  const templates: QrFacts['templates'] = [];
  for (const { tag, value } of objects) {
    if (Number(tag) < TEMPLATES.first || Number(tag) > TEMPLATES.last) continue;
    const inner = objectsOf(value);
    const provider = inner?.find((one) => one.tag === '00')?.value;
    const tranId = inner?.find((one) => one.tag === '01')?.value;
    if (provider !== undefined && tranId !== undefined) templates.push({ provider, tranId });
  }
  const only = (tag: string): string | undefined => objects.find((one) => one.tag === tag)?.value;
  return templates.length === 0 ? undefined : { templates, currency: only('53'), amount: only('54') };
}

/**
 * The text for one provider, as the guide's sample.
 * @param provider at most 32 characters @param tranId at most 51 with the longest provider; both ASCII
 */
export function writeQr(provider: string, tranId: string): string {
  return object('00', '01') + object('26', object('00', provider) + object('01', tranId));
}

/** Why this text must not be shown for the payment; undefined when it may. */
export function qrFault(
  text: string,
  asked: { tranId: string; provider: string | undefined; amountMinor: number },
): string | undefined {
  const facts = readQr(text);
  if (facts === undefined) return 'the QR cannot be read';
  const ours = facts.templates.some(
    ({ provider, tranId }) => tranId === asked.tranId && (asked.provider ?? provider) === provider,
  );
  if (!ours) return 'the QR does not hold its tranId';
  if (facts.currency !== undefined && facts.currency !== CURRENCY.numeric) return 'the QR asks for another currency';
  if (facts.amount === undefined) return undefined;
  try {
    if (parseAmount(facts.amount, CURRENCY.code) === asked.amountMinor) return undefined;
  } catch {
    // An amount that cannot be read is another amount.
  }
  return 'the QR asks for another amount';
}

function objectsOf(text: string): { tag: string; value: string }[] | undefined {
  if (text.length > LONGEST) return undefined;
  const objects = [];
  for (let at = 0; at < text.length;) {
    const header = text.slice(at, at + 4);
    if (!/^\d{4}$/.test(header)) return undefined;
    const length = Number(header.slice(2));
    const value = text.slice(at + 4, at + 4 + length);
    if (length === 0 || value.length < length) return undefined;
    objects.push({ tag: header.slice(0, 2), value });
    at += 4 + length;
  }
  return objects;
}

function object(tag: string, value: string): string {
  if (value.length < 1 || value.length > 99) throw new RangeError(`tag ${tag}: ${value.length} characters`);
  return tag + String(value.length).padStart(2, '0') + value;
}
