// SSD1680 e-paper controller, black and white, up to 160 x 296 px here. README.md has document, wires and limits.
import type { FramePanel, PanelSize, PanelWires } from '../../ports';
import { byte } from '../bytes';
import { ssd168x } from '../ssd168x';

/** B[7] of Display Update Control 1: the glass is soldered to sources S8 to S167, as on all panels up to 160 px wide. */
const SOURCES_FROM_S8 = 0x80;

/** A panel on an SSD1680. Faults: 'display-busy', 'busy-timeout' (10 s). */
export function ssd1680(wires: PanelWires, size: PanelSize): FramePanel {
  return ssd168x(wires, size, byte(SOURCES_FROM_S8));
}
