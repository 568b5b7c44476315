// What a banking app reads from a payment QR (EMV Merchant-Presented QR, v1.1: tag, two digits of length, value).

export interface QrField {
  name: string;
  value: string;
}

const NAMES: Record<string, string> = {
  '59': 'Pay to',
  '60': 'City',
  '54': 'Amount',
  '53': 'Currency',
  '58': 'Country',
};
const ORDER = ['59', '60', '54', '53', '58'];
const CURRENCIES: Record<string, string> = {
  '116': 'KHR (116)',
  '524': 'NPR (524)',
  '710': 'ZAR (710)',
  '840': 'USD (840)',
};

/** The fields that a customer is shown; empty when the text is no EMV QR. */
export function fieldsOf(text: string): QrField[] {
  const values = new Map<string, string>();
  for (let at = 0; at + 4 <= text.length;) {
    const length = Number(text.slice(at + 2, at + 4));
    if (!Number.isInteger(length) || at + 4 + length > text.length) return [];
    values.set(text.slice(at, at + 2), text.slice(at + 4, at + 4 + length));
    at += 4 + length;
  }
  return ORDER.flatMap((tag) => {
    const value = values.get(tag);
    return value === undefined
      ? []
      : [{ name: NAMES[tag]!, value: tag === '53' ? (CURRENCIES[value] ?? value) : value }];
  });
}
