// The five calls of the API, as strict as they are known.
import type { Faults, Place } from './faults';
import { nepalTime, paisa, rupees, SHOP, type Ledger, type Txn } from './ledger';
import { isSigned } from './signature';

export interface ApiOptions {
  dialect: 'letters' | 'words';
  zone: 'utc' | 'npt';
  /** Take signatures in upper case too. */
  upperCase: boolean;
}
export type Body = Record<string, unknown>;
export interface Envelope {
  code: string;
  message: string;
  errors: { error_code: string; error_message: string }[];
  data: unknown;
}

const OURS = ['MerchantId', 'MerchantName', 'Signature'];
const LINK = [
  'MerchantTxnId',
  'CustomerName',
  'CustomerEmail',
  'CustomerMobile',
  'TransactionAmount',
  'ValidityTime',
  'PaymentType',
  'ChargeCategory',
  'TransactionRemarks',
  'FurtherCreditEnabled',
  'FurtherCreditBank',
  'FurtherCreditAccName',
  'FurtherCreditAccNumber',
];
const FIELDS: Record<Place, string[]> = {
  instruments: [],
  charge: ['Amount', 'InstrumentCode'],
  process: ['Amount', 'MerchantTxnId'],
  status: ['MerchantTxnId'],
  link: LINK,
};
/** An ISO time more than a day ahead is a zone that was misunderstood. */
const LONGEST_LIFE_MS = 86_400_000;

export class Api {
  constructor(
    readonly ledger: Ledger,
    readonly faults: Faults,
    readonly options: ApiOptions,
    readonly baseUrl: () => string,
  ) {}

  answer(place: Place, path: string, body: Body): Envelope {
    const envelope = this.#refusal(body, FIELDS[place]) ?? this.#trouble(place) ?? this.#do(place, body);
    if (place === 'status') this.#countLook(String(body.MerchantTxnId));
    this.ledger.seen.calls.push({ path, txnId: String(body.MerchantTxnId ?? ''), code: envelope.code });
    this.ledger.changed();
    return envelope;
  }

