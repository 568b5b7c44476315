// The server's half of STOMP 1.0 to 1.2, written apart from the bridge's so that one does not forgive the other's slips.

export interface ClientFrame {
  command: string;
  headers: Map<string, string>;
  body: Buffer;
}
/** What a server must answer with an ERROR frame. */
export class StompRefusal extends Error {}

const COMMANDS = ['CONNECT', 'STOMP', 'SUBSCRIBE', 'UNSUBSCRIBE', 'SEND', 'DISCONNECT'];

/** Collects bytes into frames; strict about commands, lengths and the closing NUL. */
export class ClientStream {
  #bytes: Buffer = Buffer.alloc(0);

  take(piece: Buffer): ClientFrame[] {
    this.#bytes = Buffer.concat([this.#bytes, piece]);
    if (this.#bytes.length > 100_000) throw new StompRefusal('frame too large');
    const frames: ClientFrame[] = [];
    for (let frame = this.#next(); frame !== undefined; frame = this.#next()) frames.push(frame);
    return frames;
  }

  #next(): ClientFrame | undefined {
    let start = 0;
    while (this.#bytes[start] === 0x0a || this.#bytes[start] === 0x0d) start++;
    const blank = this.#bytes.indexOf('\n\n', start);
    if (blank < 0) {
      this.#bytes = this.#bytes.subarray(start);
      return undefined;
    }
    const [command = '', ...lines] = this.#bytes.toString('utf8', start, blank).split('\n');
    if (!COMMANDS.includes(command)) throw new StompRefusal(`unknown command ${command.slice(0, 20)}`);
    const headers = new Map<string, string>();
    for (const line of lines) {
      const at = line.indexOf(':');
      if (at < 1) throw new StompRefusal('bad header');
      if (!headers.has(line.slice(0, at))) headers.set(line.slice(0, at), line.slice(at + 1));
    }
    const announced = headers.get('content-length');
    const nul = announced === undefined ? this.#bytes.indexOf(0, blank + 2) : blank + 2 + Number(announced);
    if (nul < 0 || nul >= this.#bytes.length) return undefined;
    if (this.#bytes[nul] !== 0) throw new StompRefusal('content-length does not fit');
    const body = Buffer.from(this.#bytes.subarray(blank + 2, nul));
    this.#bytes = this.#bytes.subarray(nul + 1);
    return { command, headers, body };
  }
}

export function serverFrame(command: string, headers: Record<string, string | number>, body = ''): string {
  const lines = Object.entries(headers).map(([name, value]) => `${name}:${value}`);
  return [command, ...lines, '', `${body}\0`].join('\n');
}
