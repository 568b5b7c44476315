import { join } from 'node:path';
import { configSchema } from '../../bridge/config/schema';
import type { BridgeConfig, BridgeConfigInput } from '../../bridge/config/schema';
import { boxKeys } from '../../bridge/gateway/keys';
import type { BoxIdentity } from './box';

export const TOKEN = 'test-token';
export const MASTER_KEY = '5a'.repeat(32);
const testKeys = boxKeys([{ fromVersion: 1, bytes: Buffer.from(MASTER_KEY, 'hex') }]);

/** Settings of a bridge on free loopback ports, with its files in the folder and the test switch. */
export function testConfig(folder: string, different: BridgeConfigInput = {}): BridgeConfig {
  return configSchema.parse({
    ...different,
    http: { port: 0, ...different.http },
    mqtt: { host: '127.0.0.1', port: 0, ...different.mqtt },
    store: { file: join(folder, 'ghanti.db') },
    keys: { masterKey: MASTER_KEY },
    switches: { till: {}, ...different.switches },
  });
}

export function identity(id: string, keyVersion = 1): BoxIdentity {
  return { id, key: testKeys.mac(id, keyVersion), password: testKeys.password(id, keyVersion) };
}
