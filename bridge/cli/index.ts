import type { Command } from 'commander';
import type { DeviceAdd, DeviceReset, DeviceSet } from './device';
import type { TokenAdd } from './token';

const CONFIG = ['-c, --config <file>', 'settings of the bridge', 'ghanti.yaml'] as const;

/** The bridge's commands. What a command needs is loaded when it runs. */
export function register(program: Command): void {
  program
    .command('serve')
    .description('run the bridge until Ctrl-C')
    .option(...CONFIG)
    .action(async (options: { config: string }) => (await import('./serve')).serve(options));

  program
    .command('doctor')
    .description('try everything that the bridge needs and say what to do; exit code 1 when something fails')
    .option(...CONFIG)
    .option('--json', 'one JSON object a step')
    .option('--switch <id>', 'try one switch alone')
    .action(async (options: { config: string; json?: boolean; switch?: string }) =>
      (await import('./doctor')).doctor(options),
    );

  registerDevice(program);
  registerMasterKey(program);
  registerSecret(program);
  registerToken(program);
  registerAudit(program);
}

function registerDevice(program: Command): void {
  const device = program.command('device').description('boxes: add, set, list, show, rotate, reset, revoke');
  withSettings(device.command('add <id>').description('add a box and write the settings that go onto it'))
    .requiredOption('--board <board>', 'the board it is built on, like esp32-cyd')
    .option('--title <name>', "the shop's name on its screen (default: the id)")
    .option('--switches <ids>', 'its payment switches, the preferred one first (default: all that are configured)')
    .option('--language <tag>', 'language that it speaks (default: en)')
    .option('--volume <0-10>', 'how loud (default: 7)')
    .action(async (id: string, options: DeviceAdd) => (await import('./device')).add(id, options));
  device
    .command('set <id>')
    .description('change what was chosen for a box; it hears of it within seconds')
    .option(...CONFIG)
    .option('--title <name>', "the shop's name on its screen")
    .option('--switches <ids>', 'its payment switches, the preferred one first')
    .option('--language <tag>', 'language that it speaks')
    .option('--volume <0-10>', 'how loud')
    .action(async (id: string, options: DeviceSet) => (await import('./device')).set(id, options));
  device
    .command('list')
    .description('the boxes of this bridge')
    .option(...CONFIG)
    .option('--json', 'for a program')
    .action(async (options: { config: string; json?: boolean }) => (await import('./device')).list(options));
  device
    .command('show <id>')
    .description('one box, and what it has not spoken')
    .option(...CONFIG)
    .option('--json', 'for a program')
    .action(async (id: string, options: { config: string; json?: boolean }) =>
      (await import('./device')).show(id, options),
    );
  device
    .command('revoke <id>')
    .description('a stolen box: cut it off, believe nothing that it says')
    .option(...CONFIG)
    .action(async (id: string, options: { config: string }) => (await import('./device')).revoke(id, options));
  withSettings(
    device
      .command('rotate <id>')
      .description('make the next keys of a box; it goes on with its old ones until the new ones are on it (30 days)'),
  ).action(async (id: string, options: DeviceReset) => (await import('./device')).rotate(id, options));
  withSettings(
    device
      .command('reset <id>')
      .description('give a box new keys at once: the old ones, lost or stolen, are worth nothing from then on'),
  ).action(async (id: string, options: DeviceReset) => (await import('./device')).reset(id, options));
}

/** The options of a command that hands out a box's settings file. */
function withSettings(command: Command): Command {
  return command
    .option(...CONFIG)
    .option('--host <host>', 'where the box reaches the broker', '127.0.0.1')
    .option('--port <port>', "the broker's port there (default: from the settings)")
    .option('--wifi-ssid <ssid>', 'Wi-Fi that the box joins')
    .option('--wifi-password <password>', 'its password (or the environment variable GHANTI_WIFI_PASSWORD)')
    .option(
      '--tls-ca <file>',
      'certificate of the authority that vouches for the broker: the box then uses TLS (NodeMCU on ESP32)',
    )
    .option('-o, --output <file>', "where the box's settings are written, mode 0600", 'ghanti.json')
    .option('--json', 'print the settings instead of writing them');
}

function registerSecret(program: Command): void {
  program
    .command('secret')
    .description('secrets of switches: seal')
    .command('seal')
    .description('read a secret from standard input and print what may stand for it in the settings')
    .option(...CONFIG)
    .action(async (options: { config: string }) => (await import('./secret')).sealSecret(options));
}

function registerMasterKey(program: Command): void {
  const master = program.command('master-key').description('the key that all keys of boxes come from: rotate, retire');
  master
    .command('rotate')
    .description('make a new one beside the old one, for all keys that are made from now on')
    .option(...CONFIG)
    .action(async (options: { config: string }) => (await import('./master-key')).rotate(options));
  master
    .command('retire')
    .description('forget the old ones, when no box needs them any more')
    .option(...CONFIG)
    .action(async (options: { config: string }) => (await import('./master-key')).retire(options));
}

function registerToken(program: Command): void {
  const token = program.command('token').description('tokens of the HTTP API: add, list, revoke');
  token
    .command('add <name>')
    .description('make a token and show it, this once')
    .option(...CONFIG)
    .requiredOption('--scope <scope>', 'operator: everything; shop: what concerns its boxes; read: look at everything')
    .option('--device <ids...>', 'the boxes of a shop', [])
    .option('--json', 'for a program')
    .action(async (name: string, options: TokenAdd) => (await import('./token')).add(name, options));
  token
    .command('list')
    .description('the tokens, without what is secret of them')
    .option(...CONFIG)
    .option('--json', 'for a program')
    .action(async (options: { config: string; json?: boolean }) => (await import('./token')).list(options));
  token
    .command('revoke <id>')
    .description('refuse a token from its next request on')
    .option(...CONFIG)
    .action(async (id: string, options: { config: string }) => (await import('./token')).revoke(id, options));
}

function registerAudit(program: Command): void {
  const audit = program.command('audit').description('who did what: show, verify');
  audit
    .command('show')
    .description('the newest rows, oldest first')
    .option(...CONFIG)
    .option('--last <count>', 'so many', '50')
    .option('--json', 'one JSON object a row')
    .action(async (options: { config: string; json?: boolean; last: string }) =>
      (await import('./audit')).show(options),
    );
  audit
    .command('verify')
    .description('follow the chain of hashes through every row; exit code 1 when it is broken')
    .option(...CONFIG)
    .option('--head <number:hash>', 'a head that was printed before and must still be in it')
    .option('--json', 'for a program')
    .action(async (options: { config: string; json?: boolean; head?: string }) =>
      (await import('./audit')).verify(options),
    );
}
