// STOMP 1.0 to 1.2 frames over a raw WebSocket (stomp.github.io, "STOMP Protocol Specification, Version 1.2").
// Our own because the frames come from a socket: @stomp/stompjs 7.x collects a frame without any limit and takes what
// lies where content-length says without looking for the closing NUL, so one bad number swallows the frames after it.

export interface Frame {
  command: string;
  headers: Record<string, string>;
  body: string;
}

/** The stream is not STOMP any more; the only cure is a new connection. */
export class FrameError extends Error {}

const LF = 10;
const CR = 13;
const HEAD_LIMIT_BYTES = 8 * 1024;
const HEADERS_LIMIT = 64;
const BODY_LIMIT_BYTES = 64 * 1024;

/** The frame as text. content-length counts bytes; CONNECT escapes nothing (1.2 section "Value Encoding"). */
export function encodeFrame({ command, headers, body }: Frame): string {
  const escape = command === 'CONNECT' ? (text: string) => text : escapeHeader;
  const lines = Object.entries(headers).map(([name, value]) => `${escape(name)}:${escape(value)}\n`);
  if (body !== '') lines.push(`content-length:${Buffer.byteLength(body)}\n`);
  return `${command}\n${lines.join('')}\n${body}\0`;
}

/**
 * Reads a stream in pieces of any cut: a frame may come in several, several may come in one. Line feeds between frames
 * are heart-beats and are skipped. `push` throws a FrameError when a limit is passed or the framing is broken.
 */
export function createFrameReader(): { push(piece: Buffer): Frame[] } {
  let waiting: Buffer = Buffer.alloc(0);
  return {
    push(piece) {
      waiting = waiting.length === 0 ? piece : Buffer.concat([waiting, piece]);
      const frames: Frame[] = [];
      for (;;) {
        waiting = waiting.subarray(idleBytes(waiting));
        const read = readFrame(waiting);
        if (read === undefined) return frames;
        frames.push(read.frame);
        waiting = waiting.subarray(read.bytes);
      }
    },
  };
}

function idleBytes(bytes: Buffer): number {
  let count = 0;
  while (bytes[count] === LF || bytes[count] === CR) count++;
  return count;
}

function readFrame(bytes: Buffer): { frame: Frame; bytes: number } | undefined {
  const headBytes = headLength(bytes);
  if (headBytes === undefined) {
    if (bytes.length > HEAD_LIMIT_BYTES) throw new FrameError('a frame with an endless head');
    return undefined;
  }
  const { command, headers } = readHead(bytes.toString('utf8', 0, headBytes));
  const end = bodyEnd(bytes, headBytes, headers['content-length']);
  if (end === undefined) return undefined;
  return { frame: { command, headers, body: bytes.toString('utf8', headBytes, end) }, bytes: end + 1 };
}

/** Bytes up to and including the empty line, whose line ends may be LF or CR LF. */
function headLength(bytes: Buffer): number | undefined {
  const within = bytes.subarray(0, HEAD_LIMIT_BYTES);
  const plain = within.indexOf('\n\n');
  const dos = within.indexOf('\n\r\n');
  if (plain < 0 && dos < 0) return undefined;
  return plain >= 0 && (dos < 0 || plain < dos) ? plain + 2 : dos + 3;
}

function readHead(head: string): { command: string; headers: Record<string, string> } {
  const lines = head.split('\n').map((line) => line.replace(/\r$/, ''));
  const command = lines[0] ?? '';
  if (!/^[A-Z]{3,12}$/.test(command)) throw new FrameError('a frame without a command');
  if (lines.length > HEADERS_LIMIT) throw new FrameError('a frame with too many headers');
  const headers: Record<string, string> = Object.create(null) as Record<string, string>;
  const unescape = command === 'CONNECTED' ? (text: string) => text : unescapeHeader;
  for (const line of lines.slice(1).filter((text) => text !== '')) {
    const colon = line.indexOf(':');
    if (colon < 1) throw new FrameError('a header without a name');
    // The first of repeated headers counts (1.2, "Repeated Header Entries").
    headers[unescape(line.slice(0, colon))] ??= unescape(line.slice(colon + 1));
  }
  return { command, headers };
}

function bodyEnd(bytes: Buffer, start: number, contentLength: string | undefined): number | undefined {
  if (contentLength === undefined) {
    const nul = bytes.indexOf(0, start);
    if ((nul < 0 ? bytes.length : nul) - start > BODY_LIMIT_BYTES) throw new FrameError('a frame that is too long');
    return nul < 0 ? undefined : nul;
  }
  if (!/^\d{1,9}$/.test(contentLength.trim())) throw new FrameError('a content-length that is no number');
  const length = Number(contentLength);
  if (length > BODY_LIMIT_BYTES) throw new FrameError('a frame that is too long');
  if (bytes.length <= start + length) return undefined;
  if (bytes[start + length] !== 0) throw new FrameError('a content-length that is wrong');
  return start + length;
}

const ESCAPES: Record<string, string> = { '\\n': '\n', '\\c': ':', '\\\\': '\\', '\\r': '\r' };

function unescapeHeader(text: string): string {
  return text.replace(/\\./g, (pair) => ESCAPES[pair] ?? pair);
}
function escapeHeader(text: string): string {
  return text.replace(/[\\\n\r:]/g, (char) => ({ '\\': '\\\\', '\n': '\\n', '\r': '\\r', ':': '\\c' })[char] ?? char);
}
