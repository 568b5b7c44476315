// The model over a copy of the product in which one rule is broken on purpose.
import { build } from 'esbuild';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Workshop } from '../../tools/model/run';
import type { scheduleOf } from '../../tools/model/schedule';

/** One rule, where it stands and what stands there instead. */
export interface Mutant {
  file: string;
  rule: string;
  broken: string;
}

interface Model {
  Workshop: typeof Workshop;
  scheduleOf: typeof scheduleOf;
}

const FOLDER = '.build/mutants';
const ENTRY = `export { Workshop } from './tools/model/run'; export { scheduleOf } from './tools/model/schedule';`;

/**
 * Runs the schedules of the seeds from 1 on until one breaks a promise.
 * @returns the broken promise; undefined when `runs` schedules found nothing
 * @throws when the rule does not stand once in its file: the mutant is out of date
 */
export async function findingOf(mutant: Mutant, runs: number): Promise<string | undefined> {
  const model = await modelWith(mutant);
  const workshop = await new model.Workshop().prepare();
  try {
    for (let seed = 1; seed <= runs; seed++) {
      const { broken } = await workshop.run(model.scheduleOf(seed));
      if (broken !== undefined) return broken;
    }
    return undefined;
  } finally {
    workshop.remove();
  }
}

async function modelWith({ file, rule, broken }: Mutant): Promise<Model> {
  const path = resolve(file);
  const source = readFileSync(path, 'utf8');
  if (source.split(rule).length !== 2) throw new Error(`${file} does not have this once: ${rule}`);
  mkdirSync(FOLDER, { recursive: true });
  const outfile = resolve(join(FOLDER, `${process.pid}-${made++}.mjs`));
  await build({
    stdin: { contents: ENTRY, resolveDir: process.cwd(), loader: 'ts' },
    ...{ bundle: true, platform: 'node', format: 'esm', packages: 'external', outfile, logLevel: 'error' },
    loader: { '.sql': 'text' },
    plugins: [
      {
        name: 'mutant',
        setup: ({ onLoad }) => {
          onLoad({ filter: /\.ts$/ }, (args) =>
            args.path === path ? { contents: source.replace(rule, () => broken), loader: 'ts' } : undefined,
          );
        },
      },
    ],
  });
  try {
    return (await import(pathToFileURL(outfile).href)) as Model;
  } finally {
    rmSync(outfile);
  }
}

let made = 0;
