import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { decodeDown, decodeUp, encodeMessage, open, peekSeq, seal } from '../../firmware/wire/index';
import { runInEspruino } from '../support/espruino';
import { hostileSteps } from '../support/hostile';
import type { HostileStep } from '../support/hostile';
import { need } from '../support/need';
import { nativeSha256, toHex } from '../support/wire';
import type { GoldenRefusal } from '../support/wire-refusals';
import { goldenKey, goldenTopic } from '../support/wire-vectors';
import type { GoldenMessage } from '../support/wire-vectors';

const messages = JSON.parse(readFileSync('test/golden/wire/messages.json', 'utf8')) as GoldenMessage[];
const refusals = JSON.parse(readFileSync('test/golden/wire/refused.json', 'utf8')) as GoldenRefusal[];

const STEPS_A_RUN = 6;
const HOSTILE = 600;
const HOSTILE_A_RUN = 50;
const LIMIT_MS = 120_000;

/** What the engine runs: plain JavaScript around the wire. Reads one line of hex at a time and says what it made of it. */
const harness = `
import { decodeDown, decodeUp, encodeMessage, open, peekSeq, seal, sha256, hmacSha256 } from './firmware/wire/index';
const native = (bytes) => E.toString(require('crypto').SHA256(bytes));
const bytesOf = (hex) => {
  let bytes = '';
  for (let i = 0; i < hex.length; i += 2) bytes += String.fromCharCode(parseInt(hex.substr(i, 2), 16));
  return bytes;
};
const hexOf = (bytes) => {
  let hex = '';
  for (let i = 0; i < bytes.length; i++) hex += (256 + bytes.charCodeAt(i)).toString(16).substr(1);
  return hex;
};
// A message as sorted name=value pairs, strings in hex: JSON of engines differs in how it writes bytes above 127.
const say = (value) => {
  if (typeof value === 'string') return hexOf(value);
  if (typeof value !== 'object') return '' + value;
  return '(' + Object.keys(value).sort().map((name) => name + '=' + say(value[name])).join(',') + ')';
};
const key = bytesOf(KEY);
let sha = native;
const taken = (down, payload) => say(down ? decodeDown(payload) : decodeUp(payload));
const roundTrip = (down, topic, sealedHex) => {
  const payload = open(sha, key, topic, bytesOf(sealedHex));
  if (payload === undefined) return 'refused';
  const message = down ? decodeDown(payload) : decodeUp(payload);
  return say(message) + ' ' + hexOf(seal(sha, key, topic, encodeMessage(message)));
};
global.wire = { sha256, hmacSha256, native, hexOf, bytesOf, taken, roundTrip, peekSeq, portable: () => { sha = sha256; } };
`;

function bundle(): string {
  const result = buildSync({
    stdin: { contents: harness, resolveDir: process.cwd(), loader: 'js' },
    bundle: true,
    minify: true,
    write: false,
    format: 'iife',
    target: 'es2015',
    charset: 'ascii',
    external: ['crypto'],
    define: { KEY: JSON.stringify(toHex(goldenKey)) },
  });
  return result.outputFiles[0]!.text;
}

let folder = '';
const run = (steps: string): Promise<string[]> =>
  runInEspruino(`eval(require("Storage").read("wire"));${steps}\nquit();`, { limitMs: 60_000, folder });

/** A few steps a run, because the vectors take memory beside the wire. */
async function runAll(steps: string[]): Promise<string[]> {
  const lines: string[] = [];
  for (let i = 0; i < steps.length; i += STEPS_A_RUN)
    lines.push(...(await run(steps.slice(i, i + STEPS_A_RUN).join('\n'))));
  return lines;
}

const quote = JSON.stringify;
const isDown = (one: { direction: string }): boolean => one.direction === 'down';
const topic = (one: { direction: 'down' | 'up' }): string => quote(goldenTopic[one.direction]);

/** The same words as in the harness, said by Node about the message in the golden file. */
function say(value: unknown): string {
  if (typeof value === 'string') return toHex(value);
  if (typeof value !== 'object' || value === null) return String(value);
  const fields = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `(${fields.map(([name, of]) => `${name}=${say(of)}`).join(',')})`;
}

