// NodeMCU over its Lua console (https://nodemcu.readthedocs.io, modules file and node). A console line has at most 255
// characters and no flow control, so files go as short lines of hex, each answered before the next is sent.
import type { CabledBox } from './box';
import { converse, type Conversation } from './conversation';
import type { Line } from './line';

/** 200 hex digits: with the command around them below the console's line. */
const LINE_BYTES = 100;
/** Summed in one go: short enough for the ESP8266's watchdog. */
const BLOCK_BYTES = 4096;
const HELLO_LIMIT_MS = 2000;
const HELLO_TRIES = 5;

/** What runs on the box while it is flashed: O opens at a byte, W writes hex, K closes, A is Adler-32 (RFC 1950) of a block. */
const HELPERS = [
  'function O(n,o) F=file.open(n,o==0 and "w" or "r+") F:seek("set",o) return o end',
  'function W(s) F:write((s:gsub("..",function(h) return string.char(tonumber(h,16)) end))) return #s end',
  'function K() F:close() F=nil return 0 end',
  'function R(f,a,b,k) local s=k>0 and f:read(k<256 and k or 256) if not s then return a,b,0 end for i=1,#s do a=(a+s:byte(i))%65521 b=(b+a)%65521 end return a,b,k-#s end',
  `function A(n,o) local f=file.open(n,"r") f:seek("set",o) local a,b,k=1,0,${BLOCK_BYTES} while k>0 do a,b,k=R(f,a,b,k) end f:close() return a.." "..b end`,
];

const dialect = {
  // In brackets an expression without a value is nil.
  printing: (number: number, expression: string) => `print("<".."${number}:"..tostring((${expression}))..">")\n`,
  fault: /stdin:\d+: ([^\r\n]+)[\r\n]/,
};

/** Takes over the console. Throws when nothing like NodeMCU answers. */
export async function cabledNodemcu(line: Line): Promise<CabledBox> {
  const { ask, tell } = converse(line, dialect);
  const runtime = await hello(ask, tell);
  for (const helper of HELPERS) {
    await tell(`${helper}\n`);
    await ask('1');
  }
  const quoted = JSON.stringify;
  const sizeOf = async (name: string): Promise<number> => Number(await ask(`file.list()[${quoted(name)}] or -1`));
  return {
    runtime,
    has: async (name) => (await sizeOf(name)) >= 0,
    async present(name, bytes) {
      const size = await sizeOf(name);
      if (size > bytes.length) return 0;
      for (let at = 0; at < bytes.length; at += BLOCK_BYTES) {
        const end = Math.min(at + BLOCK_BYTES, bytes.length);
        if (end > size || (await ask(`A(${quoted(name)},${at})`)) !== adler32(bytes.subarray(at, end))) return at;
      }
      return bytes.length;
    },
    async clear(names, neededBytes) {
      for (const name of names) await ask(`file.remove(${quoted(name)})`);
      const freeBytes = Number(await ask('file.fsinfo()'));
      if (freeBytes >= neededBytes) return;
      throw new Error(
        `the box has ${freeBytes} bytes of files free; ${neededBytes} are needed. Remove what is not ours.`,
      );
    },
    async send(name, bytes, from, sent) {
      await ask(`O(${quoted(name)},${from})`);
      for (let at = from; at < bytes.length; at += LINE_BYTES) {
        const part = bytes.subarray(at, at + LINE_BYTES);
        await ask(`W"${part.toString('hex')}"`);
        sent(part.length);
      }
      await ask('K()');
    },
    restart: () => tell('node.restart()\n'),
  };
}

/** NodeMCU's target: esp32, esp8266. Opening a port may restart the chip, so it is asked several times. */
async function hello(ask: Conversation['ask'], tell: Conversation['tell']): Promise<string> {
  for (let attempt = 1; ; attempt++) {
    await tell('\n');
    try {
      return await ask('node.chipmodel and node.chipmodel():lower() or "esp8266"', HELLO_LIMIT_MS);
    } catch (error) {
      if (error instanceof Error && error.name === 'CableGone') throw error;
      if (attempt < HELLO_TRIES) continue;
      throw new Error('no NodeMCU answers. Is NodeMCU on the chip (--runtime), is it the right port?', {
        cause: error,
      });
    }
  }
}

function adler32(bytes: Uint8Array): string {
  let a = 1;
  let b = 0;
  for (const byte of bytes) {
    a = (a + byte) % 65_521;
    b = (b + a) % 65_521;
  }
  return `${a} ${b}`;
}
