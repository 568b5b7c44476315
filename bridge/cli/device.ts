import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { boards } from '../../boards/registry';
import { isDeviceId } from '../../firmware/wire/index';
import type { BridgeConfig } from '../config/schema';
import { boxKeys } from '../gateway/keys';
import type { BoxKeys } from '../gateway/keys';
import { OLD_KEYS_MS, firstKeys, nextVersion, proved } from '../gateway/key-versions';
import { masterKeys } from '../gateway/master-key';
import { reasonOf } from '../log';
import type { Device } from '../store/port';
import { choiceOf } from './device-choice';
import type { DeviceChoice } from './device-choice';
import { boxSettings, configAt, writePrivately } from './settings';
import type { BoxNetwork, BoxSettingsFile } from './settings';
import { byOperator, print, withStore } from './with-store';

interface Where {
  config: string;
  json?: boolean;
}
interface Network {
  host: string;
  port?: string;
  wifiSsid?: string;
  wifiPassword?: string;
  tlsCa?: string;
  output: string;
}
export type DeviceReset = Where & Network;
export interface DeviceAdd extends Where, Network, DeviceChoice {
  board: string;
}
export type DeviceSet = Where & DeviceChoice;

/** IANA's for MQTT over TLS. */
const TLS_PORT = 8883;
/** With it, the settings fit into what a box reads of them. */
const CA_LIMIT_BYTES = 3_000;
const ROWS = 100;

/** `ghanti device add`: a new box in the store, and its settings file. */
export async function add(id: string, options: DeviceAdd): Promise<void> {
  const config = configAt(options.config);
  const network = networkOf(options, config, options.board);
  const keys = keysOf(config);
  const device = deviceOf(id, options, config, keys.newestVersion);
  await withStore(config, async (store) => {
    await store.write(async (tx) => {
      if ((await tx.device(id)) !== undefined)
        throw new Error(`there is a device ${id} already; "device reset" gives it new keys.`);
      await tx.insertDevice(device);
      await tx.audit(byOperator('device.add', id, device.board));
      // In the transaction: a box whose settings nobody got is not kept.
      hand(boxSettings(device, keys, network), options);
    });
  });
  if (options.json !== true) print(`Then flash it with: ghanti flash ${flashWords(device)}`);
}

/** The board's own languages need not be asked for. */
function flashWords({ board, language }: Device): string {
  const own = boards[board]!.languages.includes(language);
  return own ? board : `${board} --languages ${language}`;
}

/**
 * `ghanti device rotate`: the next keys, for the next visit to the box. It goes on with its old ones until it has shown
 * the new ones, for at most 30 days.
 */
export async function rotate(id: string, options: DeviceReset): Promise<void> {
  await renew(id, options, 'device.rotate', (device, version) => {
    if (device.revokedAtMs !== undefined)
      throw new Error(`${id} is revoked and has no keys to go on with; "device reset" gives it new ones.`);
    return { ...device, nextKeys: { version, oldUntilMs: Date.now() + OLD_KEYS_MS } };
  });
}

/** `ghanti device reset`: new keys from now on; nothing under the old ones is believed, and a revoked box may come back. */
export async function reset(id: string, options: DeviceReset): Promise<void> {
  await renew(id, options, 'device.reset', (device, version) => ({
    ...proved(device, version),
    revokedAtMs: undefined,
  }));
}

/** `ghanti device set`: what was chosen when it was added. The box hears it at once, or when it comes back. */
export async function set(id: string, options: DeviceSet): Promise<void> {
  const choice = choiceOf(options);
  const names = Object.keys(choice);
  if (names.length === 0) throw new Error('device set: name what to set: --title, --switches, --language or --volume.');
  await withStore(configAt(options.config), async (store) => {
    await store.write(async (tx) => {
      const known = await tx.device(id);
      if (known === undefined) throw unknown(id);
      await tx.updateDevice({ ...known, ...choice });
      // It comes back within seconds, and its greeting tells it.
      await tx.cut(id);
      await tx.audit(byOperator('device.set', id, names.join(', ')));
    });
    const { language } = choice;
    print(`${id}: ${names.join(', ')} set; a running bridge tells the box within seconds.`);
    if (language !== undefined)
      print(`A box that was flashed without ${language} goes on in its first language and reports no-language.`);
  });
}

