// A NodeMCU box as a process: the built image in Debian's own Lua, with real files and real sockets.
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { onTestFinished } from 'vitest';
import { boards } from '../../boards/registry';
import type { BoxSettings } from '../../tools/simulator/box';
import { lineOf, saidIn } from '../../tools/simulator/console';
import type { Said } from '../../tools/simulator/console';
import type { Image } from '../../tools/simulator/image';
import { pngOf } from '../../tools/simulator/png';
import { wiredPanel } from '../../tools/simulator/wired-panel';
import type { WiredPanel } from '../../tools/simulator/wired-panel';

/** In the record of debian.lua: SPI and no pin. */
const SPI = 255;
const HEAD_BYTES = 9;

export interface LuaBox {
  readonly consoleLines: readonly string[];
  /** The first console line of this life, past ones included, that `wanted` accepts. */
  line(wanted: (line: string) => boolean, limitMs: number): Promise<string>;
  /** Everything that this life said to its end. */
  said(): Said[];
  /** The panel as its chip shows it after all that was sent so far. */
  panel(): WiredPanel;
  screenPng(): Buffer;
  /** 16-bit samples, left and right, of everything that was played since the first start. */
  samples(): Buffer;
  /** kill -9. */
  powerCut(): Promise<void>;
  powerOn(): void;
}

/** Installs the image in a folder of its own and starts it. */
export function startLuaBox(image: Image, settings: BoxSettings): LuaBox {
  const folder = mkdtempSync(join(tmpdir(), 'ghanti-lua-box-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const { name, bytes } of image.files) writeFileSync(join(folder, name), bytes);
  writeFileSync(join(folder, 'ghanti.json'), JSON.stringify(settings));
  const board = boards[image.board]!;
  let lines: string[] = [];
  let running: ChildProcess | undefined;
  const handlers = new Set<(event: { type: string; line?: string }) => void>();

  function powerOn(): void {
    lines = [];
    // What the panel showed before the cut is gone with its power.
    writeFileSync(join(folder, 'panel.log'), '');
    running = spawn('lua5.3', ['tools/simulator/nodemcu/debian.lua', folder, board.runtime], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [running.stdout!, running.stderr!])
      createInterface(stream).on('line', (line) => {
        lines.push(line);
        for (const handler of [...handlers]) handler({ type: 'console', line });
      });
  }
  async function powerCut(): Promise<void> {
    const dying = running;
    running = undefined;
    if (dying === undefined || dying.exitCode !== null) return;
    const gone = new Promise((resolve) => dying.once('close', resolve));
    dying.kill('SIGKILL');
    await gone;
  }
  function panel(): WiredPanel {
    let nowMs = 0;
    const replayed = wiredPanel(
      board.display,
      () => nowMs,
      () => undefined,
    )!;
    const log = readFileSync(join(folder, 'panel.log'));
    // The last record may be half written yet.
    for (let at = 0; at + HEAD_BYTES <= log.length && at + HEAD_BYTES + log.readUInt32LE(at + 5) <= log.length;) {
      nowMs = log.readUInt32LE(at);
      const where = log.readUInt8(at + 4);
      const bytes = log.subarray(at + HEAD_BYTES, at + HEAD_BYTES + log.readUInt32LE(at + 5));
      if (where === SPI) replayed.spi(bytes);
      else replayed.set(where, bytes[0] === 1);
      at += HEAD_BYTES + bytes.length;
    }
    return replayed;
  }
  const box: LuaBox = {
    get consoleLines() {
      return lines;
    },
    line: (wanted, limitMs) =>
      lineOf(
        {
          id: settings.id,
          consoleLines: lines,
          onEvent(handler) {
            handlers.add(handler);
            return () => handlers.delete(handler);
          },
        },
        wanted,
        limitMs,
      ),
    said: () => lines.filter((line) => line.startsWith('{"said"')).map((line) => saidIn(line, image.languages)),
    panel,
    screenPng: () => pngOf(panel()),
    samples: () => readFileSync(join(folder, 'i2s.raw')),
    powerCut,
    powerOn,
  };
  onTestFinished(powerCut);
  powerOn();
  return box;
}
