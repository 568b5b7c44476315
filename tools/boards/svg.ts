// The few strokes that a wiring picture is made of.

export interface Point {
  x: number;
  y: number;
}

interface TextStyle {
  anchor?: 'start' | 'middle' | 'end';
  size?: number;
  bold?: boolean;
  fill?: string;
}

export function box(at: Point, widthPx: number, heightPx: number, fill: string, stroke: string): string {
  return `<rect x="${at.x}" y="${at.y}" width="${widthPx}" height="${heightPx}" rx="8" fill="${fill}" stroke="${stroke}"/>`;
}

export function text(at: Point, words: string, style: TextStyle = {}): string {
  const { anchor = 'start', size = 13, bold = false, fill = '#1d2b36' } = style;
  const weight = bold ? ' font-weight="bold"' : '';
  // The middle of small letters and figures lies a third of their size above the line that they stand on.
  const y = Math.round(at.y + size / 3);
  return `<text x="${at.x}" y="${y}" text-anchor="${anchor}" font-size="${size}"${weight} fill="${fill}">${escaped(words)}</text>`;
}

/** A wire with a white rim, so that one sees which of two goes over the other. */
export function wire(points: Point[], colour: string): string {
  const line = points.map(({ x, y }) => `${x},${y}`).join(' ');
  const stroke = (paint: string, widthPx: number): string =>
    `<polyline points="${line}" fill="none" stroke="${paint}" stroke-width="${widthPx}" stroke-linejoin="round"/>`;
  return stroke('#ffffff', 7) + stroke(colour, 3);
}

export function dot(at: Point, fill: string): string {
  return `<circle cx="${at.x}" cy="${at.y}" r="5" fill="${fill}" stroke="#ffffff"/>`;
}

/** The whole picture on white. `title` is read aloud by screen readers. */
export function svg(widthPx: number, heightPx: number, title: string, shapes: string[]): string {
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${widthPx} ${heightPx}" width="${widthPx}" height="${heightPx}" font-family="DejaVu Sans, Arial, sans-serif">`,
    `<title>${escaped(title)}</title>`,
    `<rect width="${widthPx}" height="${heightPx}" fill="#ffffff"/>`,
    ...shapes,
    '</svg>',
    '',
  ].join('\n');
}

function escaped(words: string): string {
  return words.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
