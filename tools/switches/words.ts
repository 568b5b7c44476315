// What somebody types at a pretended switch, done to the newest charge that the word can be about.
import { existsSync } from 'node:fs';
import { withStore } from '../../bridge/cli/with-store';
import type { BridgeConfig } from '../../bridge/config/schema';
import { formatAmount } from '../../bridge/payments/amount';
import type { Charge } from '../../bridge/payments/types';
import type { PlayedSwitch } from './played/played-switch';

/** One line for a person, and the same for a program. */
export interface Said {
  text: string;
  json: object;
}

/** Of all switches together: so far back a payment is looked for. */
const NEWEST_PAYMENTS = 500;

/** The words of this switch. */
export function wordsOf({ deeds, afterwards, dark }: PlayedSwitch): Said {
  const waiting = Object.keys(deeds).filter((word) => !afterwards.includes(word));
  const parts = [
    `${waiting.join(', ')} (the newest charge that waits)`,
    ...(afterwards.length === 0 ? [] : [`${afterwards.join(', ')} (the newest payment)`]),
    ...(dark === undefined ? [] : ['dark on, dark off']),
  ];
  const words = { charge: waiting, payment: afterwards, switch: dark === undefined ? [] : ['dark on', 'dark off'] };
  return { text: `Words: ${parts.join('; ')}; help.`, json: { is: 'words', ...words } };
}

/** Does it. Rejects with one line that says why not. */
export async function doWord(one: PlayedSwitch, config: BridgeConfig, word: string): Promise<Said> {
  if (word === 'help') return wordsOf(one);
  if (word === 'dark on' || word === 'dark off') return goDark(one, word === 'dark on');
  if (!Object.hasOwn(one.deeds, word)) throw new Error(`there is no such word here. ${wordsOf(one).text}`);
  const charge = await newest(config, one.id, one.afterwards.includes(word));
  const { id, device, currency } = charge;
  const amount = formatAmount(charge.amountMinor, currency);
  const about = `${id} of ${device}, ${amount} ${currency}`;
  let told: object;
  try {
    told = (await one.deeds[word]!(charge)) ?? {};
  } catch (error) {
    throw new Error(`not done to ${about}: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  }
  const more = Object.entries(told).map(([name, value]) => `; ${name}: ${String(value)}`);
  return {
    text: `${word}: done to ${about}${more.join('')}`,
    json: { is: 'done', word, charge: { id, device, amount, currency }, ...told },
  };
}

function goDark({ dark, title }: PlayedSwitch, on: boolean): Said {
  if (dark === undefined) throw new Error('the bridge itself is this switch; stop the bridge instead.');
  dark(on);
  return { text: `${title} is ${on ? 'out of' : 'within'} reach.`, json: { is: 'done', word: 'dark', on } };
}

/** Read in the bridge's store, which may be at work meanwhile. */
async function newest({ store }: BridgeConfig, id: string, paid: boolean): Promise<Charge> {
  const found: Charge[] = [];
  const every = { device: undefined, state: 'paid', limit: NEWEST_PAYMENTS, before: undefined };
  if (existsSync(store.file))
    await withStore({ store }, async (opened) => {
      found.push(...(await opened.read((tx) => (paid ? tx.charges(every) : tx.liveCharges()))));
    });
  const own = found.filter((charge) => charge.switch === id).sort((a, b) => b.createdAtMs - a.createdAtMs);
  if (own[0] !== undefined) return own[0];
  const what = paid ? 'no payment over this switch' : 'no charge that waits for this switch';
  throw new Error(`there is ${what} in ${store.file}. Make one first: POST /v1/devices/{device}/charges`);
}
