import type { PanelWires } from '../../drivers/ports';
import { timers } from './timers';

/** Where a panel's signals are soldered, by their names in the datasheets. */
export interface PanelPins {
  SCLK: Pin;
  MOSI: Pin;
  CS: Pin;
  DC: Pin;
  RST?: Pin;
  BUSY?: Pin;
}

/** A panel on one of the engine's SPI ports, mode 0, most significant bit first. */
export function panelWires(port: SpiPort, clockHz: number, pins: PanelPins): PanelWires {
  digitalWrite(pins.CS, 1);
  port.setup({ sck: pins.SCLK, mosi: pins.MOSI, baud: clockHz });
  if (pins.BUSY !== undefined) pinMode(pins.BUSY, 'input');
  return {
    command(code, bytes) {
      // The pulse ends what came before.
      digitalWrite(pins.CS, 1);
      digitalWrite(pins.CS, 0);
      digitalWrite(pins.DC, 0);
      port.write(code);
      digitalWrite(pins.DC, 1);
      if (bytes !== '') port.write(bytes);
    },
    more(bytes) {
      port.write(bytes);
    },
    reset(low) {
      if (pins.RST !== undefined) digitalWrite(pins.RST, low ? 0 : 1);
    },
    busyIsHigh: () => pins.BUSY !== undefined && digitalRead(pins.BUSY) === 1,
    after: timers.after,
    cancel: timers.cancel,
  };
}
