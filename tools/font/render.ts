// Turns characters into one-bit pictures with a real shaping engine: headless Chromium and its canvas.
import { readFileSync } from 'node:fs';
import { chromium } from 'playwright-core';
import type { FaceRequest } from './faces';
import { icons } from './icons';

/** One glyph: trimmed one-bit rows (top to bottom, '1' is ink), placed `left` of the pen and `top` below the line's top. */
export interface Glyph {
  text: string;
  advancePx: number;
  left: number;
  top: number;
  rows: string[];
}
export interface RenderedFace {
  name: string;
  heightPx: number;
  baselinePx: number;
  glyphs: Glyph[];
}

const FONT_FOLDER = '/usr/share/fonts/truetype/noto';
const FONTS = ['NotoSans-Bold.ttf', 'NotoSansDevanagari-Bold.ttf'];
const CHROMIUM_FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Runs inside the page: draws one text and returns its pixels above the threshold. */
const PAGE = `
window.glyph = (text, sizePx, weight, heightPx, baselinePx) => {
  const pad = 40, canvas = new OffscreenCanvas(400, heightPx + 80), c = canvas.getContext('2d', { willReadFrequently: true });
  c.font = weight + ' ' + sizePx + 'px GhantiLatin, GhantiDevanagari';
  c.fillStyle = '#fff';
  const advance = c.measureText(text).width;
  c.fillText(text, pad, baselinePx + 40);
  return window.bits(c, pad, 40, Math.round(advance));
};
window.icon = (draw) => {
  const canvas = new OffscreenCanvas(144, 144), c = canvas.getContext('2d', { willReadFrequently: true });
  c.translate(40, 40); c.strokeStyle = c.fillStyle = '#fff'; c.lineWidth = 7; c.lineCap = c.lineJoin = 'round'; c.beginPath();
  new Function('c', draw)(c);
  return window.bits(c, 40, 40, 64);
};
window.bits = (c, pad, above, advancePx) => {
  const { width, height } = c.canvas, data = c.getImageData(0, 0, width, height).data;
  let x0 = width, x1 = -1, y0 = height, y1 = -1;
  const on = (x, y) => data[(y * width + x) * 4 + 3] >= 112;
  for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) if (on(x, y)) { x0 = Math.min(x0, x); x1 = Math.max(x1, x); y0 = Math.min(y0, y); y1 = Math.max(y1, y); }
  const rows = [];
  for (let y = y0; y <= y1; y++) { let row = ''; for (let x = x0; x <= x1; x++) row += on(x, y) ? '1' : '0'; rows.push(row); }
  return { advancePx, left: x1 < 0 ? 0 : x0 - pad, top: y1 < 0 ? 0 : y0 - above, rows };
};`;

/** Renders every face. Needs Debian's chromium and fonts-noto-core; says so when one is missing. */
export async function render(requests: FaceRequest[]): Promise<RenderedFace[]> {
  const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: CHROMIUM_FLAGS });
  try {
    const page = await browser.newPage();
    const css = ['GhantiLatin', 'GhantiDevanagari'].map((family, i) => {
      const bytes = readFileSync(`${FONT_FOLDER}/${FONTS[i]}`).toString('base64');
      return `@font-face { font-family: ${family}; src: url(data:font/ttf;base64,${bytes}); font-weight: 100 900; }`;
    });
    await page.setContent(
      `<style>${css.join('')}</style><p style="font:20px GhantiLatin">a</p><p style="font:20px GhantiDevanagari">क</p><script>${PAGE}</script>`,
    );
    await page.evaluate('document.fonts.ready');
    const faces: RenderedFace[] = [];
    for (const { name, sizePx, weight, glyphs } of requests) {
      // Digits have no room above them to keep, and only commas below.
      const digitsOnly = glyphs.every((glyph) => glyph <= '9');
      const heightPx = name === 'icons' ? 64 : Math.round(sizePx * (digitsOnly ? 1 : 1.35));
      const baselinePx = Math.round(sizePx * (digitsOnly ? 0.8 : 1));
      const shape = { sizePx, weight, heightPx, baselinePx };
      const list =
        name === 'icons'
          ? icons.map((icon) => ({ text: icon.name, call: `icon(${JSON.stringify(icon.draw)})` }))
          : glyphs.map((text) => ({
              text,
              call: `glyph(${JSON.stringify(text)}, ${sizePx}, ${weight}, ${heightPx}, ${baselinePx})`,
            }));
      const drawn = (await page.evaluate(`[${list.map((item) => item.call).join(',')}]`)) as Omit<Glyph, 'text'>[];
      faces.push({
        name,
        heightPx: shape.heightPx,
        baselinePx: shape.baselinePx,
        glyphs: drawn.map((glyph, i) => ({ text: list[i]!.text, ...glyph })),
      });
    }
    return faces;
  } finally {
    await browser.close();
  }
}
