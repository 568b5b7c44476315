import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';
import { dataCodewords, sideModules } from '../../bridge/gateway/qr/capacity';
import { planQr } from '../../bridge/gateway/qr/plan';
import { interleaved, maskedModules, symbolModules } from '../../bridge/gateway/qr/symbol';
import { penalty } from '../../bridge/gateway/qr/penalty';
import { CONDITIONS, DISTANCES_MM, shoot } from './camera';
import type { ShownQr } from './camera';
import type { PanelForQr } from './panels';

/** A QR for a panel: how large, and how many of the shots were read. */
export interface QrOnPanel {
  version: number;
  level: 'L' | 'M' | 'Q' | 'H';
  modulePx: number;
  moduleMm: number;
  /** Undefined when no pictures were taken. */
  read: number | undefined;
}
/** One payload on one panel: ours beside one byte segment at level M, as boxes commonly do it. */
export interface QrRow {
  panel: string;
  payload: string;
  ours: QrOnPanel;
  plain: QrOnPanel;
}

const LEVELS = ['L', 'M', 'Q', 'H'] as const;
const MASKS = [0, 1, 2, 3, 4, 5, 6, 7];
const VERSIONS = Array.from({ length: 40 }, (_none, i) => i + 1);
const QUIET_MODULES = 2;
const MEDIUM = 1;
const MODE_BYTE = '0100';

/** Every shot of the camera model, `trials` of each: three distances, five conditions. */
export function shotsOf(trials: number): number {
  return DISTANCES_MM.length * Object.keys(CONDITIONS).length * trials;
}

/** Measures one payload on one panel with `trials` seeded pictures of every kind; 0 takes none. */
export async function measureRow(panel: PanelForQr, payload: string, text: string, trials: number): Promise<QrRow> {
  const plan = planQr(text, { areaPx: panel.areaPx, versions: VERSIONS, masks: MASKS });
  const ours = shown(panel, symbolModules(plan), plan);
  const other = plainQr(text, panel.areaPx);
  const plain = shown(panel, other.modules, other);
  return {
    panel: panel.name,
    payload,
    ours: { ...facts(panel, plan), read: await readings(ours, text, trials) },
    plain: { ...facts(panel, other), read: await readings(plain, text, trials) },
  };
}

function facts(panel: PanelForQr, qr: { version: number; level: number; modulePx: number }): Omit<QrOnPanel, 'read'> {
  const moduleMm = Math.round(qr.modulePx * panel.pitchMm * 1000) / 1000;
  return { version: qr.version, level: LEVELS[qr.level]!, modulePx: qr.modulePx, moduleMm };
}

function shown(
  panel: PanelForQr,
  modules: Uint8Array,
  qr: { version: number; modulePx: number; quietModules: number },
): ShownQr {
  const { pitchMm, dark, light } = panel;
  const { modulePx, quietModules } = qr;
  return { modules, sideModules: sideModules(qr.version), modulePx, quietModules, pitchMm, dark, light };
}

interface PlainQr {
  version: number;
  level: number;
  modulePx: number;
  quietModules: number;
  modules: Uint8Array;
}

/** One byte segment at level M, the smallest version, the mask with the lowest penalty, the same quiet zone. */
function plainQr(text: string, areaPx: number): PlainQr {
  const bytes = Buffer.from(text);
  const bitsFor = (v: number): number => MODE_BYTE.length + (v <= 9 ? 8 : 16) + bytes.length * 8;
  const version = VERSIONS.find((v) => bitsFor(v) <= dataCodewords(v, MEDIUM) * 8);
  if (version === undefined) throw new Error(`a QR holds no ${bytes.length} bytes at level M`);
  const count = bytes.length.toString(2).padStart(version <= 9 ? 8 : 16, '0');
  const bits = MODE_BYTE + count + [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('') + '0000';
  const codewords = (bits.padEnd(Math.ceil(bits.length / 8) * 8, '0').match(/.{8}/g) ?? [])
    .map((byte) => String.fromCharCode(parseInt(byte, 2)))
    .join('')
    .slice(0, dataCodewords(version, MEDIUM));
  const all = interleaved({ version, level: MEDIUM, codewords });
  const masked = MASKS.map((mask) => maskedModules({ version, level: MEDIUM }, mask, all));
  const modules = masked.reduce((best, one) => (penalty(one) < penalty(best) ? one : best));
  const modulePx = Math.floor(areaPx / (sideModules(version) + 2 * QUIET_MODULES));
  const room = Math.floor((Math.floor(areaPx / modulePx) - sideModules(version)) / 2);
  return { version, level: MEDIUM, modulePx, quietModules: Math.min(4, room), modules };
}

async function readings(qr: ShownQr, text: string, trials: number): Promise<number | undefined> {
  if (trials === 0) return undefined;
  prepare();
  let read = 0;
  let seed = 1;
  for (const distanceMm of DISTANCES_MM)
    for (const condition of Object.values(CONDITIONS))
      for (let trial = 0; trial < trials; trial++) {
        const { widthPx, heightPx, data } = shoot(qr, { distanceMm, ...condition }, seed++);
        const rgba = new Uint8ClampedArray(4 * data.length).fill(255);
        data.forEach((grey, at) => rgba.fill(grey, 4 * at, 4 * at + 3));
        const picture = { data: rgba, width: widthPx, height: heightPx, colorSpace: 'srgb' } as unknown as ImageData;
        const [found] = await readBarcodes(picture, { formats: ['QRCode'], tryHarder: true, maxNumberOfSymbols: 1 });
        if (found?.isValid === true && found.text === text) read++;
      }
  return read;
}

let prepared = false;

/** The decoder from the package on this machine: the library itself would ask the network for it. */
function prepare(): void {
  if (prepared) return;
  const file = createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm');
  prepareZXingModule({ overrides: { wasmBinary: new Uint8Array(readFileSync(file)).buffer } });
  prepared = true;
}
