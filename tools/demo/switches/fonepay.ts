import { fonepayConfig } from '../../../bridge/switches/fonepay/config';
import { startFonepay } from '../../switches/fonepay';
import { SOON, darkBy, type StartSwitch } from './demo-switch';

const DARK = ['qr-cut', 'status-cut', 'refuse-sockets'] as const;

export const fonepay: StartSwitch = async () => {
  const fake = await startFonepay();
  return {
    id: 'fonepay',
    title: 'Fonepay',
    address: fake.baseUrl,
    currencies: ['NPR'],
    config: fonepayConfig.parse({ ...fake.config, timing: { ...SOON, pollMs: 1_000 } }),
    webhookPaths: {},
    deeds: {
      scan: ({ session }) => fake.scan(session),
      pay: ({ session }) => fake.pay(session),
      fail: ({ session }) => fake.fail(session),
      'walk-away': ({ session }) => fake.fail(session, { cancelled: true }),
    },
    refunds: false,
    dark: darkBy(fake.faults, DARK, () => fake.drop()),
    close: () => fake.close(),
  };
};
