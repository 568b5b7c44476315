import { nepalpayConfig } from '../../../bridge/switches/nepalpay/config';
import { startNepalpay } from '../../switches/nepalpay';
import type { Nepalpay } from '../../switches/nepalpay';
import { deliverPush } from '../../switches/nepalpay/push';
import { SOON, darkBy, type DemoSwitch } from './demo-switch';

/** What is unreachable while the clearing house is dark. */
const DARK = ['refuse-sockets', 'report-500', 'oauth-500', 'generate-500'] as const;

export async function nepalpay(bridgeAddress: string): Promise<DemoSwitch & { fake: Nepalpay }> {
  const fake = await startNepalpay({ pushTo: bridgeAddress });
  return {
    id: 'nepalpay',
    title: 'NEPALPAY',
    address: fake.baseUrl,
    currencies: ['NPR'],
    config: nepalpayConfig.parse({ ...fake.config, timing: { ...SOON, sweepMs: 1500 } }),
    webhookPaths: { '/nepalpay/confirm-payment': 'nepalpay/confirm-payment' },
    deeds: {
      open: ({ session }) => fake.open(session),
      scan: ({ session }) => fake.scan(session),
      pay: ({ session }) => fake.pay(session),
      fail: ({ session }) => fake.fail(session),
      // The same payment once more, signed as the first time: clearing houses repeat what was not answered in time.
      duplicate: ({ session }) => deliverPush(bridgeAddress, fake.push(session), fake.ledger),
      refund: ({ session }) => fake.refund(session),
    },
    refunds: false,
    dark: darkBy(fake.faults, DARK, () => fake.drop()),
    close: () => fake.close(),
    fake,
  };
}