  #refusal(body: Body, wanted: string[]): Envelope | undefined {
    const all = [...OURS, ...wanted];
    const wrong = all.filter((name) => typeof body[name] !== 'string').concat(strangers(body, all));
    if (wrong.length > 0) return error('E001', `Invalid field: ${wrong.join(', ')}`);
    if (body.MerchantId !== SHOP.merchantId || body.MerchantName !== SHOP.merchantName)
      return error('E002', 'Invalid merchant');
    return isSigned(body, this.options.upperCase) ? undefined : error('E003', 'Invalid signature');
  }

  #trouble(place: Place): Envelope | undefined {
    if (this.faults.use(`${place}-refused`) !== undefined) return error('E100', 'Not allowed');
    return this.faults.use(`${place}-busy`) === undefined ? undefined : { ...error('E101', 'In process'), code: '2' };
  }

  #countLook(id: string): void {
    const { statuses } = this.ledger.seen;
    statuses.set(id, (statuses.get(id) ?? 0) + 1);
  }

  #do(place: Place, body: Body): Envelope {
    switch (place) {
      case 'instruments':
        return ok(INSTRUMENTS);
      case 'charge':
        return this.#charge(body);
      case 'process':
        return this.#processId(body);
      case 'status':
        return this.#status(String(body.MerchantTxnId));
      case 'link':
        return this.#link(body);
    }
  }

  #charge(body: Body): Envelope {
    const amountMinor = paisa(body.Amount);
    if (amountMinor === undefined) return error('E004', 'Invalid amount');
    if (!INSTRUMENTS.some(({ InstrumentCode }) => InstrumentCode === body.InstrumentCode))
      return error('E005', 'Invalid instrument');
    return ok({ Amount: rupees(amountMinor), CommissionType: 'P', ServiceCharge: '5.00' });
  }

  #processId(body: Body): Envelope {
    const amountMinor = paisa(body.Amount);
    if (amountMinor === undefined) return error('E004', 'Invalid amount');
    const id = String(body.MerchantTxnId);
    const known = this.ledger.txns.get(id);
    // The page may be opened again before anybody paid; another amount under the same id is a mistake.
    const isOther = known !== undefined && (known.amountMinor !== amountMinor || known.tries.length > 0);
    if (isOther) return error('E006', 'Duplicate MerchantTxnId');
    const txn = known ?? this.#newTxn(id, amountMinor, this.ledger.now().getTime() + LONGEST_LIFE_MS);
    const processId = this.ledger.newId('PROC');
    txn.processIds.add(processId);
    return ok({ ProcessId: processId });
  }

  #link(body: Body): Envelope {
    const amountMinor = paisa(body.TransactionAmount);
    if (amountMinor === undefined || !String(body.TransactionAmount).includes('.'))
      return error('E004', 'Invalid amount');
    const endMs = this.#endOf(String(body.ValidityTime));
    const wrong = this.#wrongWords(body);
    if (endMs === undefined) wrong.push('ValidityTime');
    if (wrong.length > 0) return error('E001', `Invalid field: ${wrong.join(', ')}`);
    const id = String(body.MerchantTxnId);
    if (this.ledger.txns.has(id)) return error('E006', 'Duplicate MerchantTxnId');
    const txn = this.#newTxn(id, amountMinor, endMs!);
    const origin = this.faults.use('link-domain') === undefined ? this.baseUrl() : 'https://nepalpayment.com.example';
    const link = `${origin}/pay/${txn.token}`;
    if (this.faults.use('link-missing') !== undefined) return ok({});
    if (this.faults.use('link-plain') === undefined) return ok({ PaymentLink: link });
    return { ...ok({ payment_url: link, transaction_id: txn.token, reference_id: txn.token }), code: '200' };
  }

  #wrongWords(body: Body): string[] {
    const isLetters = this.options.dialect === 'letters';
    const good: Record<string, string[]> = isLetters
      ? { PaymentType: ['f'], ChargeCategory: ['c', 'm'], FurtherCreditEnabled: ['y', 'n'] }
      : { PaymentType: ['ALL'], ChargeCategory: ['MERCHANT', 'CUSTOMER'], FurtherCreditEnabled: ['true', 'false'] };
    const wrong = Object.entries(good).filter(([name, words]) => !words.includes(String(body[name])));
    const empty = ['MerchantTxnId', 'CustomerName', 'CustomerEmail', 'CustomerMobile'].filter(
      (name) => body[name] === '',
    );
    return [...wrong.map(([name]) => name), ...empty];
  }

  /** ISO without an offset, in the gateway's zone; whole minutes in the other dialect. Not in the past, not far away. */
  #endOf(text: string): number | undefined {
    const nowMs = this.ledger.now().getTime();
    if (this.options.dialect === 'words')
      return /^[1-9]\d{0,3}$/.test(text) ? nowMs + Number(text) * 60_000 : undefined;
    if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/.test(text)) return undefined;
    const endMs = Date.parse(`${text}${this.options.zone === 'npt' ? '+05:45' : 'Z'}`);
    return endMs > nowMs && endMs < nowMs + LONGEST_LIFE_MS ? endMs : undefined;
  }

  #newTxn(id: string, amountMinor: number, endMs: number): Txn {
    const token = this.ledger.newId('L');
    const txn: Txn = { id, amountMinor, token, endMs, processIds: new Set(), responseUrl: undefined, tries: [] };
    this.ledger.txns.set(id, txn);
    return txn;
  }

  #status(id: string): Envelope {
    const txn = this.ledger.txns.get(id);
    const last = txn?.tries.at(-1);
    if (this.faults.use('foreign-status') !== undefined) return ok(this.#row(STRANGER, STRANGER.tries[0]!));
    if (txn !== undefined && last === undefined && this.faults.use('made-is-pending') !== undefined)
      return ok({
        ...this.#row(txn, { gatewayId: '', status: 'Pending', at: this.ledger.now() }),
        GatewayReferenceNo: '',
      });
    if (txn === undefined || last === undefined) return error('E010', 'Transaction not found');
    return ok(this.#row(txn, last));
  }

  #row(txn: Txn, last: Txn['tries'][number]): Body {
    const { faults } = this;
    const hides =
      last.status === 'Success' &&
      ['status-lag', 'pending-looks'].some((one) => faults.use(one as 'status-lag') !== undefined);
    const shown = rupees(faults.use('other-amount') ?? txn.amountMinor);
    const card = faults.use('foreign-card') !== undefined;
    const otherMoney = card || faults.use('other-currency') !== undefined;
    const status = faults.use('unknown-status') === undefined ? (hides ? 'Pending' : last.status) : 'Settling';
    return {
      GatewayReferenceNo: faults.use('nameless-success') === undefined ? last.gatewayId : '',
      Amount: this.#written(shown),
      ServiceCharge: this.#written('5.00'),
      ProcessId: '',
      TransactionDate: nepalTime(last.at),
      MerchantTxnId: txn.id,
      CbsMessage: 'demo',
      Status: status,
      Institution: 'Demo Bank',
      Instrument: 'DEMO',
      ...(otherMoney ? { PaymentCurrency: 'USD' } : {}),
      ...(card ? { ExchangeRate: '133.50' } : {}),
    };
  }

  #written(amount: string): string | number {
    if (this.faults.use('numeric-amounts') !== undefined) return Number(amount);
    return this.faults.use('short-amounts') === undefined ? amount : amount.replace(/0$/, '');
  }
}

const INSTRUMENTS = [
  {
    InstitutionName: 'Demo Bank',
    InstrumentName: 'Mobile Banking',
    InstrumentCode: 'DEMOBANK',
    LogoUrl: '',
    BankType: 'MBanking',
  },
  {
    InstitutionName: 'Demo Wallet',
    InstrumentName: 'Wallet',
    InstrumentCode: 'DEMOWALLET',
    LogoUrl: '',
    BankType: 'CheckoutGateway',
  },
];

const STRANGER: Txn = {
  ...{ id: 'STRANGER0001', amountMinor: 125_050, token: '', endMs: 0, processIds: new Set(), responseUrl: undefined },
  tries: [{ gatewayId: 'GW99999999', status: 'Success', at: new Date(0) }],
};

function strangers(body: Body, known: string[]): string[] {
  return Object.keys(body).filter((name) => !known.includes(name));
}
function ok(data: unknown): Envelope {
  return { code: '0', message: 'Success', errors: [], data };
}
export function error(error_code: string, error_message: string): Envelope {
  return { code: '1', message: 'Error', errors: [{ error_code, error_message }], data: null };
}
