import type { Connector, ConnectorContext } from '../../payments/ports';
import { electrumConfig, type ElectrumConfig } from './config';
import { ElectrumConnector } from './connector';
import { CURRENCY } from './model';

/** The Electrum QR Payment Service Interface, as retailer and as intermediate: README.md beside this file. */
export const electrum = {
  id: 'electrum',
  title: 'Electrum QR payments',
  shortName: 'Electrum',
  currencies: [CURRENCY.code],
  config: electrumConfig,
  connect: (config: ElectrumConfig, context: ConnectorContext): Connector => new ElectrumConnector(config, context),
} as const;
