// Espruino's API as far as this firmware uses it (reference: espruino.com/Reference, 2v29). The simulator's host
// implements exactly these; what is not here does not exist for us.

interface GraphicsImage {
  width: number;
  height: number;
  bpp: number;
  buffer: ArrayBuffer | string;
  palette?: Uint16Array;
  transparent?: number;
}
interface Graphics {
  getWidth(): number;
  getHeight(): number;
  setColor(colour: number): Graphics;
  setBgColor(colour: number): Graphics;
  /** Corners are inclusive. */
  fillRect(x1: number, y1: number, x2: number, y2: number): Graphics;
  drawImage(image: GraphicsImage, x: number, y: number): Graphics;
  clear(reset?: boolean): Graphics;
  /** Quarter turns clockwise; 3 with `reflect` exchanges rows and columns. */
  setRotation(turns: number, reflect?: boolean): Graphics;
  /** The rectangle that was drawn in since it was last reset, as memory counts it; undefined when nothing was drawn. */
  getModified(reset: boolean): { x1: number; y1: number; x2: number; y2: number };
  /** Letters of one bit a pixel, column by column without gaps; the bits from 8 on of `height` are their scale. */
  setFontCustom(bitmap: string, firstCode: number, width: number, height: number): Graphics;
  drawString(text: string, x: number, y: number): Graphics;
  /** Back to the built-in letters, and the others are forgotten. */
  setFontBitmap(): Graphics;
  /** Layers one over another in one pass; `xor` (2v22 and later) combines with what is there. */
  drawImages(layers: readonly GraphicsLayer[]): Graphics;
}
interface GraphicsLayer {
  image: GraphicsImage;
  x: number;
  y: number;
  compose?: string;
}
declare const Graphics: {
  /**
   * A surface in memory; with 8 bits a pixel, `buffer` has one byte for each, with fewer and `msb` several pixels, the
   * left one on top, and lines that are not filled up to bytes.
   */
  createArrayBuffer(
    widthPx: number,
    heightPx: number,
    bpp: number,
    options?: { msb: boolean },
  ): Graphics & { buffer: ArrayBuffer };
};
/** ESP32_CYD: the built-in 320x240x16 ILI9341, drawn without a buffer (boards/ESP32_CYD.py). */
declare const g: Graphics;
/** ESP32_CYD: the speaker's pin, D26 (DAC channel 2). */
declare const SPK: Pin;
declare const LED1: Pin;
declare const LED2: Pin;
declare const LED3: Pin;
interface Pin {
  readonly pin: unique symbol;
}

/** Pins by the number of the GPIO. */
declare const D0: Pin;
declare const D1: Pin;
declare const D2: Pin;
declare const D3: Pin;
declare const D4: Pin;
declare const D5: Pin;
declare const D6: Pin;
declare const D7: Pin;
declare const D8: Pin;
declare const D9: Pin;
declare const D10: Pin;
declare const D11: Pin;
declare const D12: Pin;
declare const D13: Pin;
declare const D14: Pin;
declare const D15: Pin;
declare const D16: Pin;
declare const D17: Pin;
declare const D18: Pin;
declare const D19: Pin;
declare const D20: Pin;
declare const D21: Pin;
declare const D22: Pin;
declare const D23: Pin;
declare const D24: Pin;
declare const D25: Pin;
declare const D26: Pin;
declare const D27: Pin;
declare const D28: Pin;
declare const D29: Pin;
declare const D30: Pin;
declare const D31: Pin;
declare const D32: Pin;
declare const D33: Pin;
declare const D34: Pin;
declare const D35: Pin;
declare const D36: Pin;
declare const D37: Pin;
declare const D38: Pin;
declare const D39: Pin;

interface SpiPort {
  setup(options: { sck: Pin; mosi: Pin; baud: number }): void;
  write(bytes: number | string): void;
}
declare const SPI1: SpiPort;
interface SerialPort {
  setup(baud: number, pins: { tx: Pin; rx: Pin }): void;
  write(bytes: string): void;
  on(event: 'data', handler: (bytes: string) => void): void;
}
/** Serial1 is the ESP32's console. */
declare const Serial2: SerialPort;

interface ArrayBuffer {
  readonly byteLength: number;
}
interface ArrayBufferView {
  readonly buffer: ArrayBuffer;
  readonly length: number;
  [index: number]: number;
}
interface Uint8Array extends ArrayBufferView {
  fill(value: number, start?: number, end?: number): Uint8Array;
  set(values: ArrayBufferView | ArrayBuffer, offset?: number): void;
}
interface Uint16Array extends ArrayBufferView {
  readonly bits16: true;
}
interface TypedConstructor<A> {
  new (length: number): A;
  new (values: readonly number[]): A;
  new (buffer: ArrayBuffer, byteOffset?: number, length?: number): A;
}
declare const Uint8Array: TypedConstructor<Uint8Array>;
declare const Uint16Array: TypedConstructor<Uint16Array>;

