import { EMBEDDED_LIMITS, embeddedRoad } from '../../../bridge/gateway/embedded';
import { externalRoad } from '../../../bridge/gateway/external';
import type { Road } from '../../../bridge/gateway/port';
import { jsonLog } from '../../../bridge/log';
import { metricsRegistry } from '../../../bridge/metrics/registry';
import { startMosquitto } from '../../support/mosquitto';

/** A road under test, and where boxes reach its broker. */
interface LaidRoad {
  road: Road;
  port: number;
}
export interface RoadKind {
  name: string;
  /** The Debian program that it needs. */
  needs: 'mosquitto' | undefined;
  /** Does a publish say whether the box itself has the message? */
  knowsBox: boolean;
  lay(): Promise<LaidRoad>;
}

const log = jsonLog('silent');
/** Both brokers let a box in whose password is its id, backwards. */
export const passwordOf = (id: string): string => [...id].reverse().join('');

async function embedded(): Promise<LaidRoad> {
  const road = await embeddedRoad({
    ...{ host: '127.0.0.1', port: 0, limits: EMBEDDED_LIMITS, log, metrics: metricsRegistry() },
    nowMs: () => Date.now(),
    admit: async (id, password) => Buffer.from(password).toString() === passwordOf(id),
  });
  return { road, port: road.port! };
}

async function external(): Promise<LaidRoad> {
  const port = await startMosquitto();
  return {
    road: externalRoad({ url: `mqtt://127.0.0.1:${port}`, username: undefined, password: undefined, log }),
    port,
  };
}

/** Every road: one line each. */
export const roads: RoadKind[] = [
  { name: 'the embedded broker', needs: undefined, knowsBox: true, lay: embedded },
  { name: 'an external broker', needs: 'mosquitto', knowsBox: false, lay: external },
];
