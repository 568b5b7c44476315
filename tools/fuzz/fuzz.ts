import { seeded } from '../seeded';
import { mutated } from './mutate';

/** A reader of foreign bytes, and what it must keep whatever comes. */
export interface Target {
  name: string;
  /** Inputs that are right, one of each kind. */
  seeds: Uint8Array[];
  /** Reads; throws when a promise is broken. What it gives tells kinds of outcomes apart: a new one is worth keeping. */
  read(bytes: Uint8Array): string;
}

/** An input that broke something; `hex` reproduces it. */
export interface Crash {
  target: string;
  why: string;
  hex: string;
}

export interface FuzzReport {
  executions: number;
  /** By target: inputs that led to an outcome of their own. */
  outcomes: Record<string, number>;
  slowestMs: number;
  crashes: Crash[];
  /** By target: the inputs that led to an outcome of their own, for the next run. */
  corpus: Corpus;
}

/** Inputs worth trying again, in hexadecimal digits. */
export type Corpus = Record<string, string[]>;

/** Longer than any reader needs for 2 kB: something grows with the input as it must not. */
const LIMIT_MS = 250;
const RETRIES = 3;
const CORPUS_LIMIT = 400;
const CRASHES_LIMIT = 20;
/** As many of a reader go into the next run, and so long. */
const KEPT = 60;
const KEPT_BYTES = 300;

/**
 * Reads `executions` mutated inputs with each target, after those of the corpus. The seed makes the run; the same seed and
 * corpus make the same one.
 */
export function fuzz(targets: readonly Target[], executions: number, seed: number, before: Corpus = {}): FuzzReport {
  const report: FuzzReport = { executions: 0, outcomes: {}, slowestMs: 0, crashes: [], corpus: {} };
  for (const target of targets) {
    const random = seeded(seed);
    const corpus = [...target.seeds, ...(before[target.name] ?? []).map((hex) => Buffer.from(hex, 'hex'))];
    const seen = new Set<string>();
    const crashes = new Set<string>();
    for (const input of corpus) execute(target, input, seen, report);
    for (let i = 0; i < executions && crashes.size < CRASHES_LIMIT; i++) {
      const input = mutated(corpus[Math.floor(random() * corpus.length)]!, corpus, random);
      const known = seen.size;
      const crash = execute(target, input, seen, report);
      if (crash !== undefined && !crashes.has(crash.why)) report.crashes.push(crash);
      if (crash !== undefined) crashes.add(crash.why);
      if (seen.size > known && corpus.length < CORPUS_LIMIT) corpus.push(input);
    }
    report.outcomes[target.name] = seen.size;
    report.corpus[target.name] = keptOf(corpus.slice(target.seeds.length));
  }
  return report;
}

function keptOf(inputs: readonly Uint8Array[]): string[] {
  const short = inputs.filter(({ length }) => length <= KEPT_BYTES).slice(0, KEPT);
  return short.map((input) => Buffer.from(input).toString('hex'));
}

function execute(target: Target, input: Uint8Array, seen: Set<string>, report: FuzzReport): Crash | undefined {
  report.executions++;
  const crash = (why: string): Crash => ({ target: target.name, why, hex: Buffer.from(input).toString('hex') });
  try {
    let ms = timed(target, input, seen);
    // A busy machine is slow once, an input that is too much for its reader always.
    for (let again = 0; again < RETRIES && ms > LIMIT_MS; again++) ms = Math.min(ms, timed(target, input, seen));
    report.slowestMs = Math.max(report.slowestMs, ms);
    return ms > LIMIT_MS ? crash('slow') : undefined;
  } catch (error) {
    return crash(error instanceof Error ? `${error.name}: ${error.message}` : String(error));
  }
}

function timed(target: Target, input: Uint8Array, seen: Set<string>): number {
  const begun = performance.now();
  seen.add(target.read(input));
  return performance.now() - begun;
}
