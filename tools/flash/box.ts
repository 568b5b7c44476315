/** A box on a cable, with a place for files. What an engine needs to be flashed; bytes are as they are. */
export interface CabledBox {
  /** The engine's own name of its build (boards: runtime). */
  runtime: string;
  has(name: string): Promise<boolean>;
  /**
   * How many leading bytes of this file are there and right, so that only the rest must be sent: all of them, or a whole
   * number of blocks behind which nothing is written yet, or 0. Compared by a checksum of each block.
   */
  present(name: string, bytes: Buffer): Promise<number>;
  /** Takes files away and sees that as many bytes as given are free. Throws when they are not. */
  clear(names: string[], neededBytes: number): Promise<void>;
  /** Sends a file from this byte on, as `present` said. `sent` is told the number of bytes in each step. */
  send(name: string, bytes: Buffer, from: number, sent: (bytes: number) => void): Promise<void>;
  /** Starts the box's program. */
  restart(): Promise<void>;
}
