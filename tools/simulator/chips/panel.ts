/** How often the glass was driven. A panel without refreshes (LCD, OLED) has none. */
export interface Refreshes {
  full: number;
  partial: number;
}

/**
 * A display chip and its glass as a box sees them: wires in, pixels out. Models are written from the chip's datasheet and
 * never from the driver. Every wire is high at first but BUSY. Bytes that arrive while chip select is high are not seen.
 */
export interface PanelModel {
  /** The chip-select line, active low. */
  select(low: boolean): void;
  /** Data (high) or command (low), as it is when the bytes that follow are clocked in. */
  dc(high: boolean): void;
  /** The reset line, active low. */
  reset(low: boolean): void;
  /** Bytes on SPI, most significant bit first. */
  bytes(data: Uint8Array): void;
  /** The level of the BUSY line; what it means is the chip's business. Low on chips without one. */
  busyIsHigh(): boolean;
  /** Sets the clock that refreshes and waits go by; it never goes back. */
  tick(nowMs: number): void;
  /** The glass in the chip's own orientation, before any rotation of the board. */
  readonly widthPx: number;
  readonly heightPx: number;
  /** What an eye sees there, as 0xRRGGBB. */
  pixel(x: number, y: number): number;
  /** What the datasheet forbids and the program did, in words, oldest first. */
  readonly faults: string[];
  /** Bytes taken while selected, commands included. */
  readonly spiBytes: number;
  readonly refreshes: Refreshes;
}

/** A panel whose glass keeps its picture without power. */
export interface EpaperModel extends PanelModel {
  /** Pixels that changed by a partial refresh since the last full one: there the old picture shines through. */
  readonly ghostPx: number;
}
