// What a QR costs: on the bridge against qrcode-generator in Node, on the box in a real Espruino.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { QR_BUDGET, boxInstructions } from './box-work';
import { instructionsOf } from './callgrind';

/** One line of the report: `instructions` of one QR, and what it is measured against. */
export interface QrCost {
  what: string;
  instructions: number;
  budget: string;
}

const THEIRS = `import qrcode from 'qrcode-generator';
const one = (i) => { const code = qrcode(0, 'M'); code.addData(text(i), 'Byte'); code.make(); };`;
const OURS = `import { planQr } from './bridge/gateway/qr/plan';
const one = (i) => planQr(text(i), { areaPx: 240, versions: [4, 6, 9, 14], masks: [0, 1, 2, 3, 4, 5, 6, 7] });`;
const TEXTS = `const text = (i) => '00020101021226380011fonepay.com0115' + (100000000000000 + i * 7919) + '02061234565204541153035245406' +
  (100 + i) + '.505802NP5917Demo Kirana Pasal6009Kathmandu62290106' + (100000 + i) + '0715Terminal 1 Till6304A13A';
for (let i = 0; i < Number(process.argv[2]); i++) one(i);`;

/** Measures in a temporary folder. `espruino` is an interpreter's path; without one the box's line is left out. */
export async function measureQr(root: string, espruino: string | undefined): Promise<QrCost[]> {
  const folder = mkdtempSync(join(tmpdir(), 'ghanti-bench-'));
  try {
    const theirs = await inNode(root, folder, 'theirs', THEIRS);
    const ours = await inNode(root, folder, 'ours', OURS);
    const costs = [
      { what: 'qrcode-generator in Node, level M, one mode', instructions: theirs, budget: '' },
      {
        what: 'the bridge: segments, version, level and mask',
        instructions: ours,
        budget: `${share(ours, theirs)} of it`,
      },
    ];
    if (espruino === undefined) return costs;
    const box = await boxInstructions(root, espruino, 'qr');
    return [
      ...costs,
      {
        what: 'the box: codewords to framebuffer, version 10-M',
        instructions: box,
        budget: `${share(box, QR_BUDGET)} of ${QR_BUDGET}`,
      },
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function share(part: number, whole: number): string {
  return (part / whole).toFixed(2);
}

async function inNode(root: string, folder: string, name: string, source: string): Promise<number> {
  const outfile = join(folder, `${name}.mjs`);
  const stdin = { contents: `${source}\n${TEXTS}`, resolveDir: root, loader: 'ts' as const };
  await build({ stdin, bundle: true, platform: 'node', format: 'esm', outfile });
  const command = (times: number): string[] => [process.execPath, '--single-threaded', outfile, String(times)];
  return instructionsOf({ folder, command }, 100, 300);
}
