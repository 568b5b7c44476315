// The cable to a box: a serial port, or a serial port that somebody put on TCP.
import { connect } from 'node:net';
import { SerialPort } from 'serialport';

/** Bytes as they are, one char a byte. */
export interface Line {
  /** Resolves when the bytes have left. Rejects with CableGone. */
  write(bytes: string): Promise<void>;
  onBytes(handler: (bytes: string) => void): void;
  /** Once, when the other end is gone; never after `close`. */
  onGone(handler: (error: CableGone) => void): void;
  close(): Promise<void>;
}

/** The cable was pulled, or the box's power. */
export class CableGone extends Error {
  constructor(port: string) {
    super(`${port}: the cable went away. Plug it in and run the same command again: it goes on where it stopped.`);
    this.name = 'CableGone';
  }
}

const OPEN_LIMIT_MS = 5000;
const BAUD = 115_200;
const TCP = /^tcp:\/\/([^:/]+):(\d{1,5})$/;

/** Opens `tcp://host:port`, or a serial port by its path. Throws with what to look at when it cannot. */
export async function openLine(port: string): Promise<Line> {
  const tcp = TCP.exec(port);
  return tcp === null ? openSerial(port) : openTcp(port, tcp[1]!, Number(tcp[2]));
}

/** A serial port at a bootloader's or interpreter's speed, not yet open. */
export function serialPort(path: string, baudRate: number): SerialPort {
  return new SerialPort({ path, baudRate, autoOpen: false });
}

async function openSerial(path: string): Promise<Line> {
  // Espruino stops the sender with XOFF when its buffer fills.
  const serial = new SerialPort({ path, baudRate: BAUD, autoOpen: false, xon: true, xoff: true });
  await new Promise<void>((opened, failed) =>
    serial.open((error) => (error === null ? opened() : failed(cannotOpen(path, error.message)))),
  );
  return lineOver(path, serial, (done) => serial.close(() => done()));
}

async function openTcp(port: string, host: string, number: number): Promise<Line> {
  const socket = connect({ host, port: number, noDelay: true });
  await new Promise<void>((opened, failed) => {
    const limit = setTimeout(() => {
      socket.destroy();
      failed(cannotOpen(port, `no connection within ${OPEN_LIMIT_MS / 1000} s`));
    }, OPEN_LIMIT_MS);
    socket.once('connect', opened).once('error', (error) => failed(cannotOpen(port, error.message)));
    socket.once('connect', () => clearTimeout(limit)).once('error', () => clearTimeout(limit));
  });
  return lineOver(port, socket, (done) => socket.destroy() && done());
}

function cannotOpen(port: string, why: string): Error {
  return new Error(
    `${port} cannot be opened (${why}). Is the cable in, is the path right, does another program have it open?`,
  );
}

/** What is alike in a socket and a serial port. */
interface Duplex {
  write(bytes: Buffer, done: (error?: Error | null) => void): unknown;
  on(event: 'data', handler: (bytes: Buffer) => void): unknown;
  on(event: 'close', handler: () => void): unknown;
  on(event: 'error', handler: (error: Error) => void): unknown;
}

function lineOver(port: string, stream: Duplex, end: (done: () => void) => void): Line {
  let gone: CableGone | undefined;
  let closed = false;
  const handlers: ((error: CableGone) => void)[] = [];
  const lose = (): void => {
    if (gone !== undefined || closed) return;
    gone = new CableGone(port);
    for (const handler of handlers) handler(gone);
  };
  stream.on('close', lose);
  stream.on('error', lose);
  return {
    write: (bytes) =>
      new Promise((sent, failed) => {
        if (gone !== undefined) return failed(gone);
        stream.write(Buffer.from(bytes, 'latin1'), (error) => {
          if (error === null || error === undefined) return sent();
          lose();
          failed(gone ?? error);
        });
      }),
    onBytes: (handler) => void stream.on('data', (bytes) => handler(bytes.toString('latin1'))),
    onGone: (handler) => void handlers.push(handler),
    close: () =>
      new Promise((done) => {
        const was = closed || gone !== undefined;
        closed = true;
        if (was) done();
        else end(done);
      }),
  };
}
