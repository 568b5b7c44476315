// POST /nQR/v1/merchanttxnreport and /nQR/v1/refund (Transaction-Report/transaction_report.md; "API Specification
// Details.md"). Amounts are JSON numbers with the fraction that JSON gives them, as in the samples.
import type { Faults } from './faults';
import type { Answer } from './generate';
import { nepalTime, SHOP, type Ledger, type Row, type Trace } from './ledger';

type Body = Record<string, unknown>;

export function report(body: Body, ledger: Ledger, faults: Faults): Answer {
  const id = typeof body.validationTraceId === 'string' ? body.validationTraceId : '';
  if (body.merchantId !== SHOP.merchantId || body.acquirerId !== SHOP.acquirerId)
    return answer('E010', 'RECORD NOT FOUND', [], ledger);
  if (id === '' || id.length > 20) return answer('E007', 'INVALID FIELD', [], ledger);
  ledger.count(ledger.seen.reports, id);
  const lagging = faults.use('report-lag') !== undefined;
  const behind = faults.use('report-behind') !== undefined;
  const shown = faults.use('report-amount');
  const trace = ledger.traces.get(id);
  const rows =
    lagging || trace === undefined
      ? []
      : trace.rows.slice(0, behind ? -1 : undefined).map((row) => wireRow(row, trace, shown));
  if (faults.use('report-foreign') !== undefined) rows.push(foreignRow(trace));
  return rows.length === 0 ? answer('E010', 'RECORD NOT FOUND', [], ledger) : answer('200', null, rows, ledger);
}

function answer(code: string, message: string | null, rows: object[], ledger: Ledger): Answer {
  const good = code === '200';
  const timestamp = ledger.now().toISOString().replace('Z', '+0000');
  const body = { timestamp, responseCode: code, responseStatus: good ? 'SUCCESS' : 'FAILED', responseMessage: message };
  return { status: good ? 200 : 404, body: { ...body, responseBody: good ? rows : null } };
}

function wireRow(row: Row, trace: Trace, shownMinor: number | undefined): Body {
  return {
    sessionSrlNo: '5005',
    recDate: row.recDate,
    instructionId: `INST${row.nQrTxnId.slice(0, 16)}`,
    nQrTxnId: row.nQrTxnId,
    acquirerId: SHOP.acquirerId,
    issuerId: '00010016',
    network: 'NQR',
    issuerNetwork: 'NQR',
    amount: (shownMinor ?? row.amountMinor) / 100,
    interchangeFee: 0,
    transactionFee: 0,
    debitStatus: row.debitStatus,
    creditStatus: row.creditStatus,
    payerName: 'Sample Payer',
    tranType: row.tranType,
    payerMobileNumber: '98********',
    merchantName: SHOP.name,
    merchantTxnRef: null,
    terminal: null,
    merchantBillNo: trace.billNumber,
    instrument: null,
    // null in every sample of the page.
    validationTraceId: null,
    merchantPan: null,
    nfcTxnId: null,
  };
}

function foreignRow(trace: Trace | undefined): Body {
  const row: Row = {
    nQrTxnId: '2601010000008888TST',
    tranType: 'PMT',
    amountMinor: 0,
    debitStatus: '000',
    creditStatus: '000',
    recDate: '2026-01-01',
  };
  const other: Trace = { id: '2601010000008888TST', amountMinor: 0, billNumber: 'SOMEBODY', rows: [] };
  return { ...wireRow(row, other, trace?.amountMinor ?? 100), validationTraceId: other.id };
}

const REASONS = /^(R10[1-7]|R199)$/;

/** Adds the refund's row. The document does not give the token's string, so it only has to be there. */
export function refund(body: Body, ledger: Ledger): Answer {
  const original = String(body.orgnNQrTxnId);
  const trace = [...ledger.traces.values()].find(({ rows }) =>
    rows.some((row) => row.nQrTxnId === original && row.tranType === 'PMT'),
  );
  const paid = trace?.rows.find((row) => row.nQrTxnId === original);
  if (trace === undefined || paid === undefined) return answer('E010', 'RECORD NOT FOUND', [], ledger);
  const amountMinor = Math.round(Number(body.amount) * 100);
  const full =
    body.refundType === 'FULL'
      ? amountMinor === paid.amountMinor
      : body.refundType === 'PARTIAL' && amountMinor < paid.amountMinor;
  if (
    !full ||
    !(amountMinor > 0) ||
    !REASONS.test(String(body.refundReasonCode)) ||
    typeof body.token !== 'string' ||
    body.token === ''
  ) {
    return answer('E007', 'INVALID FIELD', [], ledger);
  }
  const row: Row = {
    ...paid,
    nQrTxnId: ledger.newId(),
    tranType: 'RFND',
    amountMinor,
    recDate: nepalTime(ledger.now()).slice(0, 10),
  };
  trace.rows.push(row);
  ledger.changed();
  return answer('200', null, [wireRow(row, trace, undefined)], ledger);
}
