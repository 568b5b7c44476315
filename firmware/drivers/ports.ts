// The ports between the portable firmware and a board. A driver implements one of them for one chip;
// a platform hands the drivers their wires. Every wait has a limit and ends in a fault text instead of hanging.

/** Colours by meaning; a panel without colour shows `ink` for all but `paper`. */
export type Colour = 'paper' | 'ink' | 'muted' | 'accent' | 'good' | 'bad' | 'warn' | 'white' | 'black';

/**
 * A surface in pixels, origin top left. Native on engines that can draw.
 * `bits` is one bit a pixel, row after row, most significant bit first, rows NOT padded to bytes (Espruino's image form).
 */
export interface Canvas {
  widthPx: number;
  heightPx: number;
  /** False where there is ink and paper alone. */
  colour: boolean;
  /** The panel takes long to change (e-paper): no countdown, and a picture that would look the same is not shown again. */
  slow: boolean;
  /** Side of the square that the QR screen leaves for the symbol and its quiet zone; 0 on a panel that cannot show one. */
  qrPx: number;
  /** Fills a rectangle; parts outside are cut. */
  fill(x: number, y: number, widthPx: number, heightPx: number, colour: Colour): void;
  /** Draws the 1-bits in `colour`. */
  blit(x: number, y: number, widthPx: number, heightPx: number, bits: string, colour: Colour): void;
  /**
   * Draws a QR symbol black on white without its quiet zone, top left at x, y. Placement and error correction happen
   * behind this call (firmware/qr), natively where the engine can. What cannot be drawn leaves a white square.
   */
  qr(x: number, y: number, modulePx: number, symbol: QrSymbol): void;
  /** Brings what was drawn to the panel. `whole` asks for a full refresh on panels that know two kinds. */
  show(whole: boolean, done: (fault: string | undefined) => void): void;
}

/** A QR as it travels: version 1 to 40, level 0 L to 3 H, mask 0 to 7, data codewords without padding (binary string). */
export interface QrSymbol {
  version: number;
  level: number;
  mask: number;
  codewords: string;
}

/** A stretch of coded sound in the voice pack, or a stretch of silence when `bytes` is 0. */
export interface ClipSpan {
  offset: number;
  bytes: number;
  /** Length in samples of the pack's rate. */
  samples: number;
}

/** Plays clips one after another. One `play` at a time; `done` comes exactly once, with a fault text when not all was played. */
export interface Speaker {
  play(pack: string, clips: ClipSpan[], volume: number, done: (fault: string | undefined) => void): void;
  stop(): void;
}

/**
 * How a voice pack codes sound (tools/voice/README.md), for drivers that decode it themselves: a clip is one
 * byte a block of 512 samples, the number of the block's decode table, and then 6-bit codes for all its samples, most
 * significant bit first. A decode table holds the 64 samples (8 bits, unsigned, silence is 128) that the codes stand for;
 * a loudness table (for volume 0 to 10) what each of the 256 samples becomes. Both lie at one place in every pack.
 */
export const PACK_RATE_HZ = 8000;
/** The length of every clip is a multiple of this. */
export const PACK_UNIT_SAMPLES = 64;
export const PACK_UNIT_BYTES = 48;
export const PACK_BLOCK_SAMPLES = 512;
export const PACK_BLOCK_UNITS = 8;
export const PACK_CODE_BITS = 6;
/** After a chime the ear needs a moment before the words. */
export const PACK_PAUSE_SAMPLES = 1024;
export const PACK_TABLES_AT = 32;
export const PACK_TABLES_BYTES = 1280;
export const PACK_LOUDNESS_AT = 1312;
export const PACK_LOUDNESS_BYTES = 256;
export const PACK_LOUDNESS_STEPS = 11;

/** A sample clock on a DAC pin with two half buffers: one is heard while the other is filled. Samples are 8 bits, unsigned. */
export interface WaveOut {
  /** Samples in one half buffer, a multiple of PACK_UNIT_SAMPLES. */
  halfSamples: number;
  /**
   * Plays until `fill` says that nothing is left. `fill` is called once for each half buffer before it is heard, puts its
   * `samples` with `decode` and `level`, and returns false when this half is the last one. Behind the first `leadSamples`
   * there may be a longer silence: who can, plays those from a buffer of their own, which sounds while the program draws.
   * `ended` comes exactly once unless `stop` was called: undefined, or 'audio-timeout' when the sound is not over after
   * `limitMs`.
   */
  start(
    rateHz: number,
    limitMs: number,
    leadSamples: number,
    fill: (samples: number) => boolean,
    ended: (fault: string | undefined) => void,
  ): void;
  /** Sets the decode tables: table[i] = through[bytes[i]], `through` has 256 bytes. One native pass. */
  tables(bytes: string, through: string): void;
  /** Sets the bytes that `decode` reads from. */
  source(codes: string): void;
  /** half[at + i] = table[tableAt + code i] for `samples` codes of `bits` bits from byte `from` of the source. One native pass. */
  decode(at: number, samples: number, from: number, bits: number, tableAt: number): void;
  /** Puts the same value into half[at] to half[at + samples - 1]. */
  level(at: number, samples: number, value: number): void;
  /** Silence at once; `ended` does not come any more. */
  stop(): void;
}

