import type { PanelWires } from '../../../drivers/ports';
import { idiv } from '../../../wire/idiv';
import type { SpiBus } from '../chip';
import { panelWires } from '../panel-wires';
import { inputPin, outputPin } from './pins';

const HSPI = 1;
const SOURCE_HZ = 80_000_000;

/** A panel on HSPI, whose clock and data are GPIO 14 and 13; the chip's own select line is taken back as a plain pin. */
export function spiPanel(bus: SpiBus): PanelWires {
  const pins = bus.pins;
  spi.setup(HSPI, spi.MASTER, spi.CPOL_LOW, spi.CPHA_LOW, 8, idiv(SOURCE_HZ + bus.clockHz - 1, bus.clockHz));
  return panelWires({
    cs: outputPin(pins.CS),
    dc: outputPin(pins.DC),
    reset: pins.RST === undefined ? undefined : outputPin(pins.RST),
    busy: pins.BUSY === undefined ? undefined : inputPin(pins.BUSY),
    send(bytes) {
      spi.send(HSPI, bytes);
    },
  });
}
