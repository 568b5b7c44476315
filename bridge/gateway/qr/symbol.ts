// A whole symbol on the bridge, only to judge masks by it; the box makes its own from the same codewords.
import { blocksOf, dataCodewords, totalCodewords } from './capacity';
import { generator, remainder } from './field';
import { DARK, FORMAT, maskCodewords, placement } from './placement';

/** Data codewords as they travel, and how they are to be drawn. */
export interface Symbol {
  version: number;
  /** 0 L to 3 H. */
  level: number;
  mask: number;
  codewords: string;
}

const PADS = [0xec, 0x11];

/** The modules of a symbol, row after row, 1 is dark (ISO/IEC 18004:2015, 7.4.10 to 7.9). */
export function symbolModules(symbol: Symbol): Uint8Array {
  return maskedModules(symbol, symbol.mask, interleaved(symbol));
}

/** The same under another mask, from codewords that are already interleaved. */
export function maskedModules(
  symbol: Pick<Symbol, 'version' | 'level'>,
  mask: number,
  codewords: Uint8Array,
): Uint8Array {
  const format = formatBits(symbol.level, mask);
  const places = placementOf(symbol.version);
  const shown = maskOf(symbol.version, mask).map((inverted, i) => inverted ^ (codewords[i] ?? 0));
  const modules = new Uint8Array(places.length);
  for (let i = 0; i < modules.length; i++) {
    const place = places[i]!;
    if (place >= 0) modules[i] = (shown[place >>> 3]! >>> (7 - (place & 7))) & 1;
    else if (place <= FORMAT) modules[i] = (format >>> (FORMAT - place)) & 1;
    else modules[i] = Number(place === DARK);
  }
  return modules;
}

// Of few versions, so what was made once is kept.
const placements = new Map<number, Int16Array>();
const masks = new Map<number, Uint8Array>();

function placementOf(version: number): Int16Array {
  const known = placements.get(version) ?? placement(version);
  placements.set(version, known);
  return known;
}

function maskOf(version: number, mask: number): Uint8Array {
  const known = masks.get(8 * version + mask) ?? maskCodewords(version, mask, totalCodewords(version) + 1);
  masks.set(8 * version + mask, known);
  return known;
}

/** The 15 format bits (7.9.1): five bits of level and mask, ten of their BCH code, masked. */
export function formatBits(level: number, mask: number): number {
  const value = ((level ^ 1) << 3) | mask;
  let rest = value;
  for (let i = 0; i < 10; i++) rest = (rest << 1) ^ ((rest >>> 9) * 0x537);
  return ((value << 10) | rest) ^ 0x5412;
}

/** Padded, cut into blocks, with their error correction codewords, in the order of placement (7.6). */
export function interleaved({ version, level, codewords }: Omit<Symbol, 'mask'>): Uint8Array {
  const { blocks, eccCodewords } = blocksOf(version, level);
  const count = dataCodewords(version, level);
  const data = Uint8Array.from({ length: count }, (_none, i) =>
    i < codewords.length ? codewords.charCodeAt(i) : PADS[(i - codewords.length) % 2]!,
  );
  const short = Math.floor(count / blocks);
  const longs = count - short * blocks;
  const polynomial = generator(eccCodewords);
  const out = new Uint8Array(totalCodewords(version));
  for (let b = 0, from = 0; b < blocks; b++) {
    const length = short + (b < blocks - longs ? 0 : 1);
    const block = data.subarray(from, from + length);
    from += length;
    for (let i = 0; i < short; i++) out[i * blocks + b] = block[i]!;
    // The last codewords of the long blocks, which come last, follow each other.
    if (length > short) out[short * blocks + b - (blocks - longs)] = block[short]!;
    remainder(block, polynomial).forEach((codeword, i) => (out[count + i * blocks + b] = codeword));
  }
  return out;
}
