// The engine itself onto an empty Espressif chip: through its ROM's serial bootloader, with esptool-js, which is written
// for the browser's Web Serial and is given a serial port that looks like one.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { ESPLoader, Transport } from 'esptool-js';
import type { SerialPort } from 'serialport';
import { serialPort } from './line';
import type { Progress } from './flash';

export interface RuntimePart {
  file: string;
  bytes: Uint8Array;
  /** Where it goes in flash. */
  address: number;
}

const ROM_BAUD = 115_200;
const BAUD = 460_800;
const PART = /^(.+)@(0x[0-9a-fA-F]{1,8}|\d{1,9})$/;

/** 'espruino.bin@0x10000'. Throws when it is not of this form or there is no such file. */
export function runtimePart(text: string): RuntimePart {
  const found = PART.exec(text);
  if (found === null)
    throw new Error(`--runtime is "${text}"; it takes a file and where it goes: firmware.bin@0x10000.`);
  const file = found[1]!;
  if (!existsSync(file)) throw new Error(`--runtime: there is no file ${file}.`);
  return { file, bytes: new Uint8Array(readFileSync(file)), address: Number(found[2]) };
}

/** Writes the parts, has the chip compare them by MD5, restarts it. Resolves with the chip's name. */
export async function flashRuntime(
  path: string,
  parts: RuntimePart[],
  progress: (progress: Progress) => void,
): Promise<string> {
  const transport = new Transport(webSerial(path) as never);
  const silent = { clean: () => undefined, write: () => undefined, writeLine: () => undefined };
  const loader = new ESPLoader({ transport, baudrate: BAUD, romBaudrate: ROM_BAUD, terminal: silent });
  try {
    const chip = await loader.main();
    await loader.writeFlash({
      fileArray: parts.map(({ bytes, address }) => ({ data: bytes, address })),
      flashMode: 'keep',
      flashFreq: 'keep',
      flashSize: 'keep',
      eraseAll: false,
      compress: true,
      reportProgress: (part, doneBytes, totalBytes) => progress({ file: parts[part]!.file, doneBytes, totalBytes }),
      calculateMD5Hash: (bytes) => createHash('md5').update(bytes).digest('hex'),
    });
    await loader.after('hard_reset');
    return chip;
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new Error(`${path}: the chip's bootloader: ${why}. Hold BOOT while you plug it in, and try again.`, {
      cause: error,
    });
  } finally {
    await transport.disconnect().catch(() => undefined);
  }
}

/** As much of Web Serial (https://wicg.github.io/serial/) as the loader uses. */
export function webSerial(path: string): object {
  let port: SerialPort | undefined;
  const signals = { dtr: false, rts: false };
  const device = {
    readable: undefined as ReadableStream<Uint8Array> | undefined,
    writable: undefined as WritableStream<Uint8Array> | undefined,
    getInfo: () => ({}),
    async open({ baudRate }: { baudRate: number }): Promise<void> {
      const opened = serialPort(path, baudRate);
      await settled((done) => opened.open(done));
      port = opened;
      device.readable = new ReadableStream({
        start: (stream) => void opened.on('data', (bytes: Buffer) => stream.enqueue(new Uint8Array(bytes))),
        cancel: () => void opened.removeAllListeners('data'),
      });
      device.writable = new WritableStream({
        write: (bytes) => settled((done) => opened.write(Buffer.from(bytes), () => opened.drain(done))),
      });
    },
    setBaudRate: (baudRate: number) => settled((done) => port?.update({ baudRate }, done)),
    setSignals(wanted: { dataTerminalReady?: boolean; requestToSend?: boolean }): Promise<void> {
      // The port forgets what it is not told again.
      signals.dtr = wanted.dataTerminalReady ?? signals.dtr;
      signals.rts = wanted.requestToSend ?? signals.rts;
      return settled((done) => port?.set({ ...signals }, done));
    },
    close: () => settled((done) => port?.close(done)),
  };
  return device;
}

function settled(run: (done: (error?: Error | null) => void) => void): Promise<void> {
  return new Promise((resolve, reject) =>
    run((error) => (error === null || error === undefined ? resolve() : reject(error))),
  );
}
