// Espruino over its console (https://www.espruino.com/Interfacing): a line that begins with DLE (16) is not echoed, NAK
// (21) clears a half-typed line, reset() stops the program without starting the saved one. Files go into Storage in
// blocks of base64, each answered before the next is sent: the console has a buffer of a few hundred bytes and a block
// that was lost would not be noticed. (The `espruino` package sends a program, but no binary files of 400 kB.)
import { setTimeout as wait } from 'node:timers/promises';
import type { CabledBox } from './box';
import { crc32 } from '../voice/crc32';
import { converse, type Conversation } from './conversation';
import type { Line } from './line';

/** 1,024 characters of base64. */
const BLOCK_BYTES = 768;
const BLOCK_TRIES = 3;
const SUMS_AT_ONCE = 64;
const HELLO_LIMIT_MS = 4000;
const HELLO_TRIES = 5;
/** A program that answers nothing by then hangs, and is interrupted. */
const HANGING_AFTER = 3;
const RESET_MS = 500;
const CLEAR_LINE = '\x15';
const INTERRUPT = '\x03';

/** What runs on the box while it is flashed. A watchdog that the box's program left behind is kept quiet. */
const HELPERS = [
  'S=require("Storage")',
  'function W(n,d,o,t){E.kickWatchdog();S.write(n,atob(d),o,t);return o}',
  `function C(n,o,k){E.kickWatchdog();for(var r="";k--;o+=${BLOCK_BYTES})r+=E.CRC32(S.read(n,o,${BLOCK_BYTES}))+" ";return r}`,
  'function Z(n,t){return (S.read(n,t-1,1)||"").length==1&&(S.read(n,t,1)||"").length==0}',
];

const dialect = {
  printing: (number: number, expression: string) => `\x10print("<"+"${number}:"+(${expression})+">")\n`,
  fault: /Uncaught ([^\r\n]+)[\r\n]/,
};

/** Stops the box's program and takes over its console. Throws when nothing like Espruino answers. */
export async function cabledEspruino(line: Line): Promise<CabledBox> {
  const { ask, tell } = converse(line, dialect);
  const runtime = await hello(ask, tell);
  for (const helper of HELPERS) await tell(`\x10${helper}\n`);
  const quoted = JSON.stringify;
  return {
    runtime,
    has: async (name) => (await ask(`S.read(${quoted(name)},0,1)!==undefined`)) === 'true',
    async present(name, bytes) {
      if ((await ask(`Z(${quoted(name)},${bytes.length})`)) !== 'true') return 0;
      const blocks = Math.ceil(bytes.length / BLOCK_BYTES);
      const sums: number[] = [];
      while (sums.length < blocks) {
        const count = Math.min(SUMS_AT_ONCE, blocks - sums.length);
        const answer = await ask(`C(${quoted(name)},${sums.length * BLOCK_BYTES},${count})`);
        sums.push(...answer.trim().split(' ').map(Number));
      }
      return leading(bytes, sums);
    },
    async clear(names, neededBytes) {
      for (const name of names) await ask(`S.erase(${quoted(name)})`);
      if (Number(await ask('S.getFree()')) >= neededBytes) return;
      await ask('S.compact()', COMPACT_LIMIT_MS);
      const freeBytes = Number(await ask('S.getFree()'));
      if (freeBytes >= neededBytes) return;
      throw new Error(
        `the box has ${freeBytes} bytes of Storage free; ${neededBytes} are needed. Erase what is not ours.`,
      );
    },
    async send(name, bytes, from, sent) {
      for (let at = from; at < bytes.length; at += BLOCK_BYTES) {
        const block = bytes.subarray(at, at + BLOCK_BYTES);
        await surely(() => ask(`W(${quoted(name)},"${block.toString('base64')}",${at},${bytes.length})`), tell);
        sent(block.length);
      }
    },
    async restart() {
      await tell('\x10E.reboot()\n');
      await wait(RESTART_MS);
    },
  };
}

const COMPACT_LIMIT_MS = 60_000;
const RESTART_MS = 500;

/** A console that was busy loses characters: the same block once more harms nothing, and all is read back in the end. */
async function surely(send: () => Promise<string>, tell: Conversation['tell']): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      await send();
      return;
    } catch (error) {
      if (attempt === BLOCK_TRIES || (error instanceof Error && error.name === 'CableGone')) throw error;
      await tell(CLEAR_LINE);
    }
  }
}

/** Opening a port may restart the chip, so it is asked several times. */
async function hello(ask: Conversation['ask'], tell: Conversation['tell']): Promise<string> {
  for (let attempt = 1; ; attempt++) {
    await tell(`${attempt < HANGING_AFTER ? CLEAR_LINE : INTERRUPT}\x10reset()\n`);
    await wait(RESET_MS);
    await tell('\x10echo(0)\n');
    try {
      return await ask('process.env.BOARD', HELLO_LIMIT_MS);
    } catch (error) {
      if (error instanceof Error && error.name === 'CableGone') throw error;
      if (attempt < HELLO_TRIES) continue;
      throw new Error('no Espruino answers. Is Espruino on the chip (--runtime), is it the right port?', {
        cause: error,
      });
    }
  }
}

/** Blocks from the first that are right, when all behind them are still erased. */
function leading(bytes: Buffer, sums: number[]): number {
  const right = sums.findIndex((sum, i) => sum !== crc32(bytes.subarray(i * BLOCK_BYTES, (i + 1) * BLOCK_BYTES)));
  if (right < 0) return bytes.length;
  const rest = sums.slice(right);
  const isErased = rest.every((sum, i) => {
    const from = (right + i) * BLOCK_BYTES;
    return sum === crc32(Buffer.alloc(Math.min(BLOCK_BYTES, bytes.length - from), 0xff));
  });
  return isErased ? right * BLOCK_BYTES : 0;
}