declare const E: {
  /** dst[i] = map[src[i]]; with `bits`, src is read as a stream of that many bits, most significant first. */
  mapInPlace(from: ArrayBufferView, to: ArrayBufferView, map?: ArrayBufferView | string, bits?: number): void;
  /** A flat string of the bytes, undefined when there is no room for one. */
  toString(...parts: (ArrayBufferView | ArrayBuffer | string | number)[]): string | undefined;
  toArrayBuffer(bytes: string): ArrayBuffer;
  toUint8Array(...parts: (string | ArrayBuffer)[]): Uint8Array;
  hwRand(): number;
  on(event: 'touch', handler: (touch: { x: number; y: number; b: number }) => void): void;
  on(event: 'kill' | 'init', handler: () => void): void;
  enableWatchdog(seconds: number, automatic: boolean): void;
  kickWatchdog(): void;
  reboot(): void;
  CRC32(bytes: string | ArrayBufferView): number;
  /** A file of the computer (Linux) or the card. Throws when it cannot be opened. */
  openFile(path: string, mode: 'r' | 'w'): DiskFile;
};

interface DiskFile {
  /** Fewer at the end of the file, undefined behind it. */
  read(bytes: number): string | undefined;
  write(bytes: string | ArrayBufferView): number;
  seek(toByte: number): void;
  close(): void;
}

interface Waveform {
  buffer: Uint8Array;
  buffer2: Uint8Array;
  startOutput(pin: Pin, frequencyHz: number, options?: { repeat?: boolean; time?: number }): void;
  stop(): void;
  on(event: 'buffer', handler: (buffer: Uint8Array) => void): void;
  on(event: 'finish', handler: () => void): void;
}
declare const Waveform: {
  new (samples: number | ArrayBuffer, options?: { doubleBuffer?: boolean; bits?: 8 | 16 }): Waveform;
};

interface Socket {
  write(bytes: string): boolean;
  end(): void;
  on(event: 'data', handler: (bytes: string) => void): void;
  on(event: 'close', handler: (hadError: boolean) => void): void;
  on(event: 'error', handler: (error: { code: number; message: string }) => void): void;
  on(event: 'drain', handler: () => void): void;
}
interface StorageModule {
  /** With offset and length: a memory-mapped stretch, without a copy in RAM. undefined when the file is absent. */
  read(name: string, offset?: number, length?: number): string | undefined;
  /** With `size` on the first call a file of that size is laid out; later calls fill it. Bits can only go from 1 to 0 without an erase. */
  write(name: string, bytes: string, offset?: number, size?: number): boolean;
  erase(name: string): void;
  list(): string[];
  getFree(): number;
  compact(): void;
}
interface WifiModule {
  connect(ssid: string, options: { password: string }, callback: (error: string | null) => void): void;
  disconnect(callback?: () => void): void;
  on(event: 'connected' | 'associated' | 'disconnected', handler: () => void): void;
  getDetails(): { rssi?: number; status: string };
}
declare function require(module: 'Storage'): StorageModule;
declare function require(module: 'net'): {
  connect(options: { host: string; port: number }, callback: () => void): Socket;
};
declare function require(module: 'crypto'): { SHA256(bytes: string): ArrayBuffer };
declare function require(module: 'Wifi'): WifiModule;

declare function analogWrite(pin: Pin, value: number, options?: { freq?: number }): void;
/** Of several pins the last one has the lowest bit of the value. */
declare function digitalWrite(pins: Pin | readonly Pin[], value: number): void;
declare function digitalRead(pin: Pin): number;
declare function pinMode(pin: Pin, mode: 'input' | 'input_pullup' | 'opendrain'): void;
declare function setWatch(
  handler: () => void,
  pin: Pin,
  options: { repeat: boolean; edge: 'both'; debounce: number },
): void;
/** Linux build: ends the interpreter. */
declare function quit(): void;
/** Whether the console repeats what is typed and shows its prompt. */
declare function echo(on: boolean): void;
/** Everything that is typed at the console sees its members as names. */
declare const global: { key?: (word: string) => void };
declare function setTimeout(handler: () => void, ms: number): number;
declare function setInterval(handler: () => void, ms: number): number;
declare function clearTimeout(id: number): void;
declare function clearInterval(id: number): void;
/** Seconds, with fractions, from any beginning. */
declare function getTime(): number;
declare function print(...values: unknown[]): void;
declare const JSON: { parse(text: string): unknown; stringify(value: unknown): string };
declare const process: {
  memory(): { free: number; usage: number };
  env: { BOARD: string; VERSION: string };
};
declare const Math: { random(): number };
