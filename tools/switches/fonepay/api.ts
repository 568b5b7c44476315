// The two calls, as strict as the device document reads.
import { createHmac } from 'node:crypto';
import type { Faults } from './faults';
import { paisa, rupees, SHOP, type Ledger, type Qr } from './ledger';

export interface Answer {
  status: number;
  body: object;
}
export type Body = Record<string, unknown>;

export class Api {
  constructor(
    readonly ledger: Ledger,
    readonly faults: Faults,
    readonly socketBase: () => string,
  ) {}

  makeQr(body: Body): Answer {
    const amountMinor = paisa(body.amount);
    const short = (name: string, longest: number): boolean =>
      typeof body[name] === 'string' && body[name] !== '' && body[name].length <= longest;
    if (amountMinor === undefined) return refused('Invalid amount');
    if (!short('prn', 25) || !short('remarks1', 25) || !short('remarks2', 25)) return refused('Invalid field');
    const wrong = stranger(body, ['amount', 'prn', 'merchantCode', 'remarks1', 'remarks2']);
    if (wrong !== undefined) return refused(wrong);
    const prn = String(body.prn);
    this.ledger.seen.asked.push(prn);
    if (this.ledger.qrs.has(prn)) return refused('Duplicate prn');
    const deviceId = `T${this.ledger.newNumber()}`;
    const qr: Qr = { prn, amountMinor, deviceId, status: 'pending', traceId: undefined };
    this.ledger.qrs.set(prn, qr);
    this.ledger.changed();
    return { status: 201, body: this.#made(qr) };
  }

  #made({ amountMinor, deviceId, prn }: Qr): object {
    const { faults } = this;
    const shown = faults.use('qr-amount') ?? amountMinor;
    const amount = faults.use('qr-no-amount') === undefined ? rupees(shown) : undefined;
    const currency = faults.use('qr-currency') === undefined ? '524' : '356';
    const foreign = faults.use('qr-foreign-socket') !== undefined;
    const base = foreign ? 'wss://fonepay.com.example' : this.socketBase();
    const url = `${base}/convergent-webSocket-web/merchantEndPoint/${deviceId}/${SHOP.merchantCode}/Y`;
    const where = faults.use('qr-socketless') === undefined ? { thirdpartyQrWebSocketUrl: url } : {};
    return {
      message: 'successful',
      success: true,
      statusCode: 201,
      qrMessage: qrText(amount, currency, prn),
      ...where,
    };
  }

  status(body: Body): Answer {
    const wrong = stranger(body, ['prn', 'merchantCode']);
    if (wrong !== undefined) return refused(wrong);
    const prn = String(body.prn);
    const { statuses } = this.ledger.seen;
    statuses.set(prn, (statuses.get(prn) ?? 0) + 1);
    this.ledger.changed();
    const qr = this.ledger.qrs.get(prn);
    if (qr === undefined) return refused('No such prn');
    const lags = this.faults.use('status-lag') !== undefined;
    const said = lags && qr.status === 'success' ? 'pending' : qr.status;
    const asPrinted = said === 'pending' && this.faults.use('status-pending-is-failed') !== undefined;
    const row = { fonepayTraceId: lags ? null : (qr.traceId ?? null), merchantCode: SHOP.merchantCode };
    if (this.faults.use('status-foreign') !== undefined)
      return { status: 200, body: { ...row, fonepayTraceId: 1, paymentStatus: 'success', prn: 'STRANGER0001' } };
    return { status: 200, body: { ...row, paymentStatus: asPrinted ? 'failed' : said, prn } };
  }
}

export function refused(message: string): Answer {
  return { status: 406, body: { errorCode: 406, message, documentation: 'demo' } };
}

/** What is wrong with who asks: merchant, user, password or the signature over these fields in this order. */
function stranger(body: Body, signed: string[]): string | undefined {
  const { merchantCode, username, password, secretKey } = SHOP;
  if (body.merchantCode !== merchantCode) return 'Invalid merchant';
  if (body.username !== username || body.password !== password) return 'Invalid credentials';
  const message = signed.map((name) => String(body[name])).join(',');
  const wanted = createHmac('sha512', secretKey).update(message).digest('hex');
  return body.dataValidation === wanted ? undefined : 'Data validation failed';
}

function qrText(amount: string | undefined, currency: string, prn: string): string {
  const tag = (id: string, value: string): string => `${id}${String(value.length).padStart(2, '0')}${value}`;
  const open = [
    tag('00', '01'),
    tag('01', '12'),
    tag('26', tag('00', 'fonepay.com') + tag('01', SHOP.merchantCode)),
    tag('52', '5411'),
    tag('53', currency),
    amount === undefined ? '' : tag('54', amount),
    tag('58', 'NP'),
    tag('59', 'Demo Kirana Pasal'),
    tag('60', 'Kathmandu'),
    tag('62', tag('01', prn)),
    '6304',
  ].join('');
  let crc = 0xffff;
  for (const byte of Buffer.from(open)) {
    crc ^= byte << 8;
    for (let bit = 0; bit < 8; bit++) crc = (crc << 1) ^ (crc & 0x8000 ? 0x11021 : 0);
  }
  return open + crc.toString(16).toUpperCase().padStart(4, '0');
}
