import { startNepalpay } from '../nepalpay';
import type { Nepalpay } from '../nepalpay';
import { keys, takeKeys } from '../nepalpay/keys';
import { deliverPush } from '../nepalpay/push';
import { darkBy, type PlayedSwitch, type Stage } from './played-switch';

/** What is unreachable while the clearing house is dark. */
const DARK = ['refuse-sockets', 'report-500', 'oauth-500', 'generate-500'] as const;

export async function nepalpay({ bridgeUrl, port, kept }: Stage): Promise<PlayedSwitch & { fake: Nepalpay }> {
  if (kept !== undefined) takeKeys(kept);
  const fake = await startNepalpay({ port, pushTo: bridgeUrl });
  return {
    id: 'nepalpay',
    title: 'NEPALPAY',
    address: fake.baseUrl,
    currencies: ['NPR'],
    settings: fake.config,
    webhookPaths: { '/nepalpay/confirm-payment': 'nepalpay/confirm-payment' },
    deeds: {
      open: ({ session }) => fake.open(session),
      scan: ({ session }) => fake.scan(session),
      pay: ({ session }) => fake.pay(session),
      fail: ({ session }) => fake.fail(session),
      // The same payment once more, signed as the first time: clearing houses repeat what was not answered in time.
      duplicate: ({ session }) => deliverPush(bridgeUrl, fake.push(session), fake.ledger),
      refund: ({ session }) => fake.refund(session),
    },
    afterwards: ['duplicate', 'refund'],
    refunds: false,
    dark: darkBy(fake.faults, DARK, () => fake.drop()),
    keeps: keys(),
    close: () => fake.close(),
    fake,
  };
}
