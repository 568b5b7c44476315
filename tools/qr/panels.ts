/** A panel as a QR sees it: the largest square, in pixels, and the distance of two pixels in millimetres. */
export interface PanelForQr {
  name: string;
  areaPx: number;
  pitchMm: number;
  /** What the panel makes of black and white, 0 to 255: paper that shines, paper that only reflects. */
  dark: number;
  light: number;
}

const LCD = { dark: 12, light: 245 };
const PAPER = { dark: 45, light: 205 };

/** Panels that shops can buy. Pitches from their makers' sheets (active area by pixels). */
export const panelsForQr: readonly PanelForQr[] = [
  { name: 'e-paper 2.13" 250x122', areaPx: 122, pitchMm: 0.194, ...PAPER },
  { name: 'e-paper 1.54" 200x200', areaPx: 200, pitchMm: 0.138, ...PAPER },
  { name: 'e-paper 2.9" 296x128', areaPx: 128, pitchMm: 0.227, ...PAPER },
  { name: 'LCD 1.3" 240x240', areaPx: 240, pitchMm: 0.0975, ...LCD },
  { name: 'LCD 1.54" 240x240', areaPx: 240, pitchMm: 0.1155, ...LCD },
  { name: 'LCD 2.4" 240x320', areaPx: 240, pitchMm: 0.153, ...LCD },
  { name: 'e-paper 4.2" 400x300', areaPx: 300, pitchMm: 0.212, ...PAPER },
];
