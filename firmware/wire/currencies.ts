/** An ISO 4217 currency: numeric code, letters, and how many decimals its minor unit has in payments. */
export interface Currency {
  numeric: number;
  code: string;
  /** KHR is 0: riel are paid without decimals in KHQR, whatever ISO 4217's list says. */
  decimals: number;
}

/** The currencies that a box can show and speak. */
export const currencies: Currency[] = [
  { numeric: 524, code: 'NPR', decimals: 2 },
  { numeric: 356, code: 'INR', decimals: 2 },
  { numeric: 116, code: 'KHR', decimals: 0 },
  { numeric: 840, code: 'USD', decimals: 2 },
  { numeric: 710, code: 'ZAR', decimals: 2 },
];

/** The currency with this ISO 4217 numeric code; undefined when boxes do not know it. */
export function currencyOf(numeric: number): Currency | undefined {
  for (const currency of currencies) {
    if (currency.numeric === numeric) return currency;
  }
  return undefined;
}
