/** A board as data: what is soldered to what. The file name is the board's id. */
export interface Board {
  title: string;
  engine: 'espruino' | 'nodemcu';
  /** Espruino's board name (process.env.BOARD) or NodeMCU's target. */
  runtime: string;
  display: {
    driver: string;
    widthPx: number;
    heightPx: number;
    /** Distance of two pixels in millimetres times 10,000 (0.1530 mm is 1530). */
    pitchTenthMicrons: number;
    colour: boolean;
  };
  audio: { driver: string; pack: { rateHz: number; limitBytes: number } };
  input: { driver: string };
  /**
   * What the bridge may send as a QR: the square that the QR screen leaves for it (quiet zone included), and the
   * versions and masks whose placement tables the image carries.
   */
  qr: { areaPx: number; versions: number[]; masks: number[] };
  languages: string[];
}
