import { Refusal, STUB } from './fault';

/** 32-bit numbers, lowest byte first. */
export function words(body: Buffer): number[] {
  return Array.from({ length: Math.floor(body.length / 4) }, (_, i) => body.readUInt32LE(i * 4));
}

/** Throws a refusal when a command has another length. */
export function exactly(body: Buffer, bytes: number): void {
  if (body.length !== bytes) throw new Refusal(STUB.badLength, `${body.length} bytes where a command has ${bytes}`);
}
