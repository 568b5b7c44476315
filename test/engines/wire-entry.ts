// What portable.test.ts runs on every engine: sealed messages and payloads in, what the wire made of them out.
import {
  decodeDown,
  decodeUp,
  encodeMessage,
  hmacSha256,
  open,
  peekSeq,
  seal,
  sha256,
} from '../../firmware/wire/index';

declare const KEY: string;
declare const STEPS: { is: 'sealed' | 'payload' | 'hash'; down: boolean; topic: string; bytes: string }[];
declare function print(line: string): void;

function hexOf(bytes: string): string {
  const digits = '0123456789abcdef';
  let hex = '';
  for (let i = 0; i < bytes.length; i++) {
    const code = bytes.charCodeAt(i);
    hex += digits.charAt(code >>> 4) + digits.charAt(code & 15);
  }
  return hex;
}

/** A message as sorted name=value pairs, strings in hex. */
function say(value: unknown): string {
  if (typeof value === 'string') return hexOf(value);
  if (typeof value !== 'object' || value === null) return String(value);
  let text = '';
  if (Array.isArray(value)) {
    for (const one of value) text += say(one) + ',';
    return `[${text}]`;
  }
  const fields = value as Record<string, unknown>;
  for (const name of Object.keys(fields).sort() as string[]) {
    if (fields[name] !== undefined) text += `${name}=${say(fields[name])},`;
  }
  return `(${text})`;
}

const read = (down: boolean, payload: string) => (down ? decodeDown(payload) : decodeUp(payload));

function roundTrip(down: boolean, topic: string, sealed: string): string {
  const payload = open(sha256, KEY, topic, sealed);
  if (payload === undefined) return 'refused';
  const message = read(down, payload);
  if (typeof message === 'string') return message;
  return say(message) + ' ' + hexOf(seal(sha256, KEY, topic, encodeMessage(message)));
}

for (const step of STEPS) {
  if (step.is === 'sealed') print(roundTrip(step.down, step.topic, step.bytes));
  else if (step.is === 'payload') print(say(read(step.down, step.bytes)) + ' ' + peekSeq(step.bytes));
  else print(hexOf(sha256(step.bytes)) + ' ' + hexOf(hmacSha256(sha256, KEY, step.bytes)));
}
