import { rgb565 } from '../../../canvas/palette';
import type { bmpFile } from '../../../drivers/display/bmp-file/driver';
import type { Canvas, Colour } from '../../../drivers/ports';
import { graphicsCanvas } from '../canvas';
import type { Glass, SymbolModules } from '../canvas';
import { written } from './files';

const FILE = 'screen.bmp';
const BITS_A_PIXEL = 4;
/** In the order of their values in a pixel. */
const COLOURS: Colour[] = ['paper', 'ink', 'muted', 'accent', 'good', 'bad', 'warn', 'white', 'black'];

/** A canvas in memory whose picture goes into screen.bmp whenever it is another one. */
export function pictureCanvas(
  driver: typeof bmpFile,
  glass: Glass,
  symbolModules: SymbolModules,
  fault: (text: string) => void,
): Canvas {
  const graphics = Graphics.createArrayBuffer(glass.widthPx, glass.heightPx, BITS_A_PIXEL, { msb: true });
  const pixels = new Uint8Array(graphics.buffer);
  const colours: number[] = [];
  for (const colour of COLOURS) colours.push(rgb565(colour));
  let inFile: number | undefined;

  const panel = driver(glass, colours, (head) => {
    const now = E.CRC32(pixels);
    if (now === inFile) return true;
    const done = written(FILE, (file) => {
      file.write(head);
      file.write(pixels);
    });
    inFile = done ? now : undefined;
    return done;
  });
  return graphicsCanvas(graphics, glass, valueOf, panel, symbolModules, fault);
}

function valueOf(colour: Colour): number {
  let value = 0;
  while (COLOURS[value] !== colour) value++;
  return value;
}
