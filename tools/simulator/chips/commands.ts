// What the display chips have in common: a four-wire SPI port on which a command byte (D/C low) is followed by its data
// (D/C high), and a list of what the program did against the datasheet.

/** Enough to see what went wrong; a program in a loop would fill the memory. */
const MOST_FAULTS = 100;

/** How many data bytes belong to a command: at least and at most. */
export type Follow = readonly [fewest: number, most: number];

/** A command whose data is handed on byte by byte, as much as there is. */
export const STREAM: Follow = [0, Infinity];

/** What a chip does with what its SPI port took in. */
export interface Chip {
  /** Why nothing may be sent now; undefined when it may. */
  refusal(): string | undefined;
  /** Undefined for a command that the chip does not have. */
  follow(code: number): Follow | undefined;
  /** A command with all its data; a stream's command comes before its data. */
  run(code: number, data: number[]): void;
  stream(code: number, byte: number): void;
}

export interface SpiPort {
  select(low: boolean): void;
  dc(high: boolean): void;
  bytes(data: Uint8Array): void;
  /** Forgets a command that is half in. */
  clear(): void;
  readonly faults: string[];
  /** Puts a transgression down, but not the same one twice in a row. */
  fault(text: string): void;
  readonly spiBytes: number;
}

/** The hexadecimal form of a byte as datasheets print it. */
export const hex = (byte: number): string => `${byte.toString(16).toUpperCase().padStart(2, '0')}h`;

/** The SPI port of a chip. A command that must not be sent, or that the chip does not have, is put down and ignored. */
export function spiPort(chip: Chip): SpiPort {
  const faults: string[] = [];
  let selected = false;
  let isData = true;
  let spiBytes = 0;
  let code: number | undefined;
  let follow: Follow = [0, 0];
  let taken: number[] = [];
  let ran = false;

  function fault(text: string): void {
    if (faults.at(-1) !== text && faults.length < MOST_FAULTS) faults.push(text);
  }
  /** A command may have fewer bytes than it could take: then the next command sets it off. */
  function finish(): void {
    if (code === undefined || ran) return;
    if (taken.length < follow[0])
      fault(`command ${hex(code)} got ${taken.length} of ${follow[0]} data bytes and was dropped`);
    else chip.run(code, taken);
    ran = true;
  }
  function begin(next: number): void {
    finish();
    code = undefined;
    const refusal = chip.refusal();
    if (refusal !== undefined) return fault(`command ${hex(next)} ${refusal}`);
    const found = chip.follow(next);
    if (found === undefined) return fault(`command ${hex(next)} is not one of this chip's, or not modelled`);
    code = next;
    follow = found;
    taken = [];
    ran = follow === STREAM || follow[1] === 0;
    if (ran) chip.run(next, taken);
  }
  function take(byte: number): void {
    // What follows a refused command is refused with it.
    if (code === undefined) return;
    const refusal = chip.refusal();
    if (refusal !== undefined) return fault(`data of command ${hex(code)} ${refusal}`);
    if (follow === STREAM) return chip.stream(code, byte);
    if (taken.length === follow[1]) return fault(`command ${hex(code)} got more than ${follow[1]} data bytes`);
    taken.push(byte);
    if (taken.length === follow[1]) finish();
  }
  return {
    faults,
    fault,
    get spiBytes() {
      return spiBytes;
    },
    select: (low) => (selected = low),
    dc: (high) => (isData = high),
    clear: () => (code = undefined),
    bytes(data) {
      if (!selected) return;
      spiBytes += data.length;
      for (const byte of data) {
        if (isData) take(byte);
        else begin(byte);
      }
    },
  };
}
