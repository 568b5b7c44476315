// Seeded drawing: the same calls onto two canvases that must end up alike.
import type { Canvas, Colour } from '../../firmware/drivers/ports';
import { seeded } from '../../tools/seeded';

const colours: Colour[] = ['paper', 'ink', 'muted', 'accent', 'good', 'bad', 'warn', 'white', 'black'];

/** Draws `steps` fills and pictures, also over the edges, onto all of the canvases. */
export function drawStory(canvases: Canvas[], seed: number, steps: number): void {
  const random = seeded(seed);
  const { widthPx, heightPx } = canvases[0]!;
  const roll = (sides: number): number => Math.floor(random() * sides);
  const colour = (): Colour => colours[roll(colours.length)]!;
  for (let step = 0; step < steps; step++) {
    const x = roll(widthPx + 40) - 20;
    const y = roll(heightPx + 40) - 20;
    const ink = colour();
    if (roll(3) === 0) {
      const [w, h] = [roll(widthPx), roll(heightPx)];
      for (const canvas of canvases) canvas.fill(x, y, w, h, ink);
      continue;
    }
    const [w, h] = [roll(60), roll(60)];
    let bits = '';
    for (let i = 0; i < (w * h + 7) >>> 3; i++) bits += String.fromCharCode(roll(256) & roll(256));
    for (const canvas of canvases) canvas.blit(x, y, w, h, bits, ink);
  }
}
