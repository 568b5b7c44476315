import { bakong } from './bakong';
import type { SwitchDriver } from './driver';
import { electrum } from './electrum';
import { fonepay } from './fonepay';
import { nepalpay } from './nepalpay';
import { npx } from './npx';
import { pockyt } from './pockyt';

/** Every switch of bridge/switches/registry.ts: one line each. */
export const drivers: Record<string, SwitchDriver> = { bakong, electrum, fonepay, nepalpay, npx, pockyt };
