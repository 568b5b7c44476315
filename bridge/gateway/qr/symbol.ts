// A whole symbol on the bridge, only to judge masks by it; the box makes its own from the same codewords.
import { blocksOf, dataCodewords, totalCodewords } from './capacity';
import { generator, remainder } from './field';
import { DARK, FORMAT, LIGHT, maskCodewords, placement } from './placement';

/** Data codewords as they travel, and how they are to be drawn. */
export interface Symbol {
  version: number;
  /** 0 L to 3 H. */
  level: number;
  mask: number;
  codewords: string;
}

const PADS = [0xec, 0x11];
const placements = new Map<number, Int16Array>();

/** The modules of a symbol, row after row, 1 is dark (ISO/IEC 18004:2015, 7.4.10 to 7.9). */
export function symbolModules(symbol: Symbol): Uint8Array {
  const { version, level, mask } = symbol;
  const bytes = totalCodewords(version) + 1;
  const codewords = interleaved(symbol);
  const inverted = maskCodewords(version, mask, bytes);
  const format = formatBits(level, mask);
  const places = placements.get(version) ?? placement(version);
  placements.set(version, places);
  return Uint8Array.from(places, (place) => {
    if (place === LIGHT || place === DARK) return Number(place === DARK);
    if (place <= FORMAT) return (format >>> (FORMAT - place)) & 1;
    return (((codewords[place >>> 3] ?? 0) ^ inverted[place >>> 3]!) >>> (7 - (place & 7))) & 1;
  });
}

/** The 15 format bits (7.9.1): five bits of level and mask, ten of their BCH code, masked. */
export function formatBits(level: number, mask: number): number {
  const value = ((level ^ 1) << 3) | mask;
  let rest = value;
  for (let i = 0; i < 10; i++) rest = (rest << 1) ^ ((rest >>> 9) * 0x537);
  return ((value << 10) | rest) ^ 0x5412;
}

/** Padded, cut into blocks, with their error correction codewords, in the order of placement (7.6). */
function interleaved({ version, level, codewords }: Symbol): number[] {
  const { blocks, eccCodewords } = blocksOf(version, level);
  const count = dataCodewords(version, level);
  const data = Array.from({ length: count }, (_none, i) =>
    i < codewords.length ? codewords.charCodeAt(i) : PADS[(i - codewords.length) % 2]!,
  );
  const short = Math.floor(count / blocks);
  const longs = count - short * blocks;
  const polynomial = generator(eccCodewords);
  let from = 0;
  const cut = Array.from({ length: blocks }, (_none, b) => {
    const block = data.slice(from, from + short + (b < blocks - longs ? 0 : 1));
    from += block.length;
    return { block, rest: remainder(block, polynomial) };
  });
  const out: number[] = [];
  for (let i = 0; i <= short; i++) for (const { block } of cut) if (i < block.length) out.push(block[i]!);
  for (let i = 0; i < eccCodewords; i++) for (const { rest } of cut) out.push(rest[i]!);
  return out;
}
