import type { Connector, ConnectorContext } from '../../payments/ports';
import { pockytConfig, type PockytConfig } from './config';
import { PockytConnector } from './connector';

/** Pockyt (Yuansfer), where the customer presents a code: README.md beside this file. */
export const pockyt = {
  id: 'pockyt',
  title: 'Pockyt, customer-presented codes',
  shortName: 'POCKYT',
  currencies: ['USD'],
  config: pockytConfig,
  connect: (config: PockytConfig, context: ConnectorContext): Connector => new PockytConnector(config, context),
} as const;
