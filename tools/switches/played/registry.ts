import { bakong } from './bakong';
import { electrum } from './electrum';
import { fonepay } from './fonepay';
import { nepalpay } from './nepalpay';
import { npx } from './npx';
import type { StartSwitch } from './played-switch';
import { pockyt } from './pockyt';

/** Every switch as it is played: one line each, in the order in which the demo's counter offers them. */
export const played = { nepalpay, fonepay, npx, bakong, pockyt, electrum } satisfies Record<string, StartSwitch>;
