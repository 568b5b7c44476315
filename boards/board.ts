/** What a part's signals are soldered to: signal name as in the chip's datasheet, GPIO number. */
export type Pins = Readonly<Record<string, number>>;

/** How a part is connected. The platform makes the driver's wires from it. */
export type Bus =
  /** Part of the engine's own build for this board. */
  | { is: 'built-in' }
  /** Four-wire SPI; `pins` has SCLK, MOSI, CS, DC and, where the chip has them, RST and BUSY. */
  | { is: 'spi'; clockHz: number; pins: Pins }
  /** `pins` has TX and RX as the engine sees them, and what else the part needs (BUSY). */
  | { is: 'uart'; baud: number; pins: Pins }
  /** I2S out; `pins` has BCLK, LRC and DIN. */
  | { is: 'i2s'; pins: Pins }
  /** Plain pins. */
  | { is: 'pins'; pins: Pins };

/** A part and its driver: a folder of firmware/drivers/<kind>/. */
export interface Part {
  driver: string;
  bus: Bus;
}

/** A board as data: what is soldered to what. The file name is the board's id. */
export interface Board {
  title: string;
  engine: 'espruino' | 'nodemcu';
  /** Espruino's board name (process.env.BOARD) or NodeMCU's target. */
  runtime: string;
  display: Part & {
    /** As the shop sees it. */
    widthPx: number;
    heightPx: number;
    /** Quarter turns clockwise from the chip's own orientation. */
    rotation: 0 | 1 | 2 | 3;
    /** Distance of two pixels in millimetres times 10,000 (0.1530 mm is 1530). */
    pitchTenthMicrons: number;
    colour: boolean;
    /** The panel takes long to change (e-paper): no countdown, no picture that nobody asked for. */
    slow: boolean;
  };
  /** `pack` is undefined where sound is not in the box's flash (a module with its own card, a buzzer). */
  audio: Part & { pack: { rateHz: number; limitBytes: number } | undefined };
  inputs: Part[];
  /**
   * What the bridge may send as a QR: the square that the QR screen leaves for it (quiet zone included), and the
   * versions and masks whose placement tables the image carries.
   */
  qr: { areaPx: number; versions: number[]; masks: number[] };
  languages: string[];
}
