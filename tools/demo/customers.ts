// The hands of customers and the moods of switches, in the words of the demo's addresses.
import type { Bridge } from '../../bridge/service';
import type { SwitchView } from './events';
import type { PlayedSwitch } from '../switches/played/played-switch';

/** There is no such switch, deed or charge. */
export class NoSuchThing extends Error {}

export interface Customers {
  /**
   * Does one deed of this switch; `drop` and `restore` are about the switch itself and need no charge.
   * Throws NoSuchThing, or what the switch says against it. @returns what the page is told
   */
  does(id: string, deed: string, chargeId: string | undefined): Promise<object>;
  reachable(id: string): boolean;
  views(): SwitchView[];
}

export function customersOf(
  bridge: Pick<Bridge, 'charge' | 'switches'>,
  switches: readonly PlayedSwitch[],
  changed: () => void,
): Customers {
  const dropped = new Set<string>();
  const chargeOf = async (one: PlayedSwitch, id: string | undefined) => {
    const charge = id === undefined ? undefined : await bridge.charge(id);
    if (charge?.switch !== one.id) throw new NoSuchThing(`there is no charge ${id ?? '(none was named)'}`);
    return charge;
  };
  return {
    reachable: (id) => !dropped.has(id),
    async does(id, deed, chargeId) {
      const one = switches.find((found) => found.id === id);
      if (one === undefined) throw new NoSuchThing(`the demo has no switch ${id}`);
      if (Object.hasOwn(one.deeds, deed)) return (await one.deeds[deed]!(await chargeOf(one, chargeId))) ?? {};
      if (one.dark === undefined || (deed !== 'drop' && deed !== 'restore'))
        throw new NoSuchThing(`a customer can ${Object.keys(one.deeds).join(', ')}`);
      const on = deed === 'drop';
      if (on) dropped.add(id);
      else dropped.delete(id);
      one.dark(on);
      changed();
      return {};
    },
    views() {
      const healths = bridge.switches();
      return switches.map(({ id, title, currencies, refunds, dark }) => {
        const health = healths.find((one) => one.id === id)?.health;
        return {
          ...{
            id,
            title,
            currencies: [...currencies],
            refunds,
            canDrop: dark !== undefined,
            reachable: !dropped.has(id),
          },
          ...{ health: health?.state ?? 'trouble', detail: health?.detail ?? '' },
        };
      });
    },
  };
}
