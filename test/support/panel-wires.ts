import type { PanelModel } from '../../tools/simulator/chips/panel';

/** Sends one command and its data to a chip model, as a board's SPI would. */
export function send(panel: PanelModel, code: number, ...data: number[]): void {
  panel.select(true);
  panel.dc(false);
  panel.bytes(Uint8Array.of(code));
  panel.dc(true);
  panel.bytes(Uint8Array.from(data));
  panel.select(false);
}

/** What is seen in a row of the glass, a character a pixel: # for dark, . for light, ? for what is neither. */
export function row(panel: PanelModel, y: number, x = 0, widthPx = panel.widthPx - x): string {
  let text = '';
  for (let at = x; at < x + widthPx; at++) {
    const green = (panel.pixel(at, y) >> 8) & 255;
    text += green < 96 ? '#' : green > 160 ? '.' : '?';
  }
  return text;
}
