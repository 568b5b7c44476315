import type { SerialLine } from '../../../drivers/ports';
import type { UartBus } from '../chip';
import { timers } from '../timers';

/** UART 0 is the console; UART 1 has flash pins by default. */
const PORT = 2;
const EVERY_BYTE = 0;

/** A part on UART 2. Without RX the chip hears nothing. */
export function serialLine(bus: UartBus): SerialLine {
  const rx = bus.pins.RX === undefined ? -1 : bus.pins.RX;
  uart.setup(PORT, bus.baud, 8, uart.PARITY_NONE, uart.STOPBITS_1, { tx: bus.pins.TX, rx });
  uart.start(PORT);
  return {
    after: timers.after,
    cancel: timers.cancel,
    write: (bytes) => uart.write(PORT, bytes),
    onBytes: (handler) => uart.on(PORT, 'data', EVERY_BYTE, (bytes) => handler(bytes)),
  };
}
