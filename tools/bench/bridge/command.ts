import type { Command } from 'commander';
import { loadavg } from 'node:os';
import type { LoadOptions } from './load';
import type { Ratio } from './measure';
import { root } from './process';
import { wholeNumber } from '../../whole-number';

interface Options {
  boxes: string;
  payments: string;
  repetitions: string;
  nodeRed: boolean;
  json?: boolean;
}

/** kB of resident memory that 10,000 boxes may cost each, and how many must connect in a second. */
const LIMITS = { kilobytes: 22, perSecond: 1_000 };

/** `ghanti bench bridge` and `ghanti bench boxes`. */
export function register(bench: Command): void {
  bench
    .command('bridge')
    .description(
      'a payment through the bridge against a Node-RED flow and the least server of its kind: CPU, rate, delay',
    )
    .option('--boxes <number>', 'boxes that are connected', '1000')
    .option('--payments <number>', 'payments measured in a repetition, after as many of warm-up', '6000')
    .option('--repetitions <number>', 'odd, so that there is a median', '3')
    .option('--no-node-red', 'without Node-RED, which npm installs into .build')
    .option('--json', 'print JSON')
    .action(bridge);
  bench
    .command('boxes')
    .description('what a connected box costs the bridge')
    .option('--boxes <number>', 'boxes that are connected', '10000')
    .option('--json', 'print JSON')
    .action(boxes);
  bench.command('part <name> <options>', { hidden: true }).action(part);
}

async function bridge(options: Options): Promise<void> {
  const { measureBridge } = await import('./measure');
  const wanted = {
    boxes: wholeNumber('--boxes', options.boxes),
    payments: wholeNumber('--payments', options.payments),
    repetitions: wholeNumber('--repetitions', options.repetitions),
    nodeRed: options.nodeRed,
  };
  const say = (line: string): void => void (options.json === true || console.log(line));
  say(`load average ${loadavg()[0]!.toFixed(1)}`);
  print(await measureBridge(root, wanted, say), options.json);
}

async function boxes(options: Pick<Options, 'boxes' | 'json'>): Promise<void> {
  const { measureConnections } = await import('./measure');
  const { perBox, perSecond } = await measureConnections(root, wholeNumber('--boxes', options.boxes));
  print(
    [
      { name: 'kilobytes-a-box', value: perBox / 1000, limit: LIMITS.kilobytes },
      { name: 'connects-a-second', value: perSecond, limit: LIMITS.perSecond, least: true },
    ],
    options.json,
  );
}

function print(ratios: Ratio[], json: boolean | undefined): void {
  const judged = ratios.map((one) => ({
    ...one,
    ok: one.least === true ? one.value >= one.limit : one.value <= one.limit,
  }));
  if (json === true) console.log(JSON.stringify(judged, null, 2));
  else
    for (const { name, value, limit, ok } of judged)
      console.log(`RATIO ${name} ${value.toFixed(2)} ${limit} ${ok ? 'ok' : 'FAIL'}`);
  if (judged.some(({ ok }) => !ok)) process.exitCode = 1;
}

async function part(name: string, json: string): Promise<void> {
  const options = JSON.parse(json) as LoadOptions & { folder: string };
  if (name === 'load') return (await import('./load')).runLoad(options);
  if (name === 'floor') return (await import('./floor')).runFloor(options.folder);
  return (await import('./ghanti')).runGhanti(options.folder, options.boxes);
}
