// esptool-js is written for the browser: it wants Web Serial (https://wicg.github.io/serial/). This is as much of it as
// the loader uses, over a Node serial port, and what the loader does not do: notice that the cable is gone.
import { Transport } from 'esptool-js';
import type { SerialPort } from 'serialport';
import { CableGone } from './line';

/** Opens nothing yet: makes the port of a path at a speed. */
export type SerialPortAt = (path: string, baudRate: number) => SerialPort;

/** A serial port as the loader wants it. Its reads reject with CableGone as soon as the port is. */
export class BootloaderLine extends Transport {
  readonly #wired: WiredPort;

  constructor(path: string, portAt: SerialPortAt) {
    const wired = new WiredPort(path, portAt);
    super(wired as never);
    this.#wired = wired;
  }

  /** False when the port has no reset lines (a pseudo-terminal, a port put on the network). */
  get hasResetLines(): boolean {
    return this.#wired.hasResetLines;
  }

  override read(timeoutMs: number): Promise<Uint8Array> {
    return Promise.race([super.read(timeoutMs), this.#wired.gone]);
  }

  /** The loader's own goes to standard output, among what a program reads there. */
  override trace(): void {}
}

class WiredPort {
  readable: ReadableStream<Uint8Array> | undefined;
  writable: WritableStream<Uint8Array> | undefined;
  hasResetLines = true;
  readonly gone: Promise<never>;
  readonly #lose: () => void;
  readonly #signals = { dtr: false, rts: false };
  readonly #path: string;
  readonly #portAt: SerialPortAt;
  #port: SerialPort | undefined;

  constructor(path: string, portAt: SerialPortAt) {
    this.#path = path;
    this.#portAt = portAt;
    let lose: (error: CableGone) => void = () => undefined;
    this.gone = new Promise((_, failed) => (lose = failed));
    this.gone.catch(() => undefined);
    this.#lose = () => lose(new CableGone(path));
  }

  getInfo(): object {
    return {};
  }

  async open({ baudRate }: { baudRate: number }): Promise<void> {
    const port = this.#portAt(this.#path, baudRate);
    await settled((done) => port.open(done));
    this.#port = port;
    port.on('error', this.#lose);
    port.on('close', this.#lose);
    this.readable = new ReadableStream({
      start: (stream) => void port.on('data', (bytes: Buffer) => stream.enqueue(new Uint8Array(bytes))),
      cancel: () => void port.removeAllListeners('data'),
    });
    // A port that is gone never calls back; the next read tells it.
    this.writable = new WritableStream({
      write: (bytes) =>
        Promise.race([
          settled((done) => port.write(Buffer.from(bytes), () => port.drain(done))),
          this.gone.catch(() => undefined),
        ]),
    });
  }

  setBaudRate(baudRate: number): Promise<void> {
    return settled((done) => this.#port?.update({ baudRate }, done));
  }

  async setSignals(wanted: { dataTerminalReady?: boolean; requestToSend?: boolean }): Promise<void> {
    // The port forgets what it is not told again.
    this.#signals.dtr = wanted.dataTerminalReady ?? this.#signals.dtr;
    this.#signals.rts = wanted.requestToSend ?? this.#signals.rts;
    await settled((done) => this.#port?.set({ ...this.#signals }, done)).catch(() => (this.hasResetLines = false));
  }

  async close(): Promise<void> {
    const port = this.#port;
    port?.off('close', this.#lose);
    if (port?.isOpen === true) await settled((done) => port.close(done));
  }
}

function settled(run: (done: (error?: Error | null) => void) => void): Promise<void> {
  return new Promise((resolve, reject) =>
    run((error) => (error === null || error === undefined ? resolve() : reject(error))),
  );
}
