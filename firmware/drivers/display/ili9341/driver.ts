// ILI9341 LCD controller, 240 x 320 px, 16 bits a pixel. README.md has document, wires and limits.
import type { PanelSize, PanelWires, PixelPanel } from '../../ports';
import { mipiDcs } from '../mipi-dcs';

/**
 * MADCTL (36h) for 0 to 3 quarter turns clockwise. Modules carry the glass with its first column on the right and its colours
 * in the order BGR (bit 3): MX; MV; MY; MX, MY and MV.
 */
const ADDRESS_MODES = [0x48, 0x28, 0x88, 0xe8];

/** A TN panel on an ILI9341. `start` reports no fault: the chip cannot be read here. */
export function ili9341(wires: PanelWires, size: PanelSize, rotation: number): PixelPanel {
  return mipiDcs(wires, size, ADDRESS_MODES[rotation], false);
}
