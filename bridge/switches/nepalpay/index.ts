import type { Connector, ConnectorContext } from '../../payments/ports';
import { nepalpayConfig, type NepalpayConfig } from './config';
import { NepalpayConnector } from './connector';

/** NEPALPAY QR of Nepal Clearing House: README.md beside this file. */
export const nepalpay = {
  id: 'nepalpay',
  title: 'NEPALPAY QR',
  shortName: 'NEPALPAY',
  currencies: ['NPR'],
  config: nepalpayConfig,
  connect: (config: NepalpayConfig, context: ConnectorContext): Connector => new NepalpayConnector(config, context),
} as const;
