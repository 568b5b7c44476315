import { expect, test } from 'vitest';
import { graphicsOf, Panel } from '../../tools/simulator/graphics';
import { graphicsClass } from '../../tools/simulator/surface';
import { crc32 } from '../../tools/voice/crc32';
import { runInEspruino } from '../support/espruino';
import { need } from '../support/need';
import { seeded } from '../../tools/seeded';

const WIDTH_PX = 160;
const HEIGHT_PX = 120;
const PROGRAMS = 40;
/** More do not fit the memory of a board's size as one script. */
const AT_ONCE = 8;
const FIRST_SEED = 7_000;
const STEPS = 40;

/** Drawing steps as JavaScript text, so that the same words run in both: off the edges, scaled, with and without palette. */
function program(seed: number): string[] {
  const random = seeded(seed);
  const whole = (from: number, to: number): number => from + Math.floor(random() * (to - from + 1));
  const bytes = (count: number): string =>
    Array.from({ length: count }, () => `\\x${whole(0, 255).toString(16).padStart(2, '0')}`).join('');
  return Array.from({ length: STEPS }, () => {
    switch (whole(0, 5)) {
      case 0:
        return `g.setColor(${whole(0, 0xffff)})`;
      case 1:
        return `g.setBgColor(${whole(0, 0xffff)})`;
      case 2:
        return `g.fillRect(${whole(-40, 360)},${whole(-40, 280)},${whole(-40, 360)},${whole(-40, 280)})`;
      default: {
        const width = whole(1, 60);
        const height = whole(1, 40);
        const palette = random() < 0.7 ? `,palette:new Uint16Array([${whole(0, 0xffff)},${whole(0, 0xffff)}])` : '';
        const transparent = random() < 0.5 ? `,transparent:${whole(0, 1)}` : '';
        const buffer = `"${bytes(Math.ceil((width * height) / 8))}"`;
        const image = `{width:${width},height:${height},bpp:1,buffer:${buffer}${palette}${transparent}}`;
        const options = random() < 0.6 ? `,{scale:${whole(1, 7)}}` : '';
        return `g.drawImage(${image},${whole(-30, 330)},${whole(-30, 250)}${options})`;
      }
    }
  });
}

function simulated(steps: string[]): string {
  const panel = new Panel(WIDTH_PX, HEIGHT_PX);
  new Function('g', steps.join(';\n'))(graphicsOf(panel));
  // Espruino keeps 16-bit pixels most significant byte first.
  return String(crc32(Buffer.from(panel.pixels.buffer).swap16()));
}

need('ESPRUINO_BIN', 'the simulated panel', () => {
  test(`shows pixel for pixel what the real Graphics draws, over ${PROGRAMS} random pictures`, async () => {
    for (let from = 0; from < PROGRAMS; from += AT_ONCE) {
      const seeds = Array.from({ length: AT_ONCE }, (_, at) => FIRST_SEED + from + at);
      const script = seeds
        .map(
          (seed) =>
            `var g=Graphics.createArrayBuffer(${WIDTH_PX},${HEIGHT_PX},16);${program(seed).join(';')};` +
            `print(E.CRC32(new Uint8Array(g.buffer)));g=undefined;`,
        )
        .join('\n');
      const lines = await runInEspruino(`${script}\nquit()`, { limitMs: 60_000 });
      expect(lines).toEqual(seeds.map((seed) => simulated(program(seed))));
    }
  }, 90_000);

  /** As the boards turn them: 1.54" upright, 2.13" on its side; and the two other turns. */
  test.each([
    [200, 200, 0],
    [122, 250, 1],
    [200, 200, 2],
    [122, 250, 3],
  ])('draws a QR into a %i x %i e-paper frame, turned %i times, as the real one does', async (width, height, turns) => {
    const random = seeded(77 + turns);
    const modules = Array.from({ length: 53 * 53 }, () => (random() < 0.5 ? 1 : 0)).join('');
    const js =
      `var m="${modules}",b=new Uint8Array(2809),g=Graphics.createArrayBuffer(${Math.ceil(width / 8) * 8},${height},1,{msb:true});` +
      `for(var i=0;i<2809;i++)b[i]=m.charCodeAt(i)&1;g.setRotation(${turns});g.setColor(1).fillRect(0,0,300,300);` +
      `g.setColor(0).fillRect(4,4,117,117);g.drawImage({width:53,height:53,bpp:8,buffer:b.buffer,transparent:0,` +
      `palette:new Uint16Array([0,1])},8,8,{scale:2});`;
    const [real] = await runInEspruino(`${js}print(E.CRC32(new Uint8Array(g.buffer)));quit();`);
    const simulate = new Function('Graphics', `${js}return new Uint8Array(g.buffer);`) as (g: unknown) => Uint8Array;
    expect(String(crc32(simulate(graphicsClass((length) => new Uint8Array(length)))))).toBe(real);
  });

  test('combines bytes with xor as the real surface in memory does', async () => {
    const random = seeded(41);
    const whole = (from: number, to: number): number => from + Math.floor(random() * (to - from + 1));
    const bytes = Array.from({ length: 6 * 40 }, () => whole(0, 255));
    const steps = Array.from({ length: 60 }, () => `l.x=${whole(-3, 24)};l.y=${whole(-39, 2)};s.drawImages([l])`).join(
      ';',
    );
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
