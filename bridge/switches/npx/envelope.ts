// The frame around every answer: {code, message, errors: [{error_code, error_message}], data}. Business errors come with
// HTTP 200. Pure; nothing here throws.

export interface Envelope {
  /** ok: "0" (a review of the paper says "200" too). error: "1". busy: "2", in process. other: nobody knows. */
  is: 'ok' | 'error' | 'busy' | 'other';
  /** error_code, and error_message in few words; for the operator. */
  errors: string[];
  data: unknown;
}

const CODES: Record<string, Envelope['is']> = { '0': 'ok', '200': 'ok', '1': 'error', '2': 'busy' };
const ERRORS_LIMIT = 5;
const TEXT_LIMIT = 80;

/** @returns undefined when the answer is no envelope at all */
export function readEnvelope(body: unknown): Envelope | undefined {
  const envelope = asObject(body);
  if (envelope === undefined || !Object.hasOwn(envelope, 'code')) return undefined;
  const code = word(envelope.code);
  return {
    is: Object.hasOwn(CODES, code) ? CODES[code]! : 'other',
    errors: readErrors(envelope.errors, word(envelope.message)),
    data: envelope.data,
  };
}

/** Does NPX say that this MerchantTxnId was used before? The texts are not published. */
export function saysDuplicate(errors: string[]): boolean {
  return errors.some((error) => /duplicate|already (exists|used)/i.test(error));
}

function readErrors(errors: unknown, message: string): string[] {
  const list = Array.isArray(errors) ? (errors as unknown[]).slice(0, ERRORS_LIMIT) : [];
  const said = list.map((entry) => {
    const error = asObject(entry);
    return plain(`${word(error?.error_code)} ${word(error?.error_message)}`);
  });
  const known = said.filter((text) => text !== '');
  return known.length > 0 || message === '' ? known : [plain(message)];
}

/** One short line without control characters, addresses or long numbers: answers may repeat what they were sent. */
function plain(text: string): string {
  const safe = text.replace(/[^\x20-\x7e]+/g, ' ').replace(/\S+@\S+|\d{7,}/g, '…');
  return safe.trim().slice(0, TEXT_LIMIT);
}

export function asObject(value: unknown): Record<string, unknown> | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : undefined;
}
export function word(value: unknown): string {
  return typeof value === 'string' ? value.trim() : typeof value === 'number' ? String(value) : '';
}
