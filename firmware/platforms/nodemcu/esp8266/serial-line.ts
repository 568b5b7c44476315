import type { SerialLine } from '../../../drivers/ports';
import type { UartBus } from '../chip';
import { timers } from '../timers';

/** UART 0 is the console. UART 1 has an output alone, on GPIO 2. */
const PORT = 1;
const NO_ECHO = 0;

/** A part that is told and never asked: this chip has no second input. */
export function serialLine(bus: UartBus): SerialLine {
  uart.setup(PORT, bus.baud, 8, uart.PARITY_NONE, uart.STOPBITS_1, NO_ECHO);
  return {
    after: timers.after,
    cancel: timers.cancel,
    write: (bytes) => uart.write(PORT, bytes),
    onBytes: () => undefined,
  };
}
