import { seeded } from '../../tools/seeded';

// Seeded payment strings of every kind that a box may have to show.
const WORDS = ['Demo', 'Kirana', 'Pasal', 'Himal', 'Store', 'Tea', 'Momo', 'Everest', 'Mart', 'Angkor'];
const UTF8 = ['नेपाली पसल', 'ហាងកាហ្វេ', 'काठमाडौँ', 'café'];

/** `count` payloads: EMV strings of several schemes, links, digits, UTF-8. */
export function payloads(seed: number, count: number): string[] {
  const next = seeded(seed);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(next() * list.length)]!;
  const digits = (n: number): string => Array.from({ length: n }, () => Math.floor(next() * 10)).join('');
  const tag = (id: string, value: string): string => `${id}${String(value.length).padStart(2, '0')}${value}`;
  const name = (): string => `${pick(WORDS)} ${pick(WORDS)}`;
  const emv = (template: string, currency: string, country: string): string =>
    `000201010212${template}${tag('52', digits(4))}${tag('53', currency)}${tag('54', `${digits(3)}.${digits(2)}`)}${tag('58', country)}` +
    `${tag('59', name())}${tag('60', 'Kathmandu')}${tag('62', tag('01', digits(6)) + tag('07', 'Terminal1') + tag('51', tag('00', `${digits(16)}TST`)))}6304${digits(4)}`;
  const kinds = [
    () => emv(tag('29', tag('00', `NCHL${digits(8)}${digits(4)}TESTSHP`)), '524', 'NP'),
    () => emv(tag('26', tag('00', 'fonepay.com') + tag('01', digits(15)) + tag('02', digits(6))), '524', 'NP'),
    () =>
      emv(tag('29', tag('00', 'shop@demo')), '116', 'KH') + tag('99', tag('00', digits(13)) + tag('01', digits(13))),
    () => `upi://pay?pa=shop${digits(4)}@demo&pn=${encodeURIComponent(name())}&am=${digits(3)}.${digits(2)}&cu=INR`,
    () => `https://pay.example/p/${digits(8)}?a=${digits(5)}`,
    () => digits(20 + Math.floor(next() * 60)),
    () => `${pick(UTF8)} ${digits(8)} ${pick(UTF8)}`,
    () => name().toUpperCase() + ' ' + digits(9),
  ];
  return Array.from({ length: count }, () => pick(kinds)());
}
