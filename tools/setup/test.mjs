// npm test: set-up, then everything: checks, tests with coverage, and one closing line that a machine can read.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { build, ensureDebianPackages, ensureDependencies, root, run } from './setup.mjs';

ensureDependencies();
ensureDebianPackages();
await build();
run('npm', ['run', '--silent', 'check']);

const report = join(root, '.build', 'test', 'report.json');
mkdirSync(join(root, '.build', 'test'), { recursive: true });
rmSync(report, { force: true });
const args = ['vitest', 'run', '--coverage', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
const tests = spawnSync('npx', ['--no-install', ...args], { cwd: root, stdio: 'inherit' });

const { numPassedTests, numFailedTests, testResults } = JSON.parse(readFileSync(report, 'utf8'));
const skipped = testResults.flatMap((file) =>
  file.assertionResults.filter((test) => test.status === 'skipped' || test.status === 'pending'),
);
if (skipped.length > 0) {
  console.log(`\nSkipped (${skipped.length}):`);
  for (const test of skipped) console.log(`  ${test.fullName}`);
}
console.log(`\n${numPassedTests} passed, ${numFailedTests} failed, ${skipped.length} skipped`);
process.exit(tests.status ?? 1);
