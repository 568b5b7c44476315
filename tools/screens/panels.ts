// What screens are drawn for: every board's panel, and sizes that shops can buy and no board here has.
import type { Board } from '../../boards/board';
import { boards } from '../../boards/registry';
import type { PictureOf } from './picture';

/** A panel by name, with what its screens read. */
export interface PanelKind extends PictureOf {
  languages: string[];
  qr: Board['qr'];
}

const masks = [0, 1, 2, 3, 4, 5, 6, 7];
const languages = ['en', 'ne'];

const sizes: Record<string, PanelKind> = {
  'epaper-296x128': {
    display: { widthPx: 296, heightPx: 128, colour: false, slow: true },
    qr: { areaPx: 128, versions: [4, 8, 11], masks },
    languages,
  },
  'lcd-240x240': {
    display: { widthPx: 240, heightPx: 240, colour: true, slow: false },
    qr: { areaPx: 240, versions: [4, 6, 8, 9, 14], masks },
    // The narrowest panel in colour shows every language that has texts.
    languages: [...languages, 'en-IN', 'bn', 'gu', 'hi', 'id', 'km', 'mr', 'ur', 'vi'],
  },
  'oled-128x64': {
    display: { widthPx: 128, heightPx: 64, colour: false, slow: false },
    qr: { areaPx: 0, versions: [4], masks: [0] },
    languages,
  },
};

/** All of them, boards by their ids. */
export const panels: Record<string, PanelKind> = { ...boards, ...sizes };
