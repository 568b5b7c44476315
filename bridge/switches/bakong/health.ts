import type { ConnectorContext } from '../../payments/ports';

export interface RoadHealth {
  ok(): void;
  trouble(detail: string): void;
  /** Something that the operator should see while payments still come; '' takes it back. */
  note(detail: string): void;
}

/** One road, the check API. Told when it changes, and once at the first answer: before it nobody knew. */
export function createHealth(context: Pick<ConnectorContext, 'health'>): RoadHealth {
  let trouble: string | undefined;
  let note = '';
  let told: string | undefined;
  let known = false;
  const tell = (): void => {
    const now = { state: trouble === undefined ? 'ok' : 'trouble', detail: trouble ?? note } as const;
    const line = `${now.state} ${now.detail}`;
    if (!known || line === told) return;
    told = line;
    context.health(now);
  };
  return {
    ok() {
      known = true;
      trouble = undefined;
      tell();
    },
    trouble(detail) {
      known = true;
      trouble = detail;
      tell();
    },
    note(detail) {
      note = detail;
      tell();
    },
  };
}
