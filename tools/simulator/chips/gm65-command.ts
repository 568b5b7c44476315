// Serial commands of the GM65 and its kind (Hangzhou Grow Technology, GM65 User Manual V1.3, chapter 10): 7E 00, type, number of
// data bytes, address of a zone bit (2), data, checksum (2). Answers: 02 00 00, number, data, checksum.

export const READ_ZONE = 0x07;
export const WRITE_ZONE = 0x08;
export const SAVE_ZONE = 0x09;

const HEAD = 0x7e;
const ANSWER = 0x02;
/** "AB CD" instead of a checksum: the module does not look (10.1). */
const UNCHECKED = 0xabcd;
/** Head, zero, type, count, address, checksum. */
const FRAME_BYTES = 8;

export interface Command {
  type: number;
  address: number;
  data: number[];
}

/** Finds commands in bytes that come one by one. */
export function commandReader(take: (command: Command) => void, fault: (text: string) => void) {
  let bytes: number[] = [];
  return {
    get isWithin(): boolean {
      return bytes.length > 0;
    },
    /** A half command is forgotten after a silence. */
    forget: () => (bytes = []),
    byte(byte: number): void {
      bytes.push(byte);
      const [head, zero, type = 0, count = 0, high = 0, low = 0] = bytes;
      const known = bytes.length < 3 || type === READ_ZONE || type === WRITE_ZONE || type === SAVE_ZONE;
      if (head !== HEAD || (bytes.length > 1 && zero !== 0) || !known) {
        fault('bytes that are no command (10)');
        bytes = byte === HEAD ? [byte] : [];
        return;
      }
      if (bytes.length < 4 || bytes.length < FRAME_BYTES + count) return;
      const [sumHigh = 0, sumLow = 0] = bytes.slice(-2);
      const sum = sumHigh * 256 + sumLow;
      const checked = bytes.slice(2, -2);
      const data = bytes.slice(6, -2);
      bytes = [];
      if (sum === UNCHECKED || sum === crc16(checked)) take({ type, address: high * 256 + low, data });
      else fault(`a command with the checksum ${sum.toString(16)}, which is wrong; it is ignored`);
    },
  };
}

export function answerOf(data: readonly number[]): number[] {
  const body = [0x00, data.length, ...data];
  const sum = crc16(body);
  return [ANSWER, 0x00, ...body, sum >> 8, sum & 255];
}

/** CRC-CCITT, x^16 + x^12 + x^5 + 1, from 0, from the type to the last data byte. */
function crc16(bytes: readonly number[]): number {
  let crc = 0;
  for (const byte of bytes) {
    crc ^= byte << 8;
    for (let bit = 0; bit < 8; bit++) crc = ((crc << 1) ^ ((crc & 0x8000) !== 0 ? 0x1021 : 0)) & 0xffff;
  }
  return crc;
}
