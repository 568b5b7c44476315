import { expect, test } from 'vitest';
import { graphicsOf, Panel } from '../../tools/simulator/graphics';
import { graphicsClass } from '../../tools/simulator/surface';
import { crc32 } from '../../tools/voice/crc32';
import { runInEspruino } from '../support/espruino';
import { need } from '../support/need';
import { seeded } from '../../tools/seeded';

/** More do not fit the memory of a board's size as one script. */
const PROGRAMS = 8;
const FIRST_SEED = 7_000;
const STEPS = 40;

interface Surface {
  widthPx: number;
  heightPx: number;
  /** What a pixel can be. One bit takes 0 and 1 alone: of larger values Espruino looks at more bits here than there. */
  colours: number;
  make: string;
}

const inColour: Surface = {
  widthPx: 160,
  heightPx: 120,
  colours: 0x10000,
  make: 'Graphics.createArrayBuffer(160,120,16)',
};
/** As the e-papers are: 1.54" and 2.13", whose lines are filled up to whole bytes. */
const inInk = [200, 122].flatMap((widthPx) =>
  [0, 1, 2, 3].map((turns): [string, Surface] => {
    const [wide, high] = [Math.ceil(widthPx / 8) * 8, widthPx === 200 ? 200 : 250];
    const make = `Graphics.createArrayBuffer(${wide},${high},1,{msb:true}).setRotation(${turns})`;
    return [`${widthPx} x ${high} in ink, turned ${turns} times`, { widthPx: 250, heightPx: 250, colours: 2, make }];
  }),
);

/** Drawing steps as JavaScript text, so that the same words run in both: also off the edges, with and without palette. */
function program(seed: number, { widthPx, heightPx, colours }: Surface): string[] {
  const random = seeded(seed);
  const whole = (from: number, to: number): number => from + Math.floor(random() * (to - from + 1));
  const colour = (): number => whole(0, colours - 1);
  const bytes = (bits: number): string =>
    Array.from({ length: Math.ceil(bits / 8) }, () => `\\x${whole(0, 255).toString(16).padStart(2, '0')}`).join('');
  const place = (): string => `${whole(-40, widthPx + 10)},${whole(-40, heightPx + 10)}`;
  return Array.from({ length: STEPS }, () => {
    switch (whole(0, 6)) {
      case 0:
        return `g.setColor(${colour()})`;
      case 1:
        return `g.setBgColor(${colour()})`;
      case 2:
        return `g.fillRect(${place()},${place()})`;
      case 3: {
        const [width, height] = [whole(1, 33), whole(1, 33)];
        const font = `g.setFontCustom("${bytes(2 * width * height)}",33,${width},${height | (whole(1, 7) << 8)})`;
        return `${font}.drawString("${['!', '"', '!"'][whole(0, 2)]!.replace('"', '\\"')}",${place()}).setFontBitmap()`;
      }
      default: {
        const [width, height] = [whole(1, 60), whole(1, 40)];
        const palette = random() < 0.7 ? `,palette:new Uint16Array([${colour()},${colour()}])` : '';
        const transparent = random() < 0.5 ? `,transparent:${whole(0, 1)}` : '';
        const buffer = `"${bytes(width * height)}"`;
        return `g.drawImage({width:${width},height:${height},bpp:1,buffer:${buffer}${palette}${transparent}},${place()})`;
      }
    }
  });
}

/** The panel in colour is sent at once. */
const modified = ({ colours }: Surface): string => (colours === 2 ? '+" "+JSON.stringify(g.getModified(true))' : '');

function simulated(steps: string[], surface: Surface): string {
  if (surface.colours > 2) {
    const panel = new Panel(160, 120);
    new Function('g', steps.join(';\n'))(graphicsOf(panel));
    // Espruino keeps 16-bit pixels most significant byte first.
    return String(crc32(Buffer.from(panel.pixels.buffer).swap16()));
  }
  const js = `var g=${surface.make};${steps.join(';\n')};return E.CRC32(g.buffer)${modified(surface)};`;
  const run = new Function('Graphics', 'E', js) as (graphics: unknown, engine: unknown) => string;
  return run(
    graphicsClass((length) => new Uint8Array(length)),
    { CRC32: (bytes: ArrayBuffer) => crc32(new Uint8Array(bytes)) },
  );
}

need('ESPRUINO_BIN', 'the simulated panel', () => {
  test.each([['in colour', inColour] as [string, Surface], ...inInk])(
    'of %s shows pixel for pixel what the real Graphics draws',
    async (_name, surface) => {
      const seeds = Array.from({ length: PROGRAMS }, (_, at) => FIRST_SEED + at);
      const script = seeds
        .map(
          (seed) =>
            `var g=${surface.make};${program(seed, surface).join(';')};` +
            `print(E.CRC32(new Uint8Array(g.buffer))${modified(surface)});g=undefined;`,
        )
        .join('\n');
      const lines = await runInEspruino(`${script}\nquit()`, { limitMs: 60_000 });
      expect(lines).toEqual(seeds.map((seed) => simulated(program(seed, surface), surface)));
    },
    90_000,
  );

  test('lays bytes and combines them with xor as the real surface in memory does', async () => {
    const random = seeded(41);
    const whole = (from: number, to: number): number => from + Math.floor(random() * (to - from + 1));
    const bytes = Array.from({ length: 6 * 40 }, () => whole(0, 255));
    const steps = Array.from(
      { length: 60 },
      (_none, at) =>
        `l.x=${whole(-3, 24)};l.y=${whole(-39, 2)};${at % 9 === 0 ? 's.drawImage(l.image,l.x,l.y)' : 's.drawImages([l])'}`,
    ).join(';');
    const js =
      `var s=Graphics.createArrayBuffer(24,2,8),b=new Uint8Array(${JSON.stringify(bytes)}),` +
      `l={image:{width:6,height:40,bpp:8,buffer:b.buffer},compose:"xor"};${steps};`;
    const [real] = await runInEspruino(`${js}print(E.CRC32(new Uint8Array(s.buffer)));quit();`);
    const simulate = new Function('Graphics', `${js}return new Uint8Array(s.buffer);`) as (
      graphics: unknown,
    ) => Uint8Array;
    expect(String(crc32(simulate(graphicsClass((length) => new Uint8Array(length)))))).toBe(real);
  });
});
