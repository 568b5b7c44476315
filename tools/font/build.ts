// Sources -> firmware/canvas/fonts/font.bin, firmware/screens/texts.bin and the text numbers in firmware/screens/texts.ts.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { faces, screenTexts } from './faces';
import { packFont } from './pack';
import { render } from './render';
import { packTexts, textNumbers } from './texts';

const root = process.env.GHANTI_ROOT ?? process.cwd();

/** Builds everything and returns a report, one line a face. */
export async function buildFont(): Promise<string[]> {
  const folder = join(root, 'tools/screens/texts');
  const texts = screenTexts(folder);
  const rendered = await render(faces(folder));
  const font = packFont(rendered);
  writeFileSync(join(root, 'firmware/canvas/fonts/font.bin'), font);
  writeFileSync(join(root, 'firmware/screens/texts.bin'), packTexts(texts));
  writeFileSync(join(root, 'firmware/screens/texts.ts'), textNumbers(texts));
  return [
    ...rendered.map((face) => `${face.name}: ${face.glyphs.length} glyphs, ${face.heightPx} px`),
    `font.bin: ${font.length} bytes, texts.bin: ${packTexts(texts).length} bytes`,
  ];
}