/** The inputs lie on flash too, each behind its head: down, sealed, length (high byte first). */
async function readInEngine(steps: HostileStep[]): Promise<string[]> {
  const file = steps.map(({ is, down, bytes }) =>
    String.fromCharCode(Number(down), Number(is === 'sealed'), bytes.length >> 8, bytes.length & 255).concat(bytes),
  );
  const base64 = Buffer.from(file.join(''), 'latin1').toString('base64');
  await runInEspruino(`require("Storage").write("inputs", atob(${quote(base64)}));quit();`, { folder });
  return run(`
    var s=require("Storage"),at=0,w=wire,topics=[${quote(goldenTopic.up)},${quote(goldenTopic.down)}];
    for(var i=0;i<${steps.length};i++){
      var h=s.read("inputs",at,4),n=h.charCodeAt(2)*256+h.charCodeAt(3),d=h.charCodeAt(0),b=n?s.read("inputs",at+4,n):'';
      print(h.charCodeAt(1)?w.roundTrip(!!d,topics[d],w.hexOf(b)):w.taken(!!d,b)+' '+w.peekSeq(b));
      at+=4+n;}`);
}

/** What Node makes of a message that was tampered with, in the same words. */
function expected({ is, down, topic: on, bytes }: HostileStep): string {
  const payload = is === 'sealed' ? open(nativeSha256, goldenKey, on, bytes) : bytes;
  if (payload === undefined) return 'refused';
  const message = down ? decodeDown(payload) : decodeUp(payload);
  if (is === 'payload') return `${say(message)} ${peekSeq(payload)}`;
  if (typeof message === 'string') throw new Error('a golden frame was taken and not read');
  return `${say(message)} ${toHex(seal(nativeSha256, goldenKey, on, encodeMessage(message)))}`;
}

need('ESPRUINO_BIN', 'the wire in the real Espruino', () => {
  // As on a board, the code lies in flash and only its state in RAM.
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'ghanti-wire-'));
    await runInEspruino(`require("Storage").write("wire", ${quote(bundle())});quit();`, { folder });
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test('opens, reads, writes and seals every golden message as Node does', async () => {
    const lines = await run(
      messages.map((one) => `print(wire.roundTrip(${isDown(one)}, ${topic(one)}, ${quote(one.sealed)}));`).join('\n'),
    );
    expect(lines).toEqual(messages.map((one) => `${say(one.message)} ${one.sealed}`));
  });

  test('refuses every hostile frame and payload as Node does', async () => {
    const steps = refusals.map((one) =>
      'sealed' in one
        ? `print(wire.roundTrip(${isDown(one)}, ${topic(one)}, ${quote(one.sealed)}));`
        : `print(wire.taken(${isDown(one)}, wire.bytesOf(${quote(one.payload)})), wire.peekSeq(wire.bytesOf(${quote(one.payload)})));`,
    );
    const lines = await runAll(steps);
    expect(lines).toEqual(refusals.map((one) => ('sealed' in one ? 'refused' : `${toHex(one.fault)} ${one.of}`)));
  });

  test(`makes of ${HOSTILE} messages that were tampered with what Node does`, { timeout: LIMIT_MS }, async () => {
    const steps = hostileSteps(HOSTILE, 12);
    const lines: string[] = [];
    for (let i = 0; i < HOSTILE; i += HOSTILE_A_RUN)
      lines.push(...(await readInEngine(steps.slice(i, i + HOSTILE_A_RUN))));
    expect(lines).toHaveLength(HOSTILE);
    expect(lines).toEqual(steps.map(expected));
  });

  test('has a portable SHA-256 that is the native one', async () => {
    const vectors = messages.filter((one) => one.payload.length < 100).slice(0, 3);
    const lines = await run(
      `var w=wire;print(w.hexOf(w.sha256('abc')));print(w.hexOf(w.native('abc')));
       print(w.sha256('x'.repeat(119)) === w.native('x'.repeat(119)));
       print(w.hexOf(w.hmacSha256(w.sha256, 'Jefe', 'what do ya want for nothing?')));w.portable();
       ${vectors.map((one) => `print(wire.roundTrip(${isDown(one)}, ${topic(one)}, ${quote(one.sealed)}));`).join('\n')}`,
    );
    expect(lines).toEqual([
      'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
      'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
      'true',
      '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
      ...vectors.map((one) => `${say(one.message)} ${one.sealed}`),
    ]);
  });
});
