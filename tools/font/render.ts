// Turns characters into one-bit pictures with a real shaping engine: headless Chromium and its canvas.
import { readFileSync } from 'node:fs';
import { chromium, type Page } from 'playwright-core';
import type { FaceRequest } from './faces';
import { icons } from './icons';
import { scripts } from './scripts';

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
  /** Sets of ten that may stand in the place of 0 to 9. */
  digits: Glyph[][];
}

const FONT_FOLDER = '/usr/share/fonts/truetype/noto';
const CHROMIUM_FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Runs inside the page: draws one text, or a sign over what stands before it, and returns its pixels above the threshold. */
const PAGE = `
window.glyph = (text, onBlank, sizePx, weight, heightPx, baselinePx) => {
  const pad = 80, canvas = new OffscreenCanvas(400, heightPx + 80), c = canvas.getContext('2d', { willReadFrequently: true });
  c.font = weight + ' ' + sizePx + 'px ' + FAMILIES;
  c.fillStyle = '#fff';
  // A sign alone would get a dotted circle; a blank takes it without one.
  const blank = onBlank ? '\\u00a0' : '', before = Math.round(c.measureText(blank).width);
  const advance = Math.round(c.measureText(blank + text).width) - before;
  c.fillText(blank + text, pad, baselinePx + 40);
  const glyph = window.bits(c, pad + before, 40, advance);
  // One that goes before its letter would lie on the letter: it stands behind it instead.
  if (onBlank && advance > 2 && glyph.left < -1) glyph.left += before;
  return glyph;
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
    await page.setContent(
      `<style>${fontFaces().join('')}</style><script>const FAMILIES = '${families()}';${PAGE}</script>`,
    );
    await page.evaluate('Promise.all([...document.fonts].map((font) => font.load()))');
    const faces: RenderedFace[] = [];
    for (const request of requests) faces.push(await renderFace(page, request));
    return faces;
  } finally {
    await browser.close();
  }
}

async function renderFace(page: Page, request: FaceRequest): Promise<RenderedFace> {
  const { name, sizePx, weight, marks } = request;
  // Digits have no room above them to keep, and only commas below.
  const digitsOnly = request.glyphs.every((glyph) => glyph <= '9');
  const heightPx = name === 'icons' ? 64 : Math.round(sizePx * (digitsOnly ? 1 : 1.35));
  const baselinePx = Math.round(sizePx * (digitsOnly ? 0.8 : 1));
  const call = (text: string, onBlank: boolean): string =>
    `glyph(${JSON.stringify(text)}, ${onBlank}, ${sizePx}, ${weight}, ${heightPx}, ${baselinePx})`;
  const draw = async (list: { text: string; call: string }[]): Promise<Glyph[]> => {
    const drawn = (await page.evaluate(`[${list.map((one) => one.call).join(',')}]`)) as Omit<Glyph, 'text'>[];
    return drawn.map((glyph, i) => ({ text: list[i]!.text, ...glyph }));
  };
  const plain = request.glyphs.map((text) => ({ text, call: call(text, false) }));
  const over = marks.map((text) => ({ text, call: call(text, true) }));
  const pictures = icons.map((icon) => ({ text: icon.name, call: `icon(${JSON.stringify(icon.draw)})` }));
  const digits: Glyph[][] = [];
  for (const set of request.digits)
    digits.push(evenly(await draw([...set].map((text) => ({ text, call: call(text, false) })))));
  return { name, heightPx, baselinePx, glyphs: await draw(name === 'icons' ? pictures : [...plain, ...over]), digits };
}

/** Digits of one width, so that a countdown does not jump. */
function evenly(digits: Glyph[]): Glyph[] {
  const advancePx = Math.max(...digits.map((digit) => digit.advancePx));
  return digits.map((digit) => ({ ...digit, left: digit.left + ((advancePx - digit.advancePx) >> 1), advancePx }));
}

const families = (): string => Object.keys(scripts).join(', ');

function fontFaces(): string[] {
  return Object.entries(scripts).map(([family, { font }]) => {
    const bytes = readFileSync(`${FONT_FOLDER}/${font}`).toString('base64');
    return `@font-face { font-family: ${family}; src: url(data:font/ttf;base64,${bytes}); font-weight: 100 900; }`;
  });
}
