import type { ComponentType } from 'preact';
import type { Model } from './model';
import { Bakong } from './phones/bakong';
import { Electrum } from './phones/electrum';
import { Fonepay } from './phones/fonepay';
import type { PhoneProps } from './phones/handset';
import { Nepalpay } from './phones/nepalpay';
import { Npx } from './phones/npx';
import { Pockyt } from './phones/pockyt';

/** A phone a switch: what its customer sees differs, and what the switch hears of it. */
const PHONES: Record<string, ComponentType<PhoneProps>> = {
  bakong: Bakong,
  electrum: Electrum,
  fonepay: Fonepay,
  nepalpay: Nepalpay,
  npx: Npx,
  pockyt: Pockyt,
};

/** The customer's phone. What it shows of the box was read from the picture on the box's screen. */
export function Phone({ model, chosen }: { model: Model; chosen: string }) {
  const App = PHONES[chosen];
  return (
    <section class="panel phone" aria-labelledby="phone-title">
      <h2 id="phone-title">The customer’s phone</h2>
      <div class="handset">{App !== undefined && <App key={chosen} model={model} />}</div>
    </section>
  );
}
