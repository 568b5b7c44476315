import type { ConnectorContext } from '../../payments/ports';

/** The roads that can be in trouble apart from each other. */
type Road = 'channel' | 'registration' | 'report' | 'qr';

export interface RoadHealth {
  ok(road: Road): void;
  trouble(road: Road, detail: string): void;
}

/** One health out of several roads: any trouble is trouble. Told only when it changes. */
export function createHealth(context: Pick<ConnectorContext, 'health'>): RoadHealth {
  const troubles = new Map<Road, string>();
  let told = '';
  const tell = (): void => {
    const detail = [...troubles.values()].join('; ');
    if (detail === told) return;
    told = detail;
    context.health({ state: detail === '' ? 'ok' : 'trouble', detail });
  };
  return {
    ok(road) {
      // The first good word is news too: before it nobody knew.
      if (!troubles.delete(road) && road === 'channel' && told === '' && troubles.size === 0) {
        context.health({ state: 'ok', detail: '' });
      }
      tell();
    },
    trouble(road, detail) {
      troubles.set(road, detail);
      tell();
    },
  };
}
