// The bridge is the intermediate: a wallet tells it what was scanned and is asked for the money.
import { SHOP } from '../electrum/ledger';
import { startWallet } from '../electrum-wallet';
import type { StartSwitch } from './played-switch';

const CLIENT = { id: 'corner-cafe', name: 'Corner Cafe' };
const WALLET = { id: 'cape-wallet', name: 'Cape Wallet', password: 'shown to the bridge' };
const OURS = 'shown to the wallet';
/** Whoever plays the customer by hand takes his time. */
const PATIENCE = { parkMs: 240_000, forwardMs: 120_000, payMs: 250_000 } as const;

export const electrum: StartSwitch = async ({ bridgeUrl, port }) => {
  const wallet = await startWallet({
    ...{ id: WALLET.id, password: WALLET.password, clientId: CLIENT.id, clientPassword: OURS },
    hubUrl: () => `${bridgeUrl}/qr/v1`,
    port,
  });
  const must = (done: boolean): void => {
    if (!done) throw new Error('The wallet has not been asked for this payment.');
  };
  return {
    id: 'electrum',
    title: 'Electrum',
    address: wallet.baseUrl,
    currencies: ['ZAR'],
    settings: {
      ...{ mode: 'intermediate', client: CLIENT, originator: SHOP.originator, providerId: SHOP.providerId },
      partners: [{ ...WALLET, baseUrl: wallet.baseUrl, ours: OURS }],
      timing: { ...PATIENCE },
    },
    webhookPaths: { '/qr/v1/scans': 'electrum/scans' },
    deeds: {
      scan: async ({ session }) => {
        const status = await wallet.scan(session);
        if (status !== 202) throw new Error(`The intermediate refuses the scan (HTTP ${status}).`);
      },
      pay: ({ session }) => must(wallet.agree(session)),
      fail: ({ session }) => must(wallet.refuse(session)),
    },
    afterwards: [],
    refunds: false,
    dark: undefined,
    keeps: undefined,
    close: () => wallet.close(),
  };
};
