// The customer's hands and the clearing house's moods, in the words of the demo's addresses.
import type { Bridge } from '../../bridge/service';
import type { Nepalpay } from '../switches/nepalpay';
import { deliverPush } from '../switches/nepalpay/push';

export const DEEDS = ['open', 'scan', 'pay', 'fail', 'drop', 'restore', 'duplicate', 'refund'] as const;
export type Deed = (typeof DEEDS)[number];

/** What is unreachable while the clearing house is dropped. */
const DARK = ['refuse-sockets', 'report-500', 'oauth-500', 'generate-500'] as const;

export class NoSuchCharge extends Error {}

export interface Customer {
  /** Throws NoSuchCharge, or what the clearing house says against it. A charge is needed for all but drop and restore. */
  does(deed: Deed, chargeId: string | undefined): Promise<void>;
  readonly reachable: boolean;
}

/** `bridgeAddress` is where the clearing house pushes to. */
export function customerOf(
  bridge: Pick<Bridge, 'charge'>,
  fake: Nepalpay,
  bridgeAddress: string,
  changed: () => void,
): Customer {
  let reachable = true;
  const session = async (id: string | undefined): Promise<string> => {
    const charge = id === undefined ? undefined : await bridge.charge(id);
    if (charge === undefined) throw new NoSuchCharge(`there is no charge ${id ?? '(none was named)'}`);
    return charge.session;
  };
  const toSession: Partial<Record<Deed, (session: string) => Promise<void> | void>> = {
    open: (one) => fake.open(one),
    scan: (one) => fake.scan(one),
    pay: (one) => fake.pay(one),
    fail: (one) => fake.fail(one),
    // The same payment once more, signed as the first time: clearing houses repeat what was not answered in time.
    duplicate: (one) => deliverPush(bridgeAddress, fake.push(one), fake.ledger),
    refund: (one) => fake.refund(one),
  };
  return {
    get reachable() {
      return reachable;
    },
    async does(deed, chargeId) {
      const act = toSession[deed];
      if (act !== undefined) {
        await act(await session(chargeId));
        return;
      }
      reachable = deed === 'restore';
      for (const fault of DARK) {
        if (reachable) fake.faults.clear(fault);
        else fake.faults.set(fault);
      }
      if (!reachable) fake.drop();
      changed();
    },
  };
}
