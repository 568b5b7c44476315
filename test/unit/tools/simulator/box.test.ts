import { createServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { throughCapacitor } from '../../../../tools/simulator/loudspeaker';
import { startBox } from '../../../../tools/simulator/box';
import type { BoxOptions, SimulatedBox } from '../../../../tools/simulator/box';
import { DrivenClock } from '../../../../tools/simulator/clock';

const LIMIT_MS = 5000;
const open: (() => void)[] = [];
afterEach(() => {
  for (const close of open.splice(0)) close();
});

/** A box whose whole program is this text. */
function box(program: string, options: BoxOptions = {}, port = 1): SimulatedBox {
  const image = {
    board: 'esp32-cyd',
    engine: 'espruino',
    version: '0',
    languages: ['en'],
    files: [{ name: '.bootcde', bytes: Buffer.from(program, 'latin1') }],
  };
  const settings = {
    id: 'counter-1',
    host: '127.0.0.1',
    port,
    password: '',
    key: '',
    wifi: { ssid: 'shop', password: '' },
  };
  const made = startBox(image, settings, options);
  open.push(() => made.close());
  return made;
}

function server(connected: (socket: Socket) => void): Promise<{ port: number; server: Server }> {
  const made = createServer((socket) => {
    open.push(() => socket.destroy());
    connected(socket.on('error', () => undefined));
  });
  open.push(() => made.close());
  return new Promise((resolve) =>
    made.listen(0, '127.0.0.1', () => resolve({ port: (made.address() as AddressInfo).port, server: made })),
  );
}

describe('a simulated box', () => {
  test.each([
    'Map',
    'Set',
    'Symbol',
    'Proxy',
    'TextEncoder',
    'BigInt',
    'queueMicrotask',
    'console',
    'process.argv',
    'setImmediate',
    'fetch',
    'Buffer',
  ])('has no %s, because the chip has none', (name) => {
    const [root, member] = name.split('.') as [string, string | undefined];
    const printed = box(`print(typeof ${member === undefined ? root : name})`).consoleLines;
    expect(printed).toEqual(['undefined']);
  });

  test.each([
    '"a".at',
    '"a".trimStart',
    '[].flat',
    '[].at',
    'Array.from',
    'Math.trunc',
    'Math.imul',
    'Promise.race',
    'Object.freeze',
    'Number.isInteger',
    'Uint8Array.from',
  ])('lacks %s, as Espruino does', (name) => expect(box(`print(typeof ${name})`).consoleLines).toEqual(['undefined']));

  test('still walks through arrays and strings, and cuts characters to bytes', () => {
    const lines = box(
      `let all = ''; for (const x of [1, 2]) all += x; for (const c of 'ab') all += c; print(all, String.fromCharCode(0x141))`,
    ).consoleLines;
    expect(lines).toEqual(['12ab A']);
  });

  test('reports an error that nobody caught and goes on', async () => {
    const made = box(`setTimeout(function () { missing(); }, 1); setTimeout(function () { print('on'); }, 5)`);
    await made.line((line) => line === 'on', LIMIT_MS);
    expect(made.consoleLines[0]).toMatch(/^Uncaught ReferenceError: missing is not defined/);
  });

  test('expands coded sound with one native pass, most significant bit first', () => {
    const lines = box(
      `var to = new Uint8Array(4); E.mapInPlace(E.toUint8Array('\\xA5\\x0F'), to, new Uint8Array([10, 20, 30, 40]), 2); print(to.join());` +
        `var wide = new Uint16Array(2); E.mapInPlace(new Uint8Array([1, 0, 2]), wide, undefined, 12); print(wide.join());`,
    ).consoleLines;
    expect(lines).toEqual(['30,30,20,20', '16,2']);
  });

  test('is dark and dumb without power and starts afresh from its flash', async () => {
    const made = box(`
      var files = require('Storage');
      files.write('starts', (files.read('starts') || '') + 'I');
      print(files.read('starts'));
      g.fillRect(0, 0, 319, 239);
      setInterval(function () { print('tick'); }, 1);`);
    await made.line((line) => line === 'tick', LIMIT_MS);
    expect(made.pixels[0]).toBe(0xffff);
    made.powerCut();
    const lines = made.consoleLines.length;
    expect([made.powered, made.pixels[0], made.leds]).toEqual([false, 0, { red: false, green: false, blue: false }]);
    made.powerOn();
    expect(made.consoleLines.slice(lines)).toEqual(['II']);
  });

  test('loses the power in the middle of a write when told to, and keeps the torn bytes', () => {
    const program = `
      var files = require('Storage');
      if (files.read('note') === undefined) { files.write('note', 'AAAA', 0, 8); E.on('touch', function () { files.write('note', 'BBBB', 4); print('written'); }); }
      else print(files.read('note'));`;
    const made = box(program);
    made.powerCutAfterFlashBytes(2);
    made.touch(1, 1, true);
    expect([made.powered, made.consoleLines]).toEqual([false, []]);
    made.powerOn();
    expect(made.consoleLines).toEqual(['AAAABB\xff\xff']);
  });

  test('plays from two buffers at the clock of the samples and can be recorded', async () => {
    const clock = new DrivenClock();
    const made = box(
      `var w = new Waveform(64, { doubleBuffer: true, bits: 8 }), n = 0;
       w.buffer.fill(10); w.buffer2.fill(60);
       w.on('buffer', function (b) { b.fill(110 + n++); if (n === 3) { w.stop(); print('over'); } });
       analogWrite(SPK, 0); w.startOutput(SPK, 8000, { repeat: true });`,
      { clock },
    );
    clock.advance(7.9);
    expect(made.speaking).toBe(true);
    expect(made.speakerWav().length).toBe(44);
    clock.advance(16.2);
    expect([made.speaking, made.consoleLines]).toEqual([false, ['over']]);
    const wav = made.speakerWav();
    expect([wav.readUInt32LE(24), wav.length]).toEqual([8000, 44 + 192]);
    const halves = [10, 60, 110].flatMap((level) => Array<number>(64).fill(level));
    expect([...wav.subarray(44)]).toEqual([...throughCapacitor(Uint8Array.from(halves), 8000)]);
  });

  test('talks over a real socket, byte for byte, and is told when the Wi-Fi goes', async () => {
    const { port } = await server((socket) => socket.pipe(socket));
    const made = box(
      `var wifi = require('Wifi');
       wifi.on('connected', function () { print('wifi'); });
       wifi.on('disconnected', function () { print('no wifi'); });
       wifi.connect('shop', { password: '' }, function (error) {
         var socket = require('net').connect({ host: '127.0.0.1', port: ${port} }, function () { socket.write('\\x00\\xff\\x80'); });
         socket.on('data', function (bytes) { print('got', bytes.length, bytes.charCodeAt(1)); });
         socket.on('close', function (hadError) { print('closed', hadError); });
       });`,
    );
    await made.line((line) => line === 'got 3 255', LIMIT_MS);
    made.offline();
    await made.line((line) => line === 'closed true', LIMIT_MS);
    expect(made.consoleLines).toEqual(['wifi', 'got 3 255', 'no wifi', 'closed true']);
    made.online();
    await made.line((line) => made.consoleLines.length > 4 && line === 'wifi', LIMIT_MS);
  });

  test('hears nothing while packets vanish and gets all of it afterwards', async () => {
    const sockets: Socket[] = [];
    const { port } = await server((socket) => {
      sockets.push(socket);
      socket.write('a');
    });
    const made = box(
      `require('Wifi').connect('shop', { password: '' }, function () {
         var socket = require('net').connect({ host: '127.0.0.1', port: ${port} }, function () {});
         socket.on('data', function (bytes) { print(bytes); });
       });
       setInterval(function () { print('tick'); }, 20)`,
    );
    await made.line((line) => line === 'a', LIMIT_MS);
    made.stall();
    sockets[0]!.write('b');
    const ticks = made.consoleLines.length;
    await made.line(() => made.consoleLines.length > ticks + 3, LIMIT_MS);
    expect(made.consoleLines).not.toContain('b');
    made.online();
    await made.line((line) => line === 'b', LIMIT_MS);
  });

  test('has keys by name and lights that glow when a program sets them', () => {
    const made = box(
      `digitalWrite(LED1, 0); digitalWrite(LED2, 1); digitalWrite(LED3, 0);
       E.on('touch', function (t) { if (t.b) print(t.x < 160 ? 'left' : 'right'); });
       setWatch(function (e) { print('boot', e.state); }, BTN1, { repeat: true, edge: 'rising', debounce: 0 });`,
    );
    for (const key of ['repeat', 'dismiss', 'boot']) made.key(key);
    expect(made.consoleLines).toEqual(['left', 'right', 'boot true']);
    expect(made.leds).toEqual({ red: false, green: true, blue: false });
    expect(() => made.key('sideways')).toThrow('no key "sideways"; there are repeat, dismiss, ');
  });

  test('starts again by itself when it asks to', async () => {
    const made = box(
      `E.on('kill', function () { print('bye'); }); print('up'); E.on('touch', function () { E.reboot(); });`,
    );
    made.touch(1, 1, true);
    await made.line(() => made.consoleLines.filter((line) => line === 'up').length === 2, LIMIT_MS);
    expect(made.consoleLines).toEqual(['up', 'bye', 'up']);
  });
});
