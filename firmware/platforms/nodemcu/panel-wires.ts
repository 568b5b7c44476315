import type { InputPin, OutputPin, PanelWires } from '../../drivers/ports';
import { timers } from './timers';

/** A panel's wires, however the chip moves them. */
export interface Wiring {
  cs: OutputPin;
  dc: OutputPin;
  reset: OutputPin | undefined;
  busy: InputPin | undefined;
  send(bytes: string): void;
}

/**
 * Chip select stays low after a command, because more bytes may follow; the next command raises it. A panel has its bus
 * for itself.
 */
export function panelWires(wiring: Wiring): PanelWires {
  wiring.cs.set(true);
  return {
    after: timers.after,
    cancel: timers.cancel,
    command(code, bytes) {
      wiring.cs.set(true);
      wiring.cs.set(false);
      wiring.dc.set(false);
      wiring.send(String.fromCharCode(code));
      wiring.dc.set(true);
      if (bytes !== '') wiring.send(bytes);
    },
    more(bytes) {
      wiring.send(bytes);
    },
    reset(low) {
      if (wiring.reset !== undefined) wiring.reset.set(!low);
    },
    busyIsHigh: () => wiring.busy !== undefined && wiring.busy.isHigh(),
  };
}
