// The same box in the real Espruino interpreter, as a child process: slower to look into, and true to every quirk.
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Image } from '../build/image';
import { Panel } from './graphics';
import { pngOf } from './png';
import { flashScript, runScript } from './prelude/scripts';
import type { BoxIdentity } from './prelude/scripts';

const WIDTH_PX = 320;
const HEIGHT_PX = 240;
const ROW = 'ROW ';
const FLASH_LIMIT_MS = 30_000;
const SCREEN_LIMIT_MS = 20_000;
/** Prompts are redrawn around what a timer prints. */
const CLEAR_LINE = '\r\x1b[J';

export interface InterpretedBox {
  /** What the firmware printed so far. */
  readonly consoleLines: readonly string[];
  onLine(handler: (line: string) => void): void;
  /** 16 bits a pixel, fetched row by row. Rejects after a limit. */
  pixels(): Promise<Uint16Array>;
  screenPng(): Promise<Buffer>;
  /** Resolves when the interpreter has ended by itself or was closed. */
  ended: Promise<void>;
  close(): Promise<void>;
}

/**
 * Flashes the image into an interpreter's own folder and runs it there.
 * @param program the interpreter (ESPRUINO_BIN)
 * @param imageFolder where the image's files lie
 */
export async function startInterpretedBox(
  program: string,
  imageFolder: string,
  identity: BoxIdentity,
  options: { soundSpeed?: number } = {},
): Promise<InterpretedBox> {
  const image = JSON.parse(readFileSync(join(imageFolder, 'image.json'), 'utf8')) as Image;
  const folder = mkdtempSync(join(tmpdir(), 'ghanti-interpreter-'));
  const flashing = launch(program, folder, flashScript(image, imageFolder, identity));
  const limit = setTimeout(() => flashing.kill('SIGKILL'), FLASH_LIMIT_MS);
  const code = await new Promise<number | null>((done, failed) => flashing.on('error', failed).on('close', done));
  clearTimeout(limit);
  if (code !== 0) throw new Error(`simulator: ${program} could not be given the image (exit code ${code}).`);

  const child = launch(program, folder, `echo(0);${runScript(image, imageFolder, options)}`);
  const lines: string[] = [];
  const handlers = new Set<(line: string) => void>();
  const rows = new Set<(line: string) => void>();
  eachLine(child, (line) => {
    if (line.startsWith(ROW)) for (const handler of rows) handler(line);
    else if (line.startsWith('{') || line.startsWith('Uncaught ')) {
      lines.push(line);
      for (const handler of handlers) handler(line);
    }
  });
  const ended = new Promise<void>((done) => child.on('close', () => done()));
  void ended.then(() => rmSync(folder, { recursive: true, force: true }));
  const pixels = (): Promise<Uint16Array> =>
    new Promise((resolve, reject) => {
      const found = new Uint16Array(WIDTH_PX * HEIGHT_PX);
      let left = HEIGHT_PX;
      const over = setTimeout(() => {
        rows.delete(take);
        reject(new Error(`simulator: the interpreter gave no whole screen within ${SCREEN_LIMIT_MS / 1000} s.`));
      }, SCREEN_LIMIT_MS);
      const take = (line: string): void => {
        const [, y = '', text = ''] = line.split(' ');
        const row = Buffer.from(text, 'base64');
        for (let x = 0; x < WIDTH_PX; x++) found[Number(y) * WIDTH_PX + x] = row.readUInt16BE(2 * x);
        if (--left > 0) return;
        clearTimeout(over);
        rows.delete(take);
        resolve(found);
      };
      rows.add(take);
      // A view cannot begin beyond 65,535 bytes of a buffer there, so each row is drawn onto a picture of its own.
      child.stdin?.write(
        `var _r=Graphics.createArrayBuffer(${WIDTH_PX},1,16);for(var _y=0;_y<${HEIGHT_PX};_y++){_r.drawImage(g,0,-_y);` +
          `print("${ROW}"+_y+" "+btoa(E.toString(new Uint8Array(_r.buffer))));}\n`,
      );
    });
  return {
    consoleLines: lines,
    onLine: (handler) => void handlers.add(handler),
    pixels,
    async screenPng() {
      const panel = new Panel(WIDTH_PX, HEIGHT_PX);
      panel.pixels.set(await pixels());
      return pngOf(panel);
    },
    ended,
    async close() {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

/** Its stdin stays open: at end of file the interpreter spins. */
function launch(program: string, folder: string, script: string): ChildProcess {
  const file = join(folder, 'script.js');
  writeFileSync(file, script, 'latin1');
  return spawn(program, [file], { cwd: folder, stdio: ['pipe', 'pipe', 'inherit'] });
}

function eachLine(child: ChildProcess, take: (line: string) => void): void {
  let rest = '';
  child.stdout?.setEncoding('latin1').on('data', (text: string) => {
    const parts = (rest + text).split('\n');
    rest = parts.pop() ?? '';
    for (const part of parts) {
      const line = part.endsWith('\r') ? part.slice(0, -1) : part;
      const at = line.lastIndexOf(CLEAR_LINE);
      take((at < 0 ? line : line.slice(at + CLEAR_LINE.length)).replace(/^>/, ''));
    }
  });
}
