import type { Connector, ConnectorContext } from '../../payments/ports';
import { npxConfig, type NpxConfig } from './config';
import { NpxConnector } from './connector';

/** NPX / OnePG of Nepal Payment Solution: README.md beside this file. */
export const npx = {
  id: 'npx',
  title: 'NPX OnePG',
  shortName: 'NPX',
  currencies: ['NPR'],
  config: npxConfig,
  connect: (config: NpxConfig, context: ConnectorContext): Connector => new NpxConnector(config, context),
} as const;
