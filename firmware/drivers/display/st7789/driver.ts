// ST7789 LCD controller, up to 240 x 320 px, 16 bits a pixel. README.md has document, wires and limits.
import type { PanelSize, PanelWires, PixelPanel } from '../../ports';
import { mipiDcs } from '../mipi-dcs';

/** MADCTL (36h) for 0 to 3 quarter turns clockwise: none; MV and MX; MY and MX; MY and MV. Colours in the order RGB. */
const ADDRESS_MODES = [0x00, 0x60, 0xc0, 0xa0];

/** An IPS panel on an ST7789. `start` reports no fault: the chip cannot be read here. */
export function st7789(wires: PanelWires, size: PanelSize, rotation: number): PixelPanel {
  return mipiDcs(wires, size, ADDRESS_MODES[rotation], true);
}
