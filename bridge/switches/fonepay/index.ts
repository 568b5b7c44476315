import type { Connector, ConnectorContext } from '../../payments/ports';
import { fonepayConfig, type FonepayConfig } from './config';
import { FonepayConnector } from './connector';

/** Fonepay dynamic QR: README.md beside this file. */
export const fonepay = {
  id: 'fonepay',
  title: 'Fonepay',
  shortName: 'FONEPAY',
  currencies: ['NPR'],
  config: fonepayConfig,
  connect: (config: FonepayConfig, context: ConnectorContext): Connector => new FonepayConnector(config, context),
} as const;
