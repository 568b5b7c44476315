// What portable.test.ts runs on every engine: symbols in, their modules out.
import type { QrSymbol } from '../../firmware/drivers/ports';
import { symbolBits } from '../../firmware/qr/index';

declare const TABLES: string;
declare const SYMBOLS: QrSymbol[];
declare function print(line: string): void;

const assets = { read: (_file: string, offset: number, bytes: number) => TABLES.substring(offset, offset + bytes) };

for (const symbol of SYMBOLS) {
  const bits = symbolBits(assets, symbol);
  let codes = '';
  if (bits !== undefined) for (let i = 0; i < bits.length; i++) codes += ' ' + bits.charCodeAt(i);
  print('modules' + codes);
}
