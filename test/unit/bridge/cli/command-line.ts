import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { onTestFinished, vi } from 'vitest';
import { register } from '../../../../bridge/cli/index';

/** A box is added with these words. */
export const ADD = ['device', 'add', 'counter-1', '--board', 'esp32-cyd', '--switches', 'nepalpay'];

/** A folder with settings in it, and the command line over them. */
export function shop(settings = ''): { folder: string; run: (...words: string[]) => Promise<string> } {
  const folder = mkdtempSync(join(tmpdir(), 'ghanti-cli-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  writeFileSync(join(folder, 'ghanti.yaml'), settings);
  const run = async (...words: string[]): Promise<string> => {
    const lines: string[] = [];
    const write = vi.spyOn(process.stdout, 'write').mockImplementation((text) => lines.push(String(text)) > 0);
    try {
      const program = new Command('ghanti').exitOverride();
      register(program);
      await program.parseAsync([...words, '--config', join(folder, 'ghanti.yaml')], { from: 'user' });
    } finally {
      write.mockRestore();
    }
    return lines.join('');
  };
  return { folder, run };
}
