import { boxKeys, type BoxKeys } from '../../../bridge/gateway/keys';

/** Of no shop: the same in every run. */
export const MASTER_KEY = 'b3'.repeat(32);

const keys: BoxKeys = boxKeys([{ fromVersion: 1, bytes: Buffer.from(MASTER_KEY, 'hex') }]);

export function boxId(box: number): string {
  return `bench-${box}`;
}

export function secretsOf(id: string): { key: string; password: string } {
  return { key: keys.mac(id, 1), password: keys.password(id, 1) };
}
