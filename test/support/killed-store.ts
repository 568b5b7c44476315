import { build } from 'esbuild';
import Database from 'libsql';
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { box } from '../contract/store/opened';
import { checkSqlite, openSqlite } from '../../bridge/store/sqlite';

const root = join(import.meta.dirname, '..', '..');

/** One payment that the writer was promised to be kept. */
export interface Kept {
  seq: number;
  chargeId: string;
}

/** A store file with one box, and the bundled program that writes payments into it. */
export class KilledStore {
  private constructor(
    private readonly folder: string,
    private readonly path: string,
    private readonly program: string,
  ) {}

  static async make(): Promise<KilledStore> {
    // Inside the project, so that the bundle finds libsql as the real one does.
    mkdirSync(join(root, '.build'), { recursive: true });
    const folder = mkdtempSync(join(root, '.build', 'killed-store-'));
    const program = join(folder, 'writer.mjs');
    const entryPoints = [fileURLToPath(new URL('./store-writer.ts', import.meta.url))];
    await build({
      entryPoints,
      outfile: program,
      bundle: true,
      format: 'esm',
      platform: 'node',
      packages: 'external',
      logLevel: 'silent',
    });
    const path = join(folder, 'ghanti.db');
    const store = await openSqlite(path);
    await store.write((tx) => tx.insertDevice(box()));
    await store.close();
    return new KilledStore(folder, path, program);
  }

  /**
   * Runs the writer until it ends by itself, or is killed the given time after its first kept payment.
   * @param fileBytes largest file that it may write, as a disk quota would have it
   */
  async run(
    prefix: string,
    until: { killAfterMs: number } | { fileBytes: number },
  ): Promise<{ kept: Kept[]; refused: string[]; keptAfterRefusal: number }> {
    const limit = 'fileBytes' in until ? `ulimit -S -f ${Math.ceil(until.fileBytes / 1024)};` : '';
    const script = `${limit} exec "$0" "$@"`;
    const child = spawn('bash', ['-c', script, process.execPath, this.program, this.path, prefix], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const lines = await linesOf(child, 'killAfterMs' in until ? until.killAfterMs : undefined);
    const kept = lines.map((line) => /^kept (\d+) (\S+)$/.exec(line)).filter((match) => match !== null);
    return {
      kept: kept.map(([, seq, chargeId]) => ({ seq: Number(seq), chargeId: String(chargeId) })),
      refused: lines.filter((line) => line.startsWith('refused ')),
      keptAfterRefusal: lines.length - 1 - lines.findIndex((line) => line.startsWith('refused ')),
    };
  }

  /** What is in the file now, asked without our own code; first what the check says is wrong with it. */
  look() {
    const faults = checkSqlite(this.path);
    const database = new Database(this.path);
    const ask = <Row>(text: string) => database.prepare(text).all([]) as Row[];
    const found = {
      faults,
      journal: ask<Kept>('SELECT seq, charge_id AS "chargeId" FROM journal ORDER BY seq'),
      paidCharges: ask<{ id: string }>("SELECT id FROM charge WHERE state = 'paid'").map((each) => each.id),
      lastDown: ask<{ n: number }>('SELECT last_down AS n FROM device')[0]?.n ?? -1,
    };
    database.close();
    return found;
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** Whole lines that the child wrote before it ended. */
function linesOf(child: ChildProcess, killAfterMs: number | undefined): Promise<string[]> {
  return new Promise((resolve, reject) => {
    let text = '';
    child.on('error', reject);
    child.stdout?.setEncoding('utf8').on('data', (part: string) => {
      if (text === '' && killAfterMs !== undefined) setTimeout(() => child.kill('SIGKILL'), killAfterMs);
      text += part;
    });
    child.on('close', () => resolve(text.split('\n').slice(0, -1)));
  });
}
