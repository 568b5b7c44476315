// The code that the customer's wallet shows. It is passed through: what is in it is the wallet's business, and in an EMV
// payload it is card data. Nothing here looks further than the beginning.

const READABLE = /^[\x20-\x7e]{6,512}$/;
/**
 * EMVCo QR Code Specification, consumer-presented mode 1.1: base64 of BER-TLV that begins with tag 85, five bytes,
 * "CPV01". The tenth letter has two bits of the last '1' and four of what follows.
 */
const EMV_CPV01 = /^hQVDUFYwM[Q-Za-f]/;

/** @returns what is wrong with the code, undefined when it can be handed on */
export function codeProblem(code: string): string | undefined {
  return READABLE.test(code) ? undefined : 'the code must be 6 to 512 printable ASCII characters';
}

/** Does the code say that it is an EMV payload of the version that we know of? */
export function isEmvCpm(code: string): boolean {
  return EMV_CPV01.test(code);
}

/** All that may be written down of a code. */
export function endOf(code: string): string {
  return code.slice(-4);
}

/** Number ranges that the wallets publish for codes that merchants scan; guesses as far as Pockyt is concerned. */
const RANGES: readonly [vendor: string, range: RegExp][] = [
  ['alipay', /^(?:2[5-9]|30)\d{14,22}$/],
  ['wechat', /^1[0-5]\d{16}$/],
  ['unionpay', /^62\d{17}$/],
];

/** Whose wallet a code of digits seems to be; undefined for every other code. */
export function vendorHint(code: string): string | undefined {
  return RANGES.find(([, range]) => range.test(code))?.[0];
}

/** What operators write for a vendor -> what the pay call takes. Others are passed on as they are: contracts add more. */
const ALIASES: Readonly<Record<string, string>> = {
  wechatpay: 'wechat',
  'wechat-pay': 'wechat',
  'union-pay': 'unionpay',
  cashapp: 'cash-app',
  alipayhk: 'alipay_hk',
  'alipay-hk': 'alipay_hk',
};

/** The vendor as Pockyt writes it. */
export function vendorName(written: string): string {
  const name = written.trim().toLowerCase();
  return Object.hasOwn(ALIASES, name) ? ALIASES[name]! : name;
}