/** `ghanti device revoke`: a stolen box is cut off and not believed. What it has not spoken stays, and is raised. */
export async function revoke(id: string, options: Where): Promise<void> {
  await withStore(configAt(options.config), async (store) => {
    const unspoken = await store.write(async (tx) => {
      const device = await tx.device(id);
      if (device === undefined) throw unknown(id);
      if (device.revokedAtMs !== undefined) throw new Error(`${id} is revoked already.`);
      await tx.updateDevice({ ...device, nextKeys: undefined, revokedAtMs: Date.now() });
      await tx.cut(id);
      await tx.audit(byOperator('device.revoke', id));
      return (await tx.unspoken(id, ROWS)).length;
    });
    print(`${id} is revoked: it is cut off within a second and nothing that it says is believed.`);
    if (unspoken > 0) print(`It has not spoken ${unspoken} payments ("device show ${id}"): tell the shop.`);
    print('On an external broker, take its user out too. "device reset" gives it new keys if it is found.');
  });
}

async function renew(
  id: string,
  options: DeviceReset,
  action: string,
  change: (device: Device, version: number) => Device,
): Promise<void> {
  const config = configAt(options.config);
  const keys = keysOf(config);
  await withStore(config, async (store) => {
    await store.write(async (tx) => {
      const known = await tx.device(id);
      if (known === undefined) throw unknown(id);
      const keyVersion = nextVersion(known, keys);
      const renewed = change(known, keyVersion);
      await tx.updateDevice(renewed);
      if (renewed.keyVersion === keyVersion) await tx.cut(id);
      await tx.audit(byOperator(action, id, `keys ${keyVersion}`));
      // In the transaction: keys that nobody got are not waited for.
      hand(boxSettings({ id, keyVersion }, keys, networkOf(options, config, known.board)), options);
    });
  });
}

export async function list(options: Where): Promise<void> {
  await withStore(configAt(options.config), async (store) => {
    const devices = await store.read((tx) => tx.devices());
    if (options.json === true) return print(JSON.stringify(devices.map(shown)));
    if (devices.length === 0) return print('No boxes yet. Add one with: ghanti device add <id> --board <board>');
    for (const device of devices) {
      const { id, board, switches: bound, title } = device;
      print(`${id.padEnd(24)}  ${board.padEnd(16)}  ${bound.join(',').padEnd(12)}  ${title}${keyState(device)}`);
    }
  });
}

export async function show(id: string, options: Where): Promise<void> {
  await withStore(configAt(options.config), async (store) => {
    const found = await store.read(async (tx) => ({ device: await tx.device(id), rows: await tx.unspoken(id, ROWS) }));
    if (found.device === undefined) throw unknown(id);
    const rows = found.rows.map(({ seq, kind, amountMinor, currency, stage, writtenAtMs }) => ({
      ...{ seq, kind, amountMinor, currency, stage },
      writtenAt: new Date(writtenAtMs).toISOString(),
    }));
    if (options.json === true) return print(JSON.stringify({ ...shown(found.device), unspoken: rows }));
    for (const [name, value] of Object.entries(shown(found.device)))
      print(`${name.padEnd(12)} ${Array.isArray(value) ? value.join(', ') : value}`);
    print(`${'unspoken'.padEnd(12)} ${rows.length}`);
    for (const row of rows)
      print(`  ${row.seq}  ${row.kind}  ${row.amountMinor} ${row.currency}  ${row.stage}  ${row.writtenAt}`);
  });
}

