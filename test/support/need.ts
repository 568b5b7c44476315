import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { describe, test } from 'vitest';

/** A thing that some tests want and that npm does not bring. */
interface Tool {
  present: () => boolean;
  /** What the reader types to get it. */
  enable: string;
  /** True when a clean machine cannot have it, so that a skip is in order even with CI=true. */
  optional: boolean;
}

const debian = (command: string, packageName: string): Tool => ({
  present: () => onPath(command),
  enable: `apt-get install -y ${packageName}`,
  optional: false,
});

const tools = {
  ESPRUINO_BIN: {
    present: () => process.env['ESPRUINO_BIN'] !== undefined && isExecutable(process.env['ESPRUINO_BIN']),
    enable: 'ESPRUINO_BIN=<an Espruino 2v29 interpreter for Linux> npm test',
    optional: true,
  },
  NODEMCU_LUA: {
    present: () => process.env['NODEMCU_LUA'] !== undefined && isExecutable(process.env['NODEMCU_LUA']),
    enable: "NODEMCU_LUA=<luac.cross of NodeMCU's sources, built for LUA=53> npm test",
    optional: true,
  },
  chromium: debian('chromium', 'chromium'),
  curl: debian('curl', 'curl'),
  'espeak-ng': debian('espeak-ng', 'espeak-ng'),
  'lua5.1': {
    present: () => spawnSync('lua5.1', ['-e', 'require("bit")']).status === 0,
    enable: 'apt-get install -y lua5.1 lua-bitop',
    optional: false,
  },
  'lua5.3': debian('lua5.3', 'lua5.3'),
  'lua-socket': {
    present: () => spawnSync('lua5.3', ['-e', 'require("socket")']).status === 0,
    enable: 'apt-get install -y lua5.3 lua-socket',
    optional: false,
  },
  'lua-sec': {
    present: () => spawnSync('lua5.3', ['-e', 'require("ssl")']).status === 0,
    enable: 'apt-get install -y lua5.3 lua-sec',
    optional: false,
  },
  mosquitto: debian('mosquitto', 'mosquitto'),
  pocketsphinx: {
    present: () => onPath('pocketsphinx_batch') && existsSync('/usr/share/pocketsphinx/model/en-us'),
    enable: 'apt-get install -y pocketsphinx pocketsphinx-en-us',
    optional: false,
  },
  socat: debian('socat', 'socat'),
  zbarimg: debian('zbarimg', 'zbar-tools'),
} satisfies Record<string, Tool>;

/**
 * `describe` for tests that want a tool. Without the tool they are skipped under a name that says what is missing and
 * the command that brings it; with CI=true a missing tool fails instead, except an engine that no package brings.
 */
export function need(name: keyof typeof tools, title: string, body: () => void): void {
  const tool: Tool = tools[name];
  if (tool.present()) {
    describe(title, body);
  } else if (process.env['CI'] === 'true' && !tool.optional) {
    test(title, () => {
      throw new Error(`${name} is missing; enable these tests with: ${tool.enable}`);
    });
  } else {
    describe.skip(`${title} [${name} is missing; ${tool.enable}]`, body);
  }
}

function onPath(command: string): boolean {
  return (process.env['PATH'] ?? '').split(delimiter).some((folder) => isExecutable(join(folder, command)));
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
