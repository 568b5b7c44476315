// A QR as NCHL makes it: npidocs "QR Code Specification.md"; tag 29 holds NCHL + acquirer + merchant, 62-51-00 the trace id.

export interface QrFields {
  dynamic: boolean;
  acquirerId: string;
  merchantId: string;
  categoryCode: string;
  currency: string;
  /** With two decimals; undefined leaves tag 54 out. */
  amount: string | undefined;
  name: string;
  city: string;
  billNumber: string;
  storeLabel: string;
  terminalLabel: string;
  purpose: string;
  validationTraceId: string;
}

export function qrText(fields: QrFields): string {
  const merchant = tag('00', `NCHL${fields.acquirerId}${fields.merchantId}`);
  const more = [
    tag('01', fields.billNumber),
    tag('03', fields.storeLabel),
    tag('07', fields.terminalLabel),
    tag('08', fields.purpose),
    tag('51', tag('00', fields.validationTraceId)),
  ].join('');
  const open = [
    tag('00', '01'),
    tag('01', fields.dynamic ? '12' : '11'),
    tag('29', merchant),
    tag('52', fields.categoryCode),
    tag('53', fields.currency),
    fields.amount === undefined ? '' : tag('54', fields.amount),
    tag('58', 'NP'),
    tag('59', fields.name),
    tag('60', fields.city),
    tag('62', more),
    '6304',
  ].join('');
  return open + checksum(Buffer.from(open, 'utf8'));
}

function tag(id: string, value: string): string {
  if (value.length === 0 || value.length > 99) throw new RangeError(`tag ${id} cannot hold ${value.length} characters`);
  return `${id}${String(value.length).padStart(2, '0')}${value}`;
}

/** CRC-16/CCITT-FALSE by nibbles. */
function checksum(bytes: Buffer): string {
  let crc = 0xffff;
  for (const byte of bytes) {
    let mixed = ((crc >> 8) ^ byte) & 0xff;
    mixed ^= mixed >> 4;
    crc = ((crc << 8) ^ (mixed << 12) ^ (mixed << 5) ^ mixed) & 0xffff;
  }
  return crc.toString(16).toUpperCase().padStart(4, '0');
}
