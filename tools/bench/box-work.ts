// What the work of a box costs in a real Espruino, in instructions: each kind bundled as the build bundles a box.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encodeMessage, seal } from '../../firmware/wire/index';
import { bundleEntry } from '../build/bundle';
import { DECLARATIONS } from '../build/image';
import { buildQrTables } from '../qr/tables';
import { cydPrelude } from '../simulator/prelude/cyd';
import { instructionsOf } from './callgrind';
import { runEspruino } from './run-espruino';

/** What is measured, in words. */
export const BOX_WORK = {
  qr: 'QR of version 10-M, codewords to framebuffer',
  paid: 'paid, MAC checked and decoded',
  announcement: 'announcement, pack opened and clips found',
};

type BoxWork = keyof typeof BOX_WORK;

/** design budget: a QR of version 10-M, codewords to framebuffer. */
export const QR_BUDGET = 60_000_000;
/** Measured where the budget was set: 216 data codewords in five blocks, 57 x 57 modules, 200 x 200 px of one bit. */
const VERSION = 10;
const LEVEL = 1;
const CODEWORDS = 200;
const GLASS = { widthPx: 200, heightPx: 200, colour: false, slow: true, qrPx: 200 };
const LANGUAGE = 'en';

/**
 * Instructions of one piece of work: callgrind's difference between four and two. What it reads lies in files of this
 * computer, whose system calls make it dearer than flash would. Rejects without valgrind, or when the work goes wrong.
 */
export async function boxInstructions(root: string, espruino: string, work: BoxWork): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'ghanti-bench-'));
  try {
    const tables = buildQrTables({ versions: [VERSION], masks: [0] });
    writeFileSync(join(folder, 'qr.bin'), tables);
    await runEspruino(espruino, folder, flashing('qr', 'qr.bin', tables.length));
    for (const times of [2, 4])
      writeFileSync(join(folder, `work${times}.js`), await program(root, work, times), 'latin1');
    const printed = await runEspruino(espruino, folder, await program(root, work, 2));
    if (!printed.includes('DONE 2')) throw new Error(`${work} went wrong in ${espruino}:\n${printed.slice(-1000)}`);
    return await instructionsOf({ folder, command: (times) => [espruino, `work${times}.js`] }, 2, 4);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** In pieces, because the interpreter's memory is small. */
function flashing(name: string, path: string, bytes: number): string {
  return `var s=require("Storage"),f=E.openFile("${path}","r"),at=0,p;while((p=f.read(512))!==undefined&&p.length){s.write("${name}",p,at,${bytes});at+=p.length;}quit();`;
}

/** The prelude lends the voice from this computer's disk, where Storage is too small for it. */
async function program(root: string, work: BoxWork, times: number): Promise<string> {
  const voice = join(root, 'firmware', 'speech', 'packs', `${LANGUAGE}.pak`);
  const contents = `${ENTRIES[work]()}
let done = 0;
for (let i = 0; i < ${times}; i++) if (one(i)) done++;
print('DONE ' + done);
quit();`;
  const { js } = await bundleEntry(root, work, contents, GLASS, DECLARATIONS);
  return `${cydPrelude({ files: { [`voice-${LANGUAGE}`]: voice }, panel: false })}\n${js}`;
}

const ENTRIES: Record<BoxWork, () => string> = {
  qr: () => `import { graphicsCanvas } from './platforms/espruino/canvas';
import { assetsIn } from './platforms/espruino/assets';
import { rgb565 } from './canvas/palette';
import { symbolModules } from './platforms/espruino/qr';
const assets = assetsIn(require('Storage'));
const surface = Graphics.createArrayBuffer(200, 200, 1);
const canvas = graphicsCanvas(surface, ${JSON.stringify(GLASS)}, rgb565, { show() {} }, (symbol) => symbolModules(assets, symbol), print);
const some = [${[0, 1, 2, 3].map((r) => JSON.stringify(codewords(r))).join(', ')}];
function one(i) {
  canvas.qr(14, 14, 3, { version: ${VERSION}, level: ${LEVEL}, mask: 0, codewords: some[i] });
  return true;
}`,
  paid: () => `import { eventOf } from './platforms/bridge-link';
import { sha256 } from './platforms/espruino/sha256';
function one() {
  return eventOf(sha256, ${JSON.stringify(KEY)}, ${JSON.stringify(TOPIC)}, ${JSON.stringify(sealedPaid())}) !== undefined;
}`,
  announcement: () => `import { assetsIn } from './platforms/espruino/assets';
import { sentenceOf } from './platforms/sentence';
const assets = assetsIn(require('Storage'));
const utterance = { say: 'paid', kind: 'new', seqs: [1], amountMinor: 123456750, currency: 524, language: '${LANGUAGE}' };
function one() {
  return sentenceOf(assets, E.CRC32, utterance) !== undefined;
}`,
};

const KEY = '\x01'.repeat(32);
const TOPIC = 'g/counter-1/d';

function codewords(seed: number): string {
  return Array.from({ length: CODEWORDS }, (_none, i) => String.fromCharCode((i * 37 + 11 + seed * 5) & 255)).join('');
}

function sealedPaid(): string {
  const hash = (bytes: string): string => createHash('sha256').update(bytes, 'latin1').digest('binary');
  const facts = { seq: 7, charge: 1, amountMinor: 125_050, currency: 524, paidAt: 1_800_000_000, again: false };
  return seal(hash, KEY, TOPIC, encodeMessage({ is: 'paid', ...facts }));
}
