import type { SwitchDriver } from './driver';
import { nepalpay } from './nepalpay';

/** Every switch of bridge/switches/registry.ts: one line each. */
export const drivers: Record<string, SwitchDriver> = { nepalpay };
