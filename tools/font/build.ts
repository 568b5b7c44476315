// Sources -> firmware/canvas/fonts/font.bin, which holds all languages, and the text numbers in firmware/screens/texts.ts.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { faces, screenTexts } from './faces';
import { packFont } from './pack';
import { render } from './render';
import { textNumbers } from './texts';

const root = process.env.GHANTI_ROOT ?? process.cwd();

/** Builds everything and returns a report, one line a face. */
export async function buildFont(): Promise<string[]> {
  const texts = screenTexts(join(root, 'tools/screens/texts'));
  const rendered = await render(faces(texts));
  const font = packFont(rendered);
  writeFileSync(join(root, 'firmware/canvas/fonts/font.bin'), font);
  writeFileSync(join(root, 'firmware/screens/texts.ts'), textNumbers(texts));
  return [
    ...rendered.map((face) => `${face.name}: ${face.glyphs.length} glyphs, ${face.heightPx} px`),
    `font.bin: ${font.length} bytes; a board's build takes what its languages need`,
  ];
}
