// An Espressif module on a serial port: bytes go through a pseudo-terminal and serialport as they do with a real one.
// What a pseudo-terminal has no wires for (DTR, RTS, the speed) is taken from the port object.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { SerialPort } from 'serialport';
import { espressifModule, type EspressifModule } from '../../tools/simulator/espressif/chip';

export interface ModuleOnPty {
  path: string;
  module: EspressifModule;
  /** Its port, with wires for reset and speed. */
  portAt(path: string, baudRate: number): SerialPort;
  /** Bytes that went towards the chip; `cutAfter` pulls the cable at one of them. */
  cutAfter(bytes: number): void;
  /** Turns a bit of the byte that goes towards the chip as this one. */
  garbleAt(byte: number): void;
  unplug(): Promise<void>;
}

const START_LIMIT_MS = 10_000;

export async function moduleOnPty(name: 'esp32' | 'esp8266', flashBytes: number, folder: string): Promise<ModuleOnPty> {
  let host: Socket | undefined;
  let hostBaud = 0;
  let heardBytes = 0;
  let cutAt = Infinity;
  let garbledByte = -1;
  const module = espressifModule(name, flashBytes, (bytes, baud) => baud === hostBaud && void host?.write(bytes));
  const server = createServer((socket) => {
    host = socket;
    socket.on('error', () => undefined);
    socket.on('data', (bytes: Buffer) => {
      const turned = garbledByte - heardBytes;
      if (turned >= 0 && turned < bytes.length) bytes[turned]! ^= 0x20;
      heardBytes += bytes.length;
      if (heardBytes >= cutAt) return void socat.kill('SIGKILL');
      module.hear(bytes, hostBaud);
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const path = join(folder, 'tty');
  const socat = spawn('socat', [`PTY,link=${path},rawer`, `TCP:127.0.0.1:${(server.address() as AddressInfo).port}`], {
    stdio: 'ignore',
  });
  const until = Date.now() + START_LIMIT_MS;
  while (!existsSync(path)) {
    if (Date.now() > until) throw new Error('socat makes no serial port');
    await wait(20);
  }

  class WiredPort extends SerialPort {
    constructor(baudRate: number) {
      super({ path, baudRate, autoOpen: false });
      hostBaud = baudRate;
    }
    override set(lines: { dtr?: boolean; rts?: boolean }, done?: (error: Error | null) => void): void {
      module.lines(lines.dtr === true, lines.rts === true);
      done?.(null);
    }
    override update(options: { baudRate: number }, done?: (error: Error | null) => void): void {
      hostBaud = options.baudRate;
      super.update(options, done as never);
    }
  }

  return {
    path,
    module,
    portAt: (_path, baudRate) => new WiredPort(baudRate),
    cutAfter: (bytes) => void (cutAt = heardBytes + bytes),
    garbleAt: (byte) => void (garbledByte = heardBytes + byte),
    async unplug() {
      socat.kill('SIGKILL');
      host?.destroy();
      await new Promise((done) => server.close(done));
    },
  };
}
