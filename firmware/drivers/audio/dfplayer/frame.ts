// The DFPlayer's serial frame: 7E FF 06 command feedback parameter (2) checksum (2) EF (DFR0299 manual, 3.1).

export const FRAME_BYTES = 10;
const START = 0x7e;
const VERSION = 0xff;
const LENGTH = 0x06;
const END = 0xef;

/** A command that asks to be acknowledged. */
export function frameOf(command: number, high: number, low: number): string {
  const sum = checksum(command, 1, high, low);
  const head = String.fromCharCode(START) + String.fromCharCode(VERSION) + String.fromCharCode(LENGTH);
  const body = String.fromCharCode(command) + String.fromCharCode(1) + String.fromCharCode(high);
  const tail = String.fromCharCode(sum >>> 8) + String.fromCharCode(sum & 255) + String.fromCharCode(END);
  return head + body + String.fromCharCode(low) + tail;
}

/** True when `bytes` begin with a whole frame. */
export function isFrame(bytes: string): boolean {
  if (bytes.charCodeAt(0) !== START || bytes.charCodeAt(1) !== VERSION || bytes.charCodeAt(2) !== LENGTH) return false;
  const sum = checksum(bytes.charCodeAt(3), bytes.charCodeAt(4), bytes.charCodeAt(5), bytes.charCodeAt(6));
  return bytes.charCodeAt(7) * 256 + bytes.charCodeAt(8) === sum && bytes.charCodeAt(9) === END;
}

/** 0 minus the sum of version to parameter, in 16 bits. The manual's printed examples are wrong; modules agree on this. */
function checksum(command: number, feedback: number, high: number, low: number): number {
  return 65536 - (VERSION + LENGTH + command + feedback + high + low);
}
