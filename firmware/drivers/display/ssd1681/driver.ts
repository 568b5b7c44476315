// SSD1681 e-paper controller, black and white, up to 200 x 200 px. README.md has document, wires and limits.
import type { FramePanel, PanelSize, PanelWires } from '../../ports';
import { ssd168x } from '../ssd168x';

/** A panel on an SSD1681. Faults: 'display-busy', 'busy-timeout' (10 s). */
export function ssd1681(wires: PanelWires, size: PanelSize): FramePanel {
  return ssd168x(wires, size, '');
}
