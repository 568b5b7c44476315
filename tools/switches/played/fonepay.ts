import { startFonepay } from '../fonepay';
import { darkBy, type StartSwitch } from './played-switch';

const DARK = ['qr-cut', 'status-cut', 'refuse-sockets'] as const;

export const fonepay: StartSwitch = async ({ port }) => {
  const fake = await startFonepay({ port });
  return {
    id: 'fonepay',
    title: 'Fonepay',
    address: fake.baseUrl,
    currencies: ['NPR'],
    settings: fake.config,
    webhookPaths: {},
    deeds: {
      scan: ({ session }) => fake.scan(session),
      pay: ({ session }) => fake.pay(session),
      fail: ({ session }) => fake.fail(session),
      'walk-away': ({ session }) => fake.fail(session, { cancelled: true }),
    },
    afterwards: [],
    refunds: false,
    dark: darkBy(fake.faults, DARK, () => fake.drop()),
    keeps: undefined,
    close: () => fake.close(),
  };
};
