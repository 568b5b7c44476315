import { pockytConfig } from '../../../bridge/switches/pockyt/config';
import { startPockyt } from '../../switches/pockyt';
import { SOON, darkBy, type StartSwitch } from './demo-switch';

const DARK = ['add-500', 'pay-500', 'query-500', 'cancel-500'] as const;

export const pockyt: StartSwitch = async (bridgeAddress) => {
  const fake = await startPockyt();
  return {
    id: 'pockyt',
    title: 'Pockyt',
    address: fake.baseUrl,
    currencies: ['USD'],
    config: pockytConfig.parse({
      ...fake.config,
      ipnUrl: `${bridgeAddress}/v1/webhooks/pockyt/ipn`,
      timing: SOON,
    }),
    webhookPaths: {},
    deeds: {
      // A new code each time, as wallets make them; this one waits for its owner to confirm.
      code: () => ({ code: fake.code('04') }),
      confirm: ({ session }) => fake.confirm(session),
      refuse: ({ session }) => fake.refuse(session),
      refund: ({ session }) => fake.refund(session),
    },
    refunds: true,
    dark: darkBy(fake.faults, DARK),
    close: () => fake.close(),
  };
};
