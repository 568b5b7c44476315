import { measureRow, shotsOf } from './table';
import type { QrOnPanel, QrRow } from './table';
import { panelsForQr } from './panels';
import { payloadKinds } from './payloads';

/** The whole table as Markdown or JSON; tells its progress on a terminal's standard error. */
export async function qrTable(trials: number, panelPart: string, json: boolean): Promise<string> {
  const panels = panelsForQr.filter(({ name }) => name.includes(panelPart));
  if (panels.length === 0)
    throw new Error(`no panel has "${panelPart}" in its name: ${panelsForQr.map(({ name }) => name).join(', ')}`);
  const rows: QrRow[] = [];
  const all = panels.length * Object.keys(payloadKinds).length;
  for (const panel of panels)
    for (const [payload, text] of Object.entries(payloadKinds)) {
      rows.push(await measureRow(panel, payload, text, trials));
      if (process.stderr.isTTY) process.stderr.write(`\r${rows.length} of ${all}`);
    }
  if (process.stderr.isTTY) process.stderr.write('\r');
  return json ? JSON.stringify({ shots: shotsOf(trials), rows, ...gains(rows) }, null, 2) : text(rows, shotsOf(trials));
}

/** How much larger our modules are, and how many more of the shots are read, over all rows. */
function gains(rows: QrRow[]): { moduleMean: number; moduleLeast: number; readRatio: number | undefined } {
  const ratios = rows.map(({ ours, plain }) => ours.modulePx / plain.modulePx);
  const read = (which: 'ours' | 'plain'): number => rows.reduce((sum, row) => sum + (row[which].read ?? 0), 0);
  return {
    moduleMean: ratios.reduce((sum, ratio) => sum + ratio, 0) / ratios.length,
    moduleLeast: Math.min(...ratios),
    readRatio: read('plain') === 0 ? undefined : read('ours') / read('plain'),
  };
}

function text(rows: QrRow[], shots: number): string {
  const lines = ['| panel | QR | ours | byte mode, M |', '|---|---|---|---|'];
  for (const { panel, payload, ours, plain } of rows)
    lines.push(`| ${panel} | ${payload} | ${cell(ours, shots)} | ${cell(plain, shots)} |`);
  const { moduleMean, moduleLeast, readRatio } = gains(rows);
  lines.push('', `modules: ${moduleMean.toFixed(2)}x on average, ${moduleLeast.toFixed(2)}x at least`);
  if (readRatio !== undefined) lines.push(`read by the camera model: ${readRatio.toFixed(2)}x as many shots`);
  return lines.join('\n');
}

function cell({ version, level, modulePx, moduleMm, read }: QrOnPanel, shots: number): string {
  const score = read === undefined ? '' : `, ${read} of ${shots}`;
  return `${version}-${level}, ${modulePx} px, ${moduleMm.toFixed(2)} mm${score}`;
}
