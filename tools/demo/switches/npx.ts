import { npxConfig } from '../../../bridge/switches/npx/config';
import { startNpx } from '../../switches/npx';
import { SOON, darkBy, type StartSwitch } from './demo-switch';

const DARK = ['link-500', 'status-500'] as const;

export const npx: StartSwitch = async (bridgeAddress) => {
  const webhooks = `${bridgeAddress}/v1/webhooks/npx`;
  const fake = await startNpx({ notifyTo: `${webhooks}/notify` });
  return {
    id: 'npx',
    title: 'NPX OnePG',
    address: fake.baseUrl,
    currencies: ['NPR'],
    config: npxConfig.parse({
      ...fake.config,
      link: { ...fake.config.link, ownPage: true },
      publicUrl: webhooks,
      timing: SOON,
    }),
    webhookPaths: {},
    deeds: {
      // As the customer's browser does: the bridge's own page leads on to the gateway's.
      open: async ({ qr }) => {
        const page = await fetch(qr);
        await page.body?.cancel();
        if (!page.ok) throw new Error(`The page answers with HTTP ${page.status}.`);
      },
      pay: ({ session }) => void fake.pay(session),
      fail: ({ session }) => void fake.fail(session),
      leave: ({ session }) => void fake.leave(session),
      resolve: ({ session }) => fake.resolve(session),
    },
    refunds: false,
    dark: darkBy(fake.faults, DARK),
    close: () => fake.close(),
  };
};
