import type { SerialLine } from '../../drivers/ports';
import { timers } from './timers';

/** A serial port on pins of the board's choice; TX is the box's. */
export function serialLine(port: SerialPort, baud: number, pins: { TX: Pin; RX: Pin }): SerialLine {
  port.setup(baud, { tx: pins.TX, rx: pins.RX });
  return {
    write(bytes) {
      port.write(bytes);
    },
    onBytes(handler) {
      port.on('data', handler);
    },
    after: timers.after,
    cancel: timers.cancel,
  };
}
