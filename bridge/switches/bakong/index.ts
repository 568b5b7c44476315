import type { Connector, ConnectorContext } from '../../payments/ports';
import { bakongConfig, type BakongConfig } from './config';
import { BakongConnector } from './connector';

/** Bakong KHQR of the National Bank of Cambodia: README.md beside this file. */
export const bakong = {
  id: 'bakong',
  title: 'Bakong KHQR',
  shortName: 'Bakong',
  currencies: ['KHR', 'USD'],
  config: bakongConfig,
  connect: (config: BakongConfig, context: ConnectorContext): Connector => new BakongConnector(config, context),
} as const;
