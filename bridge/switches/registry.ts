import type { Connector, ConnectorContext } from '../payments/ports';
import type { z } from 'zod';
import { bakong } from './bakong/index';
import { electrum } from './electrum/index';
import { fonepay } from './fonepay/index';
import { nepalpay } from './nepalpay/index';
import { npx } from './npx/index';
import { pockyt } from './pockyt/index';

/** One switch: its configuration's shape, the currencies it can take, and how to connect. */
export interface SwitchKind<C> {
  id: string;
  title: string;
  /** At most 12 bytes, for the box's screen. */
  shortName: string;
  currencies: readonly string[];
  config: z.ZodType<C>;
  connect(config: C, context: ConnectorContext): Connector;
}

/** Every switch: one line each. */
export const switches = { bakong, electrum, fonepay, nepalpay, npx, pockyt } as const;
