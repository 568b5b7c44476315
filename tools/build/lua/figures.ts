// What a box's work costs in Lua: instructions of the virtual machine, which are the same on every machine, and memory.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { encodeMessage, seal } from '../../../firmware/wire/index';
import { buildQrTables } from '../../qr/tables';
import { compileLua } from './compile';

/** One kind of work. */
export interface LuaFigure {
  about: string;
  instructions: number;
  /** Most memory in use at a time beside what is always there, in kB of a Lua with 64-bit pointers and numbers. */
  peakKb64: number;
}

/** Debian's Lua 5.3, whose instructions are NodeMCU's. */
const LUA = 'lua5.3';
/**
 * What NodeMCU's own 32-bit machine takes of that memory: 134.9 kB against 194.0 kB for the code of a board without debug
 * information, both by collectgarbage("count") after loading it (luac.cross of nodemcu-firmware, built with -m32).
 */
export const NODEMCU_SHARE = 0.7;

const ENTRY = `
import { crc32 } from './firmware/platforms/nodemcu/crc32';
import { symbolBits } from './firmware/qr/index';
import { compose } from './firmware/speech/compose';
import { openPack, spansOf } from './firmware/speech/pack';
import { decodeDown, open, sha256 } from './firmware/wire/index';
declare function figure(about: string, run: () => void): void;
declare const files: Record<string, string>;
declare const symbol: { version: number; level: number; mask: number; codewords: string };
declare const sealed: string, key: string, topic: string;
const assets = { read: (file: string, at: number, bytes: number) => files[file].substring(at, at + bytes) };
figure('a QR of version 10-M, codewords to modules', () => { symbolBits(assets, symbol); });
figure('a paid message, hashed in Lua, MAC checked and decoded', () => { decodeDown(open(sha256, key, topic, sealed) ?? ''); });
const known: Record<string, string> = {};
function engineSha256(bytes: string): string {
  if (known[bytes] === undefined) known[bytes] = sha256(bytes);
  return known[bytes];
}
figure('a paid message, hashed by the engine, MAC checked and decoded', () => {
  decodeDown(open(engineSha256, key, topic, sealed) ?? '');
});
figure('an announcement, pack opened and clips found', () => {
  const pack = openPack(assets, 'en', crc32);
  if (pack === undefined) return;
  spansOf(pack, compose(pack.words, { say: 'paid', kind: 'new', amountMinor: 123456750, currency: 524, seqs: [1], language: 'en' }));
});`;

const HARNESS = `
function figure(about, run)
  run()
  local count, peak = 0, 0
  debug.sethook(function() count = count + 100 end, "", 100)
  run()
  debug.sethook()
  collectgarbage() collectgarbage()
  local before = collectgarbage("count")
  debug.sethook(function() collectgarbage() peak = math.max(peak, collectgarbage("count") - before) end, "", 1000)
  run()
  debug.sethook()
  print(about .. "\\t" .. count .. "\\t" .. peak)
end
`;

/** Runs each kind of work in Lua 5.3; undefined where there is none. */
export function luaFigures(root: string): LuaFigure[] | undefined {
  const program = compileLua(root, { path: 'figures.ts', text: ENTRY }, '5.3').lua;
  const { error, status, stdout, stderr } = spawnSync(LUA, ['-'], {
    input: Buffer.from(given(root) + HARNESS + program, 'latin1'),
    encoding: 'utf8',
  });
  if (error !== undefined) return undefined;
  if (status !== 0) throw new Error(`${LUA}: ${stderr}`);
  const rows = stdout.trimEnd().split('\n');
  return rows.map((row) => {
    const [about, instructions, peak] = row.split('\t');
    return { about: about!, instructions: Number(instructions), peakKb64: Number(peak) };
  });
}

function given(root: string): string {
  const key = '\x01'.repeat(32);
  const topic = 'g/counter-1/d';
  const sha256 = (bytes: string): string => createHash('sha256').update(bytes, 'latin1').digest('binary');
  const message = {
    is: 'paid',
    seq: 7,
    charge: 1,
    amountMinor: 125_050,
    currency: 524,
    paidAt: 1_800_000_000,
  } as const;
  const sealed = seal(sha256, key, topic, encodeMessage({ ...message, again: false }));
  const tables = Buffer.from(buildQrTables({ versions: [10], masks: [0] })).toString('latin1');
  const pack = readFileSync(join(root, 'firmware', 'speech', 'packs', 'en.pak'), 'latin1');
  const codewords = 'ghanti'.repeat(36);
  return `
files={qr=${literal(tables)},["voice-en"]=${literal(pack)}}
symbol={version=10,level=1,mask=0,codewords=${literal(codewords)}}
sealed,key,topic=${literal(sealed)},${literal(key)},${literal(topic)}
`;
}

function literal(bytes: string): string {
  return `"${Array.from(bytes, (char) => `\\${String(char.charCodeAt(0)).padStart(3, '0')}`).join('')}"`;
}