function deviceOf(id: string, options: DeviceAdd, config: BridgeConfig, keyVersion: number): Device {
  if (!isDeviceId(id)) throw new Error(`"${id}" is no device id; take 1 to 24 of a-z, 0-9 and "-".`);
  const board = boards[options.board];
  if (board === undefined)
    throw new Error(`--board: there is no board ${options.board}; known: ${Object.keys(boards).join(', ')}.`);
  const choice = choiceOf(options);
  const bound = choice.switches ?? Object.keys(config.switches);
  if (bound.length === 0) throw new Error('--switches: name one, or configure one first.');
  return {
    ...{ id, title: id, board: options.board, language: 'en', volume: 7, ...choice, switches: bound },
    ...firstKeys(keyVersion),
    ...{ lastDown: 0, lastUp: 0, lastCharge: 0 },
    createdAtMs: Date.now(),
  };
}

function networkOf(options: Network, config: BridgeConfig, board: string): BoxNetwork {
  const tls = options.tlsCa !== undefined;
  const port = Number(options.port ?? (tls ? (config.mqtt.tls?.port ?? TLS_PORT) : config.mqtt.port));
  if (!Number.isInteger(port) || port < 1 || port > 65_535) throw new Error('--port: take 1 to 65535.');
  const password = options.wifiPassword ?? process.env['GHANTI_WIFI_PASSWORD'] ?? '';
  const wifi = options.wifiSsid === undefined ? undefined : { ssid: options.wifiSsid, password };
  return { host: options.host, port, wifi, ca: authorityIn(options.tlsCa, board) };
}

/** The authority's certificate, for a board whose engine checks servers. */
function authorityIn(file: string | undefined, board: string): string | undefined {
  if (file === undefined) return undefined;
  if (boards[board]?.runtime !== 'esp32')
    throw new Error(
      `--tls-ca: ${board} cannot check a server; only NodeMCU on ESP32 can. Its messages have a MAC anyway.`,
    );
  const pem = readFileSync(file, 'utf8').trim();
  try {
    if (!new X509Certificate(pem).ca) throw new Error('it is no authority');
  } catch (error) {
    throw new Error(`--tls-ca: ${file} holds no certificate of an authority in PEM (${reasonOf(error)}).`, {
      cause: error,
    });
  }
  if (pem.length > CA_LIMIT_BYTES)
    throw new Error(`--tls-ca: ${file} has more than ${CA_LIMIT_BYTES} bytes; give one certificate.`);
  return pem;
}

/** Prints the settings of the box, or writes them where only the owner may read them. */
function hand(settings: BoxSettingsFile, options: DeviceReset): void {
  if (options.json === true) return print(JSON.stringify(settings));
  writePrivately(options.output, `${JSON.stringify(settings)}\n`);
  const { output } = options;
  print(
    `${settings.id}: its settings are in ${output}. They hold its keys: put them onto the box, then delete the file.`,
  );
}

/** What may be seen of a device; numbers of its messages are nobody's business. */
function shown({
  id,
  title,
  board,
  switches: bound,
  language,
  volume,
  keyVersion,
  nextKeys,
  revokedAtMs,
  createdAtMs,
}: Device): Record<string, string | number | string[]> {
  return {
    id,
    title,
    board,
    switches: bound,
    language,
    volume,
    keyVersion,
    ...(nextKeys !== undefined && {
      nextKeyVersion: nextKeys.version,
      oldKeysUntil: new Date(nextKeys.oldUntilMs).toISOString(),
    }),
    ...(revokedAtMs !== undefined && { revokedAt: new Date(revokedAtMs).toISOString() }),
    createdAt: new Date(createdAtMs).toISOString(),
  };
}

function keyState({ revokedAtMs, nextKeys }: Device): string {
  if (revokedAtMs !== undefined) return '  (revoked)';
  return nextKeys === undefined ? '' : '  (new keys wait for it)';
}

function keysOf(config: BridgeConfig): BoxKeys {
  return boxKeys(masterKeys(config.keys.masterKey, config.keys.masterKeyFile));
}

function unknown(id: string): Error {
  return new Error(`there is no device ${id}; "device list" shows all.`);
}
