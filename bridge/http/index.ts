import type { Log } from '../log';
import type { Metrics } from '../metrics/registry';
import type { Bridge } from '../service';
import { chargeRoutes } from './charge-routes';
import { eventStream } from './event-stream';
import { gate } from './gate';
import { openApiRoute } from './openapi';
import { deviceRoutes, eventRoutes, fixedWebhookRoutes, healthRoutes, webhookRoutes } from './other-routes';
import type { TakeWebhook } from './other-routes';
import type { Route } from './route';
import { startHttp } from './server';

export type { TakeWebhook } from './other-routes';
export type { Answer, Call, Route } from './route';

export interface ApiOptions {
  host: string;
  port: number;
  version: string;
  bridge: Bridge;
  takeWebhook: TakeWebhook;
  /** Fixed paths of switches, led to '<switch>/<path>'. */
  webhookPaths: Record<string, string>;
  /** What else is served on the port, as by the demo: asked after the API's own. */
  extraRoutes: Route[];
  log: Log;
  metrics: Metrics;
  nowMs(): number;
}

/** Serves the API. Rejects when the port cannot be taken. */
export async function serveApi(options: ApiOptions): Promise<{ port: number; close(): Promise<void> }> {
  const { bridge, metrics, takeWebhook } = options;
  const stream = eventStream(bridge);
  metrics.gauge('ghanti_event_streams', () => stream.readers());
  const described = [
    ...chargeRoutes(bridge),
    ...deviceRoutes(bridge),
    ...eventRoutes(stream),
    ...webhookRoutes(takeWebhook),
    ...healthRoutes(bridge, metrics),
  ];
  const routes = [
    ...described,
    openApiRoute(options.version, described),
    ...fixedWebhookRoutes(takeWebhook, options.webhookPaths),
    ...options.extraRoutes,
  ];
  const server = await startHttp({ ...options, routes, gate: gate(bridge, () => options.nowMs()) });
  return {
    port: server.port,
    close: async () => {
      stream.close();
      await server.close();
    },
  };
}
