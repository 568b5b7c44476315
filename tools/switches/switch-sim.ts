// `ghanti switch-sim`: one pretended switch, whose customers somebody plays by typing.
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { configAt, writePrivately } from '../../bridge/cli/settings';
import { parseConfig } from '../../bridge/config/read';
import type { BridgeConfig } from '../../bridge/config/schema';
import { reasonOf } from '../../bridge/log';
import { switches } from '../../bridge/switches/registry';
import { keepFor, keptFor } from './kept';
import { PORTS } from './played/ports';
import { played } from './played/registry';
import type { PlayedSwitch } from './played/played-switch';
import { missingIn, newSettings, partFor } from './settings-part';
import type { Missing } from './settings-part';
import { doWord, wordsOf } from './words';
import type { Said } from './words';

export interface SwitchSimOptions {
  config: string;
  port?: string;
  json?: boolean;
}

const HIGHEST_PORT = 65_535;

/** Runs until standard input ends, or SIGINT or SIGTERM comes. */
export async function switchSim(id: string, { config: file, port, json }: SwitchSimOptions): Promise<void> {
  if (!isPlayed(id)) throw new Error(`switch-sim: there is no switch ${id}; take ${Object.keys(played).join(', ')}.`);
  // Read before anything is started: settings that cannot be read are nothing to add to.
  const config = existsSync(file) ? configAt(file) : parseConfig('', file, process.env, switches);
  const one = await start(id, portOf(port, PORTS[id]), config, file);
  try {
    const say = ({ text, json: object }: Said): void => console.log(json === true ? JSON.stringify(object) : text);
    const greeting = [listening(one, settle(one, config, file), file), wordsOf(one)];
    await converse(greeting, (line) => doWord(one, config, line), say);
  } finally {
    await one.close();
  }
}

function isPlayed(id: string): id is keyof typeof played {
  return Object.hasOwn(played, id);
}

async function start(
  id: keyof typeof played,
  port: number,
  { http }: BridgeConfig,
  file: string,
): Promise<PlayedSwitch> {
  const folder = dirname(resolve(file));
  // A bridge that listens everywhere listens here.
  const host = http.host === '0.0.0.0' || http.host === '::' ? '127.0.0.1' : http.host;
  const bridgeUrl = `http://${host.includes(':') ? `[${host}]` : host}:${http.port}`;
  const kept = keptFor(id, folder);
  try {
    const one = await played[id]({ bridgeUrl, folder, port, kept });
    if (kept === undefined && one.keeps !== undefined) keepFor(id, folder, one.keeps);
    return one;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    const other = port < HIGHEST_PORT ? port + 1 : port - 1;
    throw new Error(
      `switch-sim: port ${port} of 127.0.0.1 is taken. Stop what uses it, or choose another: --port ${other}`,
      { cause: error },
    );
  }
}

/** Writes settings when there are none. @returns what is not in those that are there; undefined for written ones */
function settle(one: PlayedSwitch, config: BridgeConfig, file: string): Missing | undefined {
  if (existsSync(file)) return missingIn(config, one);
  writePrivately(file, newSettings(one));
  return undefined;
}

function listening(one: PlayedSwitch, missing: Missing | undefined, file: string): Said {
  const { id, title, address } = one;
  const heading = `${title} is pretended at ${address}.`;
  if (missing === undefined)
    return {
      text: `${heading} ${file} is written for it: start the bridge with "ghanti serve".`,
      json: { is: 'listening', switch: id, address, config: file, settings: 'written' },
    };
  if (missing.fields.length === 0)
    return {
      text: `${heading} ${file} fits it.`,
      json: { is: 'listening', switch: id, address, config: file, settings: 'fit' },
    };
  const { fields, part } = missing;
  return {
    text: `${heading}\n${file} does not fit it (${fields.join(', ')}). Put this into it, and start the bridge again:\n\n${partFor(part)}`,
    json: { is: 'listening', switch: id, address, config: file, settings: 'unfit', fields, part },
  };
}

/** One word after the other, each to its end. */
async function converse(
  greeting: Said[],
  answer: (line: string) => Promise<Said>,
  say: (said: Said) => void,
): Promise<void> {
  const lines = createInterface({ input: process.stdin });
  const stop = (): void => lines.close();
  process.once('SIGINT', stop).once('SIGTERM', stop);
  for (const said of greeting) say(said);
  let work = Promise.resolve();
  lines.on('line', (line) => {
    const word = line.trim();
    if (word === '') return;
    work = work.then(async () => say(await answer(word).catch((error: unknown) => refusal(word, reasonOf(error)))));
  });
  await once(lines, 'close');
  process.stdin.destroy();
  await work;
}

function refusal(word: string, why: string): Said {
  return { text: `${word}: ${why}`, json: { is: 'refused', word, why } };
}

function portOf(text: string | undefined, usual: number): number {
  if (text === undefined) return usual;
  const port = Number(text);
  if (/^\d+$/.test(text) && port <= HIGHEST_PORT) return port;
  throw new Error(`switch-sim: --port is "${text}"; take 1 to ${HIGHEST_PORT}, or 0 for a free one.`);
}
