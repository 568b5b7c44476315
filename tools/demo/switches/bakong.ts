import { join } from 'node:path';
import { bakongConfig } from '../../../bridge/switches/bakong/config';
import { startBakong } from '../../switches/bakong';
import { SOON, darkBy, type StartSwitch } from './demo-switch';

const DARK = ['check-500', 'list-500'] as const;

export const bakong: StartSwitch = async (_bridgeAddress, folder) => {
  const fake = await startBakong();
  return {
    id: 'bakong',
    title: 'Bakong KHQR',
    address: fake.baseUrl,
    currencies: ['KHR', 'USD'],
    config: bakongConfig.parse({
      ...fake.config,
      tokenFile: join(folder, 'bakong-token'),
      timing: { ...SOON, gapMs: 200, pollFirstMs: 500, pollLongestMs: 2_000 },
    }),
    webhookPaths: {},
    deeds: {
      pay: ({ qr }) => fake.pay(qr, { late: true }),
      fail: ({ qr }) => fake.fail(qr),
    },
    refunds: false,
    dark: darkBy(fake.faults, DARK),
    close: () => fake.close(),
  };
};
