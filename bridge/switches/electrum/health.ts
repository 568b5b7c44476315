import type { ConnectorContext } from '../../payments/ports';

/** `qr`, `pay` and `advice` towards an intermediate; `partner <id>` towards a wallet; `keep` to our own disk. */
export type Road = 'qr' | 'pay' | 'advice' | 'keep' | 'refused advice' | `partner ${string}`;

export interface RoadHealth {
  ok(road: Road): void;
  trouble(road: Road, detail: string): void;
}

/** One health out of several roads: any trouble is trouble. Told only when it changes; at first nothing is known to be wrong. */
export function createHealth(context: Pick<ConnectorContext, 'health'>): RoadHealth {
  const troubles = new Map<Road, string>();
  let told: string | undefined;
  const tell = (): void => {
    const detail = [...troubles.values()].join('; ');
    if (detail === told) return;
    told = detail;
    context.health({ state: detail === '' ? 'ok' : 'trouble', detail });
  };
  tell();
  return {
    ok(road) {
      troubles.delete(road);
      tell();
    },
    trouble(road, detail) {
      troubles.set(road, detail);
      tell();
    },
  };
}
