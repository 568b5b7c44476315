// npm test: set-up, then everything: checks, tests with coverage, and one closing line that a machine can read.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { build, ensureDebianPackages, ensureDependencies, root, run } from './setup.mjs';

/** What coverage is measured of, its own tests cover; in all others counting would only cost time. */
const MEASURED = ['test/unit/bridge/payments', 'test/unit/firmware/app', 'test/unit/firmware/wire'];
const folder = join(root, '.build', 'test');

ensureDependencies();
ensureDebianPackages();
await build();
run('npm', ['run', '--silent', 'check']);

mkdirSync(folder, { recursive: true });
const runs = [
  tested('measured', ['--coverage', ...MEASURED]),
  tested(
    'others',
    MEASURED.flatMap((tests) => ['--exclude', `${tests}/**`]),
  ),
];
const sum = (count) => runs.reduce((total, { report }) => total + report[count], 0);
const skipped = runs.flatMap(({ report }) =>
  report.testResults.flatMap((file) =>
    file.assertionResults.filter((test) => test.status === 'skipped' || test.status === 'pending'),
  ),
);
if (skipped.length > 0) {
  console.log(`\nSkipped (${skipped.length}):`);
  for (const test of skipped) console.log(`  ${test.fullName}`);
}
console.log(`\n${sum('numPassedTests')} passed, ${sum('numFailedTests')} failed, ${skipped.length} skipped`);
process.exit(runs.find(({ status }) => status !== 0)?.status ?? 0);

/** Runs the tests that the arguments choose. A run that ended by a signal counts as failed. */
function tested(name, choice) {
  const file = join(folder, `${name}.json`);
  rmSync(file, { force: true });
  const args = ['vitest', 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${file}`, ...choice];
  const { status } = spawnSync('npx', ['--no-install', ...args], { cwd: root, stdio: 'inherit' });
  return { status: status ?? 1, report: JSON.parse(readFileSync(file, 'utf8')) };
}
