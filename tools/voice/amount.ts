import { currencies } from '../../firmware/wire/currencies';
import type { Currency } from '../../firmware/wire/currencies';

const MOST_MINOR = 2 ** 31 - 1;

/** The currency of these three letters; throws for one that boxes do not know. */
export function currencyOfCode(code: string): Currency {
  const currency = currencies.find((one) => one.code === code.toUpperCase());
  if (currency !== undefined) return currency;
  throw new Error(`say: no currency "${code}". There are: ${currencies.map((one) => one.code).join(', ')}.`);
}

/** Minor units of a decimal string such as "1250.50"; throws when it is no amount or more than the wire carries. */
export function minorUnits(amount: string, currency: Currency): number {
  const parts = /^(\d{1,10})(?:\.(\d+))?$/.exec(amount);
  const fraction = parts?.[2] ?? '';
  if (parts === null || fraction.length > currency.decimals)
    throw new Error(`say: "${amount}" is no amount in ${currency.code}, which has ${currency.decimals} decimals.`);
  const minor = Number(`${parts[1]}${fraction.padEnd(currency.decimals, '0')}`);
  if (minor < 1 || minor > MOST_MINOR)
    throw new Error(`say: ${amount} ${currency.code} is outside 1 to ${MOST_MINOR} minor units.`);
  return minor;
}
