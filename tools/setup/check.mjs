// npm run check: types, lint, format, walls and dead code, on two cores; each tells its result in one piece.
import { spawn } from 'node:child_process';
import { root } from './setup.mjs';

/** The lint takes as long as all the others together. */
const LANES = [['lint'], ['types', 'format', 'walls', 'dead']];

function check(name) {
  return new Promise((done) => {
    const process = spawn('npm', ['run', '--silent', `check:${name}`], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const said = [];
    for (const stream of [process.stdout, process.stderr]) stream.on('data', (bytes) => said.push(bytes));
    process.on('close', (code) => {
      if (code !== 0) console.log(`check:${name} failed:\n${Buffer.concat(said).toString()}`);
      done(code === 0);
    });
  });
}

async function lane(names) {
  let good = true;
  for (const name of names) good = (await check(name)) && good;
  return good;
}

const results = await Promise.all(LANES.map(lane));
if (results.includes(false)) process.exit(1);
