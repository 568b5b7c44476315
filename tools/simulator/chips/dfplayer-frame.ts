// Frames of the DFPlayer Mini (DFRobot, DFPlayer Mini Manual, 3.1): 7E FF 06, command, feedback, two bytes of parameter, two of
// checksum, EF.
import { hex } from './commands';

const START = 0x7e;
const VERSION = 0xff;
const LENGTH = 6;
const END = 0xef;
const FRAME_BYTES = 10;

export interface Frame {
  command: number;
  /** 1 when an acknowledgement is wanted. */
  feedback: number;
  high: number;
  low: number;
  /** Whether the checksum is right. */
  sound: boolean;
}

/** Two's complement of the sum from the version to the last parameter. */
function checksum(command: number, feedback: number, high: number, low: number): number {
  return -(VERSION + LENGTH + command + feedback + high + low) & 0xffff;
}

export function frameOf(command: number, high: number, low: number): number[] {
  const sum = checksum(command, 0, high, low);
  return [START, VERSION, LENGTH, command, 0, high, low, sum >> 8, sum & 255, END];
}

/** Finds frames in bytes that come one by one; `torn` hears of bytes that are none, and whether a frame's end is missing. */
export function frameReader(take: (frame: Frame) => void, torn: (text: string, atEnd: boolean) => void) {
  let bytes: number[] = [];
  return (byte: number): void => {
    const expected = [START, VERSION, LENGTH][bytes.length];
    if (expected !== undefined && byte !== expected) {
      if (bytes.length > 0)
        torn(`a frame begins with ${hex(START)} ${hex(VERSION)} ${hex(LENGTH)} (manual 3.1)`, false);
      bytes = byte === START ? [byte] : [];
      return;
    }
    bytes.push(byte);
    if (bytes.length < FRAME_BYTES) return;
    const [, , , command = 0, feedback = 0, high = 0, low = 0, sumHigh = 0, sumLow = 0, end] = bytes;
    bytes = [];
    if (end !== END) return torn(`a frame ends with ${hex(END)} (manual 3.1)`, true);
    const sound = sumHigh * 256 + sumLow === checksum(command, feedback, high, low);
    take({ command, feedback, high, low, sound });
  };
}
