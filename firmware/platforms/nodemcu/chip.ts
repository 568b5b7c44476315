import type { OpenFile } from './files';
import type { Station } from './wifi';

export type Secure = number | boolean | { ca_cert: string };

/** What the two chips have each in their own way. */
export interface Chip {
  open: OpenFile;
  station: Station;
  /** A counter of 30 or 31 bits. */
  microseconds: () => number;
  /** Minus dBm, 0 when it is not known. */
  rssi: () => number;
  /**
   * What mqtt's connect() takes for TLS with a server that this authority (PEM) vouches for, '' for a plain link;
   * undefined when the chip cannot do that.
   */
  secure: (ca: string) => Secure | undefined;
  /** Called every second: who does not call for a minute is started again. */
  alive: () => void;
}

/** A panel's bus and the GPIO numbers of its wires. */
export interface SpiBus {
  clockHz: number;
  pins: { SCLK: number; MOSI: number; CS: number; DC: number; RST?: number; BUSY?: number };
}

/** A serial part; RX is what the chip listens on. */
export interface UartBus {
  baud: number;
  pins: { TX: number; RX?: number; BUSY?: number };
}

/** I2S out. */
export interface I2sBus {
  pins: { BCLK: number; LRC: number; DIN: number };
}
