// Payment strings to measure QRs with: made up, in the structure of the schemes' own samples.

const field = (id: string, value: string): string => `${id}${String(value.length).padStart(2, '0')}${value}`;
const shop = field('59', 'DEMO KIRANA PASAL') + field('60', 'KATHMANDU');
const nepal = (template: string, amount: string, more: string): string =>
  `0002010102${amount === '' ? '11' : '12'}${template}${field('52', '5411')}${field('53', '524')}${amount}${field('58', 'NP')}${shop}${more}6304A13A`;
const cambodia = (template: string, more: string): string =>
  `000201010212${template}${field('52', '5999')}${field('53', '116')}${field('54', '50000')}${field('58', 'KH')}${shop}${more}6304A13A`;
const fonepay = field('26', field('00', 'fonepay.com') + field('01', '2222070012345678') + field('02', '123456'));
const nepalpay = field(
  '29',
  field('00', 'NCHL') + field('01', '00009901') + field('02', 'TESTSHP00000001') + field('03', '1234567890123456'),
);
const till = field('62', field('01', '20261121000001') + field('03', 'STORE 000001') + field('07', 'TERMINAL 0001'));
const expiry = field('99', field('00', '1763712000000') + field('01', '1763712300000'));

/** Seven kinds of payment QR, static and dynamic, by a name for tables. */
export const payloadKinds: Readonly<Record<string, string>> = {
  'Fonepay, static': nepal(fonepay, '', ''),
  'Fonepay, dynamic': nepal(fonepay, field('54', '1250.50'), till),
  'NEPALPAY, static': nepal(nepalpay, '', field('62', field('07', 'TERMINAL 0001'))),
  'NEPALPAY, dynamic': nepal(nepalpay, field('54', '1250.50'), till),
  'KHQR, person': cambodia(
    field('29', field('00', 'demo_shop@devb')),
    field('62', field('01', 'INV-2026112100')) + expiry,
  ),
  'KHQR, merchant': cambodia(
    field('30', field('00', 'demo_shop@devb') + field('01', '123456789') + field('02', 'Dev Bank')),
    till + expiry,
  ),
  'a reference of digits': nepal(fonepay, field('54', '100.00'), field('62', field('05', '1'.repeat(60)))),
};
