import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { boards } from '../boards/registry';
import { switches } from '../bridge/switches/registry';

const tracked = execFileSync('git', ['ls-files'], { encoding: 'utf8' })
  .split('\n')
  .filter((path) => path !== '' && existsSync(path));
const text = (path: string): string => readFileSync(path, 'utf8');
const folders = (path: string): string[] =>
  readdirSync(path).filter((name) => statSync(`${path}/${name}`).isDirectory());

describe('the house', () => {
  test('has the rooms that its owner fixed, and no others', () => {
    const rooms = new Set(
      tracked.map((path) => path.split('/')[0]!).filter((name) => tracked.some((p) => p.startsWith(`${name}/`))),
    );
    expect([...rooms].filter((name) => !name.startsWith('.')).sort()).toEqual([
      'boards',
      'bridge',
      'firmware',
      'test',
      'tools',
    ]);
  });

  test('keeps files small enough to read in one sitting', () => {
    const long = tracked
      .filter((path) => /\.(ts|tsx|mjs|cjs)$/.test(path))
      .filter((path) => text(path).split('\n').length > 301);
    expect(long).toEqual([]);
  });

  test('names every board by its file and lists it once', () => {
    const files = readdirSync('boards').filter(
      (name) => name.endsWith('.ts') && !['board.ts', 'languages.ts', 'registry.ts'].includes(name),
    );
    expect(Object.keys(boards).sort()).toEqual(files.map((name) => name.replace('.ts', '')).sort());
  });

  test('names every switch by its folder, with a README', () => {
    expect(Object.keys(switches).sort()).toEqual(folders('bridge/switches').sort());
    for (const id of folders('bridge/switches')) expect(existsSync(`bridge/switches/${id}/README.md`), id).toBe(true);
  });

  test('gives every chip a README', () => {
    for (const kind of folders('firmware/drivers')) {
      for (const chip of folders(`firmware/drivers/${kind}`)) {
        expect(existsSync(`firmware/drivers/${kind}/${chip}/README.md`), `${kind}/${chip}`).toBe(true);
      }
    }
  });

  test('holds no half-done marks and no paths of somebody’s machine', () => {
    const marks = new RegExp(['TO', 'DO|FIX', 'ME|\\bX', 'XX\\b|/home/\\w|/work/|/root/|/opt/'].join(''));
    const found = tracked
      .filter((path) => /\.(ts|tsx|mjs|cjs|md|ya?ml|cddl|json|css|html)$/.test(path) && path !== 'package-lock.json')
      .filter((path) => path !== 'test/tidy.test.ts' && marks.test(text(path)));
    expect(found).toEqual([]);
  });
});
