import { nepalpayConfig } from './config';
import { connect } from './connector';

/** NEPALPAY QR of Nepal Clearing House: README.md beside this file. */
export const nepalpay = {
  id: 'nepalpay',
  title: 'NEPALPAY QR',
  shortName: 'NEPALPAY',
  currencies: ['NPR'],
  config: nepalpayConfig,
  connect,
} as const;
