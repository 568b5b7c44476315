import type { PanelWires } from '../../../drivers/ports';
import type { SpiBus } from '../chip';
import { panelWires } from '../panel-wires';
import { inputPin, outputPin } from './pins';

const MODE_0 = 0;
const DMA_CHANNEL = 1;

/** A panel on HSPI, whose signals go to any pins. With DMA a transfer may have up to 4,092 bytes. */
export function spiPanel(bus: SpiBus): PanelWires {
  const pins = bus.pins;
  // The closure of send() keeps the device, and the device its bus: a collected one is closed.
  const device = spi
    .master(spi.HSPI, { sclk: pins.SCLK, mosi: pins.MOSI }, DMA_CHANNEL)
    .device({ mode: MODE_0, freq: bus.clockHz });
  return panelWires({
    cs: outputPin(pins.CS),
    dc: outputPin(pins.DC),
    reset: pins.RST === undefined ? undefined : outputPin(pins.RST),
    busy: pins.BUSY === undefined ? undefined : inputPin(pins.BUSY),
    send(bytes) {
      device.transfer({ txdata: bytes });
    },
  });
}
