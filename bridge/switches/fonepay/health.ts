import type { ConnectorContext } from '../../payments/ports';

/** Roads that can be in trouble apart from each other. */
type Road = 'status' | 'socket' | 'qr';

export interface RoadHealth {
  ok(road: Road): void;
  trouble(road: Road, detail: string): void;
  /** Is it unknown or in trouble? */
  isDoubtful(road: Road): boolean;
}

/** One health out of three roads: any trouble is trouble. Told only when it changes, and not before one is known. */
export function createHealth(context: Pick<ConnectorContext, 'health'>): RoadHealth {
  const roads = new Map<Road, string>();
  let told: string | undefined;
  const set = (road: Road, trouble: string): void => {
    roads.set(road, trouble);
    const detail = [...roads.values()].filter((text) => text !== '').join('; ');
    if (detail === told || (detail === '' && !roads.has('status'))) return;
    told = detail;
    context.health({ state: detail === '' ? 'ok' : 'trouble', detail });
  };
  return {
    ok: (road) => set(road, ''),
    trouble: set,
    isDoubtful: (road) => roads.get(road) !== '',
  };
}
