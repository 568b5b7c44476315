import type { ConnectorContext } from '../../payments/ports';

export interface RoadHealth {
  ok(): void;
  trouble(detail: string): void;
  /** Milliseconds since the road was last found good; Infinity while it is not. */
  goodForMs(): number;
  bad(): boolean;
}

/** There is one road: what the last answer was. Told only when it changes. */
export function createHealth(context: Pick<ConnectorContext, 'health' | 'nowMs'>): RoadHealth {
  let told: string | undefined;
  let goodAtMs: number | undefined;
  const tell = (detail: string): void => {
    if (detail === told) return;
    told = detail;
    context.health({ state: detail === '' ? 'ok' : 'trouble', detail });
  };
  return {
    ok() {
      goodAtMs = context.nowMs();
      tell('');
    },
    trouble(detail) {
      goodAtMs = undefined;
      tell(detail);
    },
    goodForMs: () => (goodAtMs === undefined ? Infinity : context.nowMs() - goodAtMs),
    bad: () => goodAtMs === undefined,
  };
}
