import { join } from 'node:path';
import { startBakong } from '../bakong';
import { darkBy, type StartSwitch } from './played-switch';

const DARK = ['check-500', 'list-500'] as const;

export const bakong: StartSwitch = async ({ folder, port, kept }) => {
  const fake = await startBakong({ port, token: typeof kept === 'string' ? kept : undefined });
  return {
    id: 'bakong',
    title: 'Bakong KHQR',
    address: fake.baseUrl,
    currencies: ['KHR', 'USD'],
    settings: { ...fake.config, tokenFile: join(folder, 'bakong-token') },
    webhookPaths: {},
    deeds: {
      pay: ({ qr }) => fake.pay(qr, { late: true }),
      fail: ({ qr }) => fake.fail(qr),
    },
    afterwards: [],
    refunds: false,
    dark: darkBy(fake.faults, DARK),
    keeps: fake.config.token,
    close: () => fake.close(),
  };
};
