import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

const LIMIT_MS = 60_000;

/**
 * Runs a script that ends with quit() in an Espruino for Linux, with its Storage in `folder`; everything that it printed.
 * Rejects when it is not there, or has not ended within a minute.
 */
export function runEspruino(espruino: string, folder: string, script: string): Promise<string> {
  const file = join(folder, 'script.js');
  writeFileSync(file, script, 'latin1');
  return new Promise((resolve, reject) => {
    // stdin stays open: an Espruino whose stdin has ended spins.
    const child = spawn(espruino, [file], { cwd: folder, stdio: ['pipe', 'pipe', 'ignore'] });
    let printed = '';
    const limit = setTimeout(() => child.kill('SIGKILL'), LIMIT_MS);
    child.stdout.on('data', (text: Buffer) => (printed += text.toString('latin1')));
    child.on('error', (error) => reject(new Error(`${espruino}: ${error.message}`)));
    child.on('close', (code) => {
      clearTimeout(limit);
      if (code === 0) resolve(printed);
      else reject(new Error(`${espruino} did not end by itself; it printed:\n${printed.slice(-1000)}`));
    });
  });
}
