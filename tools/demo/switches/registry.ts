import { bakong } from './bakong';
import type { StartSwitch } from './demo-switch';
import { electrum } from './electrum';
import { fonepay } from './fonepay';
import { npx } from './npx';
import { pockyt } from './pockyt';

/** Every pretended switch but NEPALPAY, which comes first and which the stories play with: one line each. */
export const others: readonly StartSwitch[] = [fonepay, npx, bakong, pockyt, electrum];
