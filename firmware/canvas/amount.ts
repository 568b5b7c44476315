import { currencyOf } from '../wire/currencies';
import { idiv } from '../wire/idiv';

/** Digits of a whole number; the portable way without relying on an engine's number format. */
export function digits(value: number): string {
  if (value === 0) return '0';
  let text = '';
  for (let rest = value; rest > 0; rest = idiv(rest, 10)) {
    text = String.fromCharCode(48 + (rest % 10)) + text;
  }
  return text;
}

/** Grouped as the currency's country writes it: 1,25,050 in Nepal and India (lakh, crore), 125,050 elsewhere. */
function group(text: string, lakh: boolean): string {
  let out = '';
  for (let i = 0; i < text.length; i++) {
    const left = text.length - i;
    const comma = lakh ? left === 3 || (left > 3 && (left - 3) % 2 === 0) : left % 3 === 0;
    if (i > 0 && comma) out += ',';
    out += text.substring(i, i + 1);
  }
  return out;
}

/** The whole part of an amount, grouped. Unknown currencies show minor units, so that no wrong point is ever drawn. */
export function majorText(amountMinor: number, currency: number): string {
  const known = currencyOf(currency);
  const lakh = currency === 524 || currency === 356;
  if (known === undefined || known.decimals === 0) return group(digits(amountMinor), lakh);
  return group(digits(idiv(amountMinor, 100)), lakh);
}

/** '.50', or '' for a currency without decimals. */
export function minorText(amountMinor: number, currency: number): string {
  const known = currencyOf(currency);
  if (known === undefined || known.decimals === 0) return '';
  const minor = amountMinor % 100;
  return '.' + (minor < 10 ? '0' : '') + digits(minor);
}

/** '1,250.50' for 125,050 paisa. */
export function amountText(amountMinor: number, currency: number): string {
  return majorText(amountMinor, currency) + minorText(amountMinor, currency);
}

/** 'NPR', or the number when boxes do not know the currency. */
export function currencyText(currency: number): string {
  const known = currencyOf(currency);
  return known === undefined ? digits(currency) : known.code;
}
