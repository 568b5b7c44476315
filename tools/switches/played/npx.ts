import { startNpx } from '../npx';
import { darkBy, type StartSwitch } from './played-switch';

const DARK = ['link-500', 'status-500'] as const;

export const npx: StartSwitch = async ({ bridgeUrl, port }) => {
  const webhooks = `${bridgeUrl}/v1/webhooks/npx`;
  const fake = await startNpx({ port, notifyTo: `${webhooks}/notify` });
  return {
    id: 'npx',
    title: 'NPX OnePG',
    address: fake.baseUrl,
    currencies: ['NPR'],
    settings: { ...fake.config, link: { ...fake.config.link, ownPage: true }, publicUrl: webhooks },
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
    afterwards: [],
    refunds: false,
    dark: darkBy(fake.faults, DARK),
    keeps: undefined,
    close: () => fake.close(),
  };
};
