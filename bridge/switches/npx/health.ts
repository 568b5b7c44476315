import type { ConnectorContext } from '../../payments/ports';

/** api: questions about payments. link: making QRs. */
type Road = 'api' | 'link';

export interface RoadHealth {
  ok(road: Road): void;
  trouble(road: Road, detail: string): void;
  /** Is it unknown or in trouble? */
  isDoubtful(road: Road): boolean;
}

/** One health out of two roads: any trouble is trouble. Told only when it changes. */
export function createHealth(context: Pick<ConnectorContext, 'health'>): RoadHealth {
  const roads = new Map<Road, string>();
  let told: string | undefined;
  const tell = (): void => {
    const detail = [...roads.values()].filter((trouble) => trouble !== '').join('; ');
    // Before the first good answer to a question nobody knows.
    if (detail === told || (detail === '' && !roads.has('api'))) return;
    told = detail;
    context.health({ state: detail === '' ? 'ok' : 'trouble', detail });
  };
  return {
    ok(road) {
      roads.set(road, '');
      tell();
    },
    trouble(road, detail) {
      roads.set(road, detail);
      tell();
    },
    isDoubtful: (road) => roads.get(road) !== '',
  };
}
