// What a built program takes on a box: all of it in memory, each thing that happens, by trial.lua in a Lua of one's choice.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Down } from '../../../firmware/wire/index';
import { decodeUp, encodeMessage, open, seal, topicOf } from '../../../firmware/wire/index';
import { readImage } from '../../simulator/image';
import { compileLua } from './compile';

/** One thing that happened to the box. Memory is in kB of that Lua, beside its own and the simulator's. */
export interface TrialStep {
  about: string;
  instructions: number;
  /** Most at a time, seen whenever the program asked something of the chip. */
  peakKb: number;
  residentKb: number;
  /** The files that were read, compiled ones when there were any. */
  loads: string[];
}

const ID = 'counter-1';
const KEY = '\x01'.repeat(32);
const TOPIC = topicOf(ID, 'd');
const NOW = 1_800_000_000;
const SECOND_MS = 1000;
const money = { amountMinor: 125_050, currency: 524 };
const HASH = `import { sha256 } from './firmware/wire/sha256';
declare function give(run: (bytes: string) => string): void;
give(sha256);`;

/** Runs the image in this folder. `run` is Lua 5.3: Debian's, or NodeMCU's own with the arguments that it wants. */
export function luaTrial(root: string, folder: string, run: readonly string[]): TrialStep[] {
  const boot = bootOf(runTrial(root, folder, run, [], false));
  const story = storyOf(boot);
  const watched = stepsIn(runTrial(root, folder, run, story, true));
  const worked = stepsIn(runTrial(root, folder, run, story, false));
  return watched.map((step, i) => ({ ...step, instructions: worked[i]!.instructions, loads: worked[i]!.loads }));
}

/** The number that a welcome must repeat. It is the same in each run: so are the clock and the key. */
function bootOf(lines: readonly string[]): number {
  for (const line of lines.filter((one) => one.startsWith('sent\t'))) {
    const sealed = Buffer.from(line.slice('sent\t'.length), 'hex').toString('latin1');
    const message = decodeUp(open(sha256, KEY, topicOf(ID, 'u'), sealed) ?? '');
    if (typeof message !== 'string' && message.is === 'hello') return message.boot;
  }
  throw new Error(`the program on trial never asked for a welcome:\n${lines.join('\n')}`);
}

type Story = [about: string, message: Down | undefined, seconds: number][];

function storyOf(boot: number): Story {
  const qr = { version: 9, level: 1, mask: 0, codewords: 'ghanti'.repeat(30), expiresAt: NOW + 300 };
  return [
    ['welcome', { is: 'welcome', seq: 1, boot, now: NOW, count: 0, ...money }, 3],
    ['20 idle seconds', undefined, 20],
    ['a QR of version 9-M, shown and announced', { is: 'show-qr', seq: 2, charge: 1, ...money, ...qr }, 3],
    ['10 seconds of countdown', undefined, 10],
    ['scanned', { is: 'progress', seq: 3, charge: 1, stage: 'scanned' }, 1],
    ['paid, shown and spoken', { is: 'paid', seq: 4, charge: 1, ...money, paidAt: NOW + 30, again: false }, 9],
    ['20 seconds after', undefined, 20],
  ];
}

function runTrial(root: string, folder: string, run: readonly string[], story: Story, looks: boolean): string[] {
  const sealed = (message: Down | undefined): string =>
    message === undefined ? 'nil' : literal(seal(sha256, KEY, TOPIC, encodeMessage(message)));
  const steps = story.map(([about, message, seconds]) => `{"${about}",${sealed(message)},${seconds * SECOND_MS}}`);
  const files = readImage(folder).files.map(
    ({ name, bytes }) => `[${literal(name)}]=${literal(Buffer.from(bytes).toString('latin1'))}`,
  );
  const identity = { id: ID, host: 'bridge', port: 1883, password: 'p', key: Buffer.from(KEY).toString('hex') };
  const settings = JSON.stringify({ ...identity, wifi: { ssid: 'shop', password: 'p' } });
  const program = [
    `FILES={${files.join(',')}} LOOKS=${looks} STEPS={${steps.join(',')}}`,
    `MODULES=${literal(readFileSync(join(root, 'tools/simulator/nodemcu/modules.lua'), 'latin1'))}`,
    `SETTINGS=${literal(settings)} TOPIC=${literal(TOPIC)} function give(run) HASH=run end`,
    `do ${compileLua(root, { path: 'hash.ts', text: HASH }, '5.3').lua} end`,
    readFileSync(join(root, 'tools/build/lua/trial.lua'), 'latin1'),
  ].join('\n');
  const work = mkdtempSync(join(tmpdir(), 'ghanti-trial-'));
  try {
    const path = join(work, 'trial.lua');
    writeFileSync(path, program, 'latin1');
    const [bin, ...args] = run;
    const limits = { encoding: 'latin1' as const, maxBuffer: 1 << 26 };
    const { status, stdout, stderr, error } = spawnSync(bin!, [...args, path], limits);
    if (error !== undefined) throw error;
    if (status !== 0 || stderr !== '') throw new Error(`${bin}: ${stderr}`);
    return stdout.split('\n');
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

function stepsIn(lines: readonly string[]): TrialStep[] {
  return lines
    .filter((line) => line.startsWith('step\t'))
    .map((line) => {
      const [, about, instructions, peak, resident, loads] = line.split('\t');
      return {
        about: about!,
        instructions: Number(instructions),
        peakKb: Number(peak),
        residentKb: Number(resident),
        loads: loads!.split(' ').filter((name) => name !== ''),
      };
    });
}

function sha256(bytes: string): string {
  return createHash('sha256').update(bytes, 'latin1').digest('binary');
}

function literal(bytes: string): string {
  return `"${Array.from(bytes, (char) => `\\${String(char.charCodeAt(0)).padStart(3, '0')}`).join('')}"`;
}