/** Read-only files beside the code: fonts, QR tables, voice packs. Reads past the end are short. */
export interface Assets {
  read(file: string, offset: number, bytes: number): string;
}

/** What stands between a finished picture and the glass. */
export interface Panel {
  /** Brings the picture to the glass. `whole` asks for a full refresh where there are two kinds. */
  show(whole: boolean, done: (fault: string | undefined) => void): void;
}

/** Waits in milliseconds. */
export interface Timers {
  after(ms: number, run: () => void): number;
  cancel(timer: number): void;
}

/**
 * The wires of a panel on a four-wire SPI bus (mode 0, most significant bit first). Chip select is low from a command's
 * first byte to its last; D/C is low for the command byte and high for its data.
 */
export interface PanelWires extends Timers {
  /** One command byte and what belongs to it, '' for nothing. */
  command(code: number, bytes: string): void;
  /** More bytes for the last command: a long picture comes in pieces. */
  more(bytes: string): void;
  /** Holds the reset line low, or lets it go. Nothing happens on a board without that wire. */
  reset(low: boolean): void;
  /** The level of the BUSY line; what it means is the chip's business. */
  busyIsHigh(): boolean;
}

/** A panel's size as its chip counts it, before any rotation. */
export interface PanelSize {
  widthPx: number;
  heightPx: number;
}

/** A rectangle in the chip's own orientation. */
export interface Region {
  x: number;
  y: number;
  widthPx: number;
  heightPx: number;
}

/** A picture of one bit a pixel in the chip's own orientation, as lines of whole bytes; 1 is ink, the top bit is left. */
export interface Frame {
  /** The bytes of `lines` lines from line `y`, each from byte `fromByte` on and `lineBytes` long. */
  read(y: number, lines: number, fromByte: number, lineBytes: number): string;
}

/**
 * A panel that keeps a whole picture and takes long to change (e-paper), or a small one that is sent whole (OLED).
 * `region` starts and ends at whole bytes of a line. One `show` at a time; `done` comes exactly once: undefined,
 * 'display-busy' when the last one has not ended, or 'busy-timeout' when the chip does not come back. A chip that
 * failed is reset and set up anew at the next `show`, which is then a whole one. Power-hungry parts are off between two.
 */
export interface FramePanel {
  show(frame: Frame, region: Region, whole: boolean, done: (fault: string | undefined) => void): void;
}

/** A panel whose memory is written at any time (LCD): a window, then its pixels, row after row, RGB565, high byte first. */
export interface PixelPanel {
  /** Resets the chip, sets it up for the rotation (quarter turns clockwise) and lights it. `done` comes exactly once. */
  start(done: (fault: string | undefined) => void): void;
  /** In the rotated orientation; all pixels of the last window were given before. */
  window(x: number, y: number, widthPx: number, heightPx: number): void;
  pixels(bytes: string): void;
}

/** A serial line, 8 data bits, no parity, one stop bit. Bytes come in pieces of any length. */
export interface SerialLine extends Timers {
  write(bytes: string): void;
  onBytes(handler: (bytes: string) => void): void;
}

/** An input pin that the platform keeps from floating: open reads high. */
export interface InputPin {
  isHigh(): boolean;
  onChange(handler: (high: boolean) => void): void;
}

export interface OutputPin {
  set(high: boolean): void;
}

/** A pin that can beep: a square wave of this frequency, 0 for silence. */
export interface TonePin extends Timers {
  tone(hz: number): void;
}

/**
 * A player that has its own card of sounds (serial MP3 module): folders 1 to 99 are languages, track n + 1 is clip n.
 * One `play` at a time; `done` comes exactly once.
 */
export interface TrackPlayer {
  /** @param volume 0 to 10 */
  play(folder: number, tracks: number[], volume: number, done: (fault: string | undefined) => void): void;
  stop(): void;
}

/** A beeper as a last resort. `tones` are pairs of hertz (0 is a pause) and milliseconds. */
export interface TonePlayer {
  play(tones: [hz: number, ms: number][], done: (fault: string | undefined) => void): void;
  stop(): void;
}

/**
 * What a shop presses. volume: one key that goes round the levels. language: the next of those on the box. Digits and
 * those after them are for keying in an amount.
 */
export type KeyName =
  | 'repeat'
  | 'total'
  | 'dismiss'
  | 'louder'
  | 'quieter'
  | 'volume'
  | 'language'
  | '0'
  | '1'
  | '2'
  | '3'
  | '4'
  | '5'
  | '6'
  | '7'
  | '8'
  | '9'
  | '00'
  | 'clear'
  | 'enter';

/** Where an input driver brings what it read. A customer's code (1 to 512 bytes) is never logged or kept. */
export interface InputSink {
  key(key: KeyName): void;
  code(code: string): void;
}

/** A touch surface laid over the panel. `down` is false when the finger leaves. */
export interface TouchWires {
  widthPx: number;
  onTouch(handler: (xPx: number, yPx: number, down: boolean) => void): void;
}
