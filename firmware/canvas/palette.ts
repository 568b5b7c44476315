import type { Colour } from '../drivers/ports';

/** A colour of the house as RGB565 (5 bits red, 6 green, 5 blue), for panels with 16 bits a pixel. */
export function rgb565(colour: Colour): number {
  switch (colour) {
    case 'paper':
      return 0xffde; // warm white
    case 'ink':
      return 0x18e5; // near black, blue
    case 'muted':
      return 0x6b90; // grey
    case 'accent':
      return 0x1a99; // blue
    case 'good':
      return 0x0b68; // green
    case 'bad':
      return 0xb904; // red
    case 'warn':
      return 0xf566; // amber
    case 'white':
      return 0xffff;
    default:
      return 0x10a4; // black, a little blue
  }
}

/** One bit for panels without colour: true is white. */
export function isLight(colour: Colour): boolean {
  return colour === 'paper' || colour === 'white';
}
