import { startPockyt } from '../pockyt';
import { darkBy, type StartSwitch } from './played-switch';

const DARK = ['add-500', 'pay-500', 'query-500', 'cancel-500'] as const;

export const pockyt: StartSwitch = async ({ bridgeUrl, port }) => {
  const fake = await startPockyt({ port });
  return {
    id: 'pockyt',
    title: 'Pockyt',
    address: fake.baseUrl,
    currencies: ['USD'],
    settings: { ...fake.config, ipnUrl: `${bridgeUrl}/v1/webhooks/pockyt/ipn` },
    webhookPaths: {},
    deeds: {
      // A new code each time, as wallets make them; this one waits for its owner to confirm.
      code: () => ({ code: fake.code('04') }),
      confirm: ({ session }) => fake.confirm(session),
      refuse: ({ session }) => fake.refuse(session),
      refund: ({ session }) => fake.refund(session),
    },
    afterwards: ['refund'],
    refunds: true,
    dark: darkBy(fake.faults, DARK),
    keeps: undefined,
    close: () => fake.close(),
  };
};
