// SLIP (RFC 1055) as Espressif's loaders frame it: a packet begins and ends with END (esptool, "Serial Protocol", Low
// Level Protocol).
const END = 0xc0;
const ESCAPE = 0xdb;
const ESCAPED_END = 0xdc;
const ESCAPED_ESCAPE = 0xdd;

/** A packet as it goes over the wire. */
export function framed(packet: Uint8Array): Buffer {
  const bytes = [END];
  for (const byte of packet) {
    if (byte === END) bytes.push(ESCAPE, ESCAPED_END);
    else if (byte === ESCAPE) bytes.push(ESCAPE, ESCAPED_ESCAPE);
    else bytes.push(byte);
  }
  return Buffer.from([...bytes, END]);
}

/** Takes bytes as they come and hands on whole packets. `fault` is told what no packet may hold. */
export function unframing(packet: (bytes: Buffer) => void, fault: (why: string) => void): (bytes: Uint8Array) => void {
  let open: number[] | undefined;
  let isEscaped = false;
  const plain = (byte: number): void => {
    if (isEscaped && byte !== ESCAPED_END && byte !== ESCAPED_ESCAPE) fault(`escaped ${byte}`);
    open!.push(isEscaped ? (byte === ESCAPED_END ? END : ESCAPE) : byte);
    isEscaped = false;
  };
  const end = (): void => {
    if (open === undefined || open.length === 0) open = [];
    else {
      const whole = Buffer.from(open);
      open = undefined;
      packet(whole);
    }
  };
  return (bytes) => {
    for (const byte of bytes) {
      if (byte === END) end();
      else if (open === undefined) fault(`${byte} between packets`);
      else if (byte === ESCAPE && !isEscaped) isEscaped = true;
      else plain(byte);
    }
  };
}
