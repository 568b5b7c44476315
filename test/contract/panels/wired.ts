import type { PanelWires } from '../../../firmware/drivers/ports';
import type { PanelModel } from '../../../tools/simulator/chips/panel';
import { DrivenClock } from '../../../tools/simulator/clock';

/** Solders a chip model to a board whose clock the test drives. */
export function wired(model: PanelModel) {
  const clock = new DrivenClock();
  const cancels: (() => void)[] = [];
  const bytesOf = (bytes: string): Uint8Array => Uint8Array.from(Buffer.from(bytes, 'latin1'));
  const now = (): void => model.tick(clock.nowMs());
  const data = (bytes: string): void => {
    now();
    model.select(true);
    model.dc(true);
    model.bytes(bytesOf(bytes));
    model.select(false);
  };
  const wires: PanelWires = {
    after: (ms, run) => cancels.push(clock.after(ms, run)) - 1,
    cancel: (timer) => cancels[timer]?.(),
    command(code, bytes) {
      now();
      model.select(true);
      model.dc(false);
      model.bytes(Uint8Array.of(code));
      if (bytes !== '') data(bytes);
      model.select(false);
    },
    more: data,
    reset(low) {
      now();
      model.reset(low);
    },
    busyIsHigh() {
      now();
      return model.busyIsHigh();
    },
  };
  return { wires, clock };
}
