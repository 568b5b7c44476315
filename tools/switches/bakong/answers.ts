// The answers of the Open API (Bakong QR Pay Integration 1.0.3; error codes as public clients have them).
import type { Faults } from './faults';
import { SHOP, type Code, type Ledger, type Transaction } from './ledger';

export interface Answer {
  status: number;
  body: unknown;
}
type Body = Record<string, unknown>;

export const UNAUTHORIZED: Answer = refusal(6, 'Unauthorized, not yet requested for token or code invalid', 401);
const NOT_FOUND = 'Transaction could not be found. Please check and try again.';

export function good(data: unknown, message = 'Getting transaction successfully.'): Answer {
  return { status: 200, body: { responseCode: 0, responseMessage: message, errorCode: null, data } };
}
export function refusal(errorCode: number | null, responseMessage: string, status = 200): Answer {
  return { status, body: { data: null, errorCode, responseCode: 1, responseMessage } };
}

export class Desk {
  constructor(
    readonly ledger: Ledger,
    readonly faults: Faults,
  ) {}

  byMd5({ md5, ...rest }: Body): Answer {
    if (!isText(md5) || Object.keys(rest).length > 0) return fieldsMissing();
    this.#count(md5);
    return this.#tell(this.ledger.codes.get(md5));
  }

  byHash({ hash, ...rest }: Body): Answer {
    if (!isText(hash) || Object.keys(rest).length > 0) return fieldsMissing();
    return this.#tell(this.#find((one) => one.hash === hash));
  }

  byShortHash({ hash, amount, currency, ...rest }: Body): Answer {
    if (!isText(hash) || hash.length !== 8 || typeof amount !== 'number' || Object.keys(rest).length > 0)
      return fieldsMissing();
    return this.#tell(
      this.#find((one) => one.hash.startsWith(hash) && one.amount === amount && one.currency === currency),
    );
  }

  list(body: unknown): Answer {
    const object = this.faults.use('list-object') !== undefined;
    const md5s = object ? (body as Body | null)?.md5List : body;
    if (!Array.isArray(md5s) || md5s.length === 0 || md5s.length > 50 || !md5s.every(isText)) return fieldsMissing();
    this.ledger.seen.lists++;
    const rows = (md5s as string[]).map((md5) => this.#row(md5));
    if (this.faults.use('list-reversed') !== undefined) rows.reverse();
    if (this.faults.use('list-short') !== undefined) rows.pop();
    if (this.faults.use('list-foreign') !== undefined) {
      const data = { ...wire(OTHERS_PAYMENT), toAccountId: SHOP.account };
      rows.unshift({ md5: OTHERS_MD5, status: 'SUCCESS', data });
    }
    return good(rows);
  }

  account({ accountId }: Body): Answer {
    if (!isText(accountId)) return fieldsMissing();
    if (accountId === SHOP.account) return good(null, 'Account ID exists');
    return accountId.includes('@') ? refusal(11, 'Account ID not found') : refusal(12, 'Account ID is invalid');
  }

  deeplink({ qr, sourceInfo }: Body): Answer {
    const source = sourceInfo as Body | undefined;
    const named = ['appIconUrl', 'appName', 'appDeepLinkCallback'].every((name) => isText(source?.[name]));
    if (!isText(qr) || !named) return fieldsMissing();
    return good({ shortLink: `https://bakongsit.page.link/${qr.slice(-4)}` }, 'Getting deep link successfully.');
  }

  renew({ email }: Body): Answer {
    if (!isText(email)) return fieldsMissing();
    if (email !== SHOP.email || this.faults.use('renew-unregistered') !== undefined)
      return refusal(10, 'Not registered yet');
    this.ledger.seen.renewals++;
    const token = this.ledger.issue(90);
    if (this.faults.use('renew-same') !== undefined) this.ledger.revoke();
    return good({ token }, 'Token has been issued');
  }

  #row(md5: string): Body {
    this.#count(md5);
    const code = this.ledger.codes.get(md5);
    const { body } = this.#tell(code);
    const { responseCode, data } = body as { responseCode: number; data: Body | null };
    if (responseCode === 0)
      return this.faults.use('list-inline') === undefined
        ? { md5, status: 'SUCCESS', data }
        : { md5, status: 'SUCCESS', ...data };
    const failed = code?.failed !== undefined || this.faults.use('list-failed') !== undefined;
    return { md5, status: failed ? 'FAILED' : 'NOT_FOUND' };
  }

  #tell(code: Code | undefined): Answer {
    const { faults } = this;
    if (faults.use('unknown-text') !== undefined) return refusal(99, 'Transaction is being looked at.');
    if (faults.use('static-code') !== undefined) return refusal(2, 'Static QR is not supported.');
    const paid = faults.use('status-lag') === undefined ? code?.transactions.at(-1) : undefined;
    if (paid !== undefined) return good(this.#spoil(wire(paid), paid));
    return code?.failed === undefined ? refusal(1, NOT_FOUND) : refusal(code.failed, 'Transaction failed.');
  }

  #spoil(data: Body, paid: Transaction): Body {
    const { faults } = this;
    const amount = faults.use('other-amount');
    if (amount !== undefined) data.amount = paid.currency === 'USD' ? amount / 100 : amount;
    if (faults.use('other-account') !== undefined) data.toAccountId = 'somebody_else@devbank';
    if (faults.use('other-currency') !== undefined) data.currency = paid.currency === 'USD' ? 'KHR' : 'USD';
    if (faults.use('float-noise') !== undefined) data.amount = paid.amount * (1 + 2 * Number.EPSILON);
    if (faults.use('missing-fields') !== undefined) delete data.amount;
    const skewMs = faults.use('clock-skew') ?? 0;
    data.createdDateMs = paid.createdDateMs + skewMs;
    data.acknowledgedDateMs = paid.createdDateMs + skewMs;
    if (faults.use('null-fields') === undefined) return data;
    return { ...data, description: null, createdDateMs: null, acknowledgedDateMs: null, trackingStatus: null };
  }

  #find(wanted: (one: Transaction) => boolean): Code | undefined {
    return [...this.ledger.codes.values()].find(({ transactions }) => transactions.some(wanted));
  }

  #count(md5: string): void {
    const { checks } = this.ledger.seen;
    checks.set(md5, (checks.get(md5) ?? 0) + 1);
  }
}

const OTHERS_MD5 = '0123456789abcdef0123456789abcdef';
const OTHERS_PAYMENT: Transaction = {
  hash: 'f'.repeat(64),
  amount: 1,
  currency: 'USD',
  toAccountId: SHOP.account,
  createdDateMs: 1_700_000_000_000,
};

function wire({ hash, amount, currency, toAccountId, createdDateMs }: Transaction): Body {
  return {
    hash,
    fromAccountId: 'sample_payer@devbank',
    toAccountId,
    currency,
    amount,
    description: 'sample',
    createdDateMs,
    acknowledgedDateMs: createdDateMs,
    externalRef: null,
    instructionRef: null,
    trackingStatus: null,
    receiverBank: null,
    receiverBankAccount: null,
  };
}

function fieldsMissing(): Answer {
  return refusal(5, 'Missing required fields', 400);
}
function isText(value: unknown): value is string {
  return typeof value === 'string' && value.length >= 1 && value.length <= 1024;
}
