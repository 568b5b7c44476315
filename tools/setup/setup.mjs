// Set-up that needs nothing but Node: dependencies, Debian packages for the tests, the build.
// Plain JavaScript on purpose: it runs before anything is installed.
import { createHash } from 'node:crypto';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const LOWEST_NODE = 20;

/** Runs a command in the project's root with its output shown; ends the process with a clear line when it fails. */
export function run(command, args, options = {}) {
  const done = spawnSync(command, args, { cwd: root, stdio: 'inherit', ...options });
  if (done.status === 0) return;
  const why = done.error ? done.error.message : `exit code ${done.status ?? done.signal}`;
  console.error(`setup: "${command} ${args.join(' ')}" failed (${why}).`);
  process.exit(done.status ?? 1);
}

/** Installs the npm dependencies when they are missing or the lockfile changed since the last time. */
export function ensureDependencies() {
  if (Number(process.versions.node.split('.')[0]) < LOWEST_NODE) {
    console.error(`setup: Node ${process.versions.node} is too old; Ghanti needs Node ${LOWEST_NODE} or newer.`);
    process.exit(1);
  }
  const lock = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');
  const mark = join(root, 'node_modules', '.ghanti-lock');
  if (existsSync(mark) && readFileSync(mark, 'utf8') === lock) return;
  console.log('setup: installing npm dependencies (about half a minute) ...');
  // Not `npm ci`: it refuses a lockfile that lacks another system's optional binaries, which registries do not all serve.
  run('npm', ['install', '--no-save', '--no-audit', '--no-fund', '--loglevel=error']);
  writeFileSync(mark, lock);
}

/** Bundles the command line and all that it loads into .build/cli. */
export async function build() {
  const { build: bundle } = await import('esbuild');
  mkdirSync(join(root, '.build'), { recursive: true });
  await bundle({
    entryPoints: [join(root, 'tools', 'ghanti.ts')],
    outdir: join(root, '.build', 'cli'),
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    packages: 'external',
    sourcemap: 'linked',
    logLevel: 'warning',
    define: { 'process.env.GHANTI_ROOT': JSON.stringify(root) },
  });
}

/** What the tests want from Debian: package -> the command whose success shows it is there. */
export const debianPackages = {
  chromium: 'command -v chromium',
  curl: 'command -v curl',
  'lua5.1': 'command -v lua5.1',
  'lua5.3': 'command -v lua5.3',
  'lua-bitop': `lua5.1 -e 'require("bit")'`,
  'lua-sec': `lua5.3 -e 'require("ssl")'`,
  'lua-socket': `lua5.3 -e 'require("socket")'`,
  mosquitto: 'command -v mosquitto',
  socat: 'command -v socat',
  'zbar-tools': 'command -v zbarimg',
  sox: 'command -v sox',
  'espeak-ng': 'command -v espeak-ng',
  pocketsphinx: 'command -v pocketsphinx_batch',
  'pocketsphinx-en-us': 'test -d /usr/share/pocketsphinx/model/en-us',
};

/** On Debian as root, installs the packages that the tests want; elsewhere leaves them and the tests skip by name. */
export function ensureDebianPackages() {
  const env = { ...process.env, PATH: `${process.env.PATH}:/usr/sbin`, DEBIAN_FRONTEND: 'noninteractive' };
  const found = (command) => spawnSync('sh', ['-c', command], { env }).status === 0;
  const missing = Object.entries(debianPackages).filter(([, command]) => !found(command));
  if (missing.length === 0) return;
  const names = missing.map(([name]) => name);
  if (process.getuid?.() !== 0 || !existsSync('/etc/debian_version')) {
    console.log(`setup: not installed: ${names.join(', ')}. Some tests will be skipped by name.`);
    return;
  }
  console.log(`setup: installing Debian packages for the tests: ${names.join(', ')} ...`);
  run('apt-get', ['update', '-qq'], { env });
  run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', '-o', 'Dpkg::Use-Pty=0', ...names], {
    env,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}
