import { existsSync, readFileSync } from 'node:fs';
import type { BridgeConfig } from '../config/schema';
import { newMasterKey, readKeyFile, writeKeyFile } from '../gateway/master-key';
import type { Device } from '../store/port';
import { configAt } from './settings';
import { byOperator, print, withStore } from './with-store';

interface Where {
  config: string;
}

const NAMED = 5;

/** `ghanti master-key rotate`: a new master key beside the old one, for all keys that are made from now on. */
export async function rotate(options: Where): Promise<void> {
  const config = configAt(options.config);
  const file = fileOf(config);
  const keys = readKeyFile(file);
  await withStore(config, async (store) => {
    const version = await store.write(async (tx) => {
      const used = (await tx.devices()).map(({ keyVersion, nextKeys }) => nextKeys?.version ?? keyVersion);
      const fromVersion = 1 + Math.max(keys.at(-1)!.fromVersion, ...used);
      await tx.audit(byOperator('master-key.rotate', `keys ${fromVersion}`));
      // In the transaction: no box may be given keys of this version by the old master key meanwhile.
      writeKeyFile(file, [...keys, newMasterKey(fromVersion)]);
      return fromVersion;
    });
    print(`${file} has a new master key, from key version ${version} on. Keep a copy of the file in a safe place.`);
    print(
      'Now restart the bridge. Then give each box new keys with "ghanti device rotate <id>" and flash its settings,',
    );
    print('seal the secrets in the settings again, and end with "ghanti master-key retire".');
  });
}

/** `ghanti master-key retire`: forgets the older master keys. Refused while a box or a sealed secret needs one. */
export async function retire(options: Where): Promise<void> {
  const config = configAt(options.config);
  const file = fileOf(config);
  const newest = readKeyFile(file).at(-1)!;
  const text = existsSync(options.config) ? readFileSync(options.config, 'utf8') : '';
  const sealed = [...text.matchAll(/sealed:(\d+):/g)].filter(([, version]) => Number(version) < newest.fromVersion);
  if (sealed.length > 0)
    throw new Error(
      `${options.config}: ${sealed.length} secrets are sealed with an older master key; seal them again.`,
    );
  await withStore(config, async (store) => {
    await store.write(async (tx) => {
      const behind = (await tx.devices()).filter((device) => needsOlder(device, newest.fromVersion));
      if (behind.length > 0) throw new Error(stillNeeded(behind));
      await tx.audit(byOperator('master-key.retire', `keys ${newest.fromVersion}`));
      writeKeyFile(file, [newest]);
    });
    print(`${file} holds the newest master key alone. Restart the bridge.`);
  });
}

function needsOlder({ keyVersion, revokedAtMs }: Device, newestVersion: number): boolean {
  return revokedAtMs === undefined && keyVersion < newestVersion;
}

function stillNeeded(behind: Device[]): string {
  const ids = behind.slice(0, NAMED).map(({ id }) => id);
  const more = behind.length > NAMED ? ` and ${behind.length - NAMED} more` : '';
  return `${ids.join(', ')}${more}: still on keys of an older master key. Rotate them and flash their settings first.`;
}

function fileOf({ keys }: BridgeConfig): string {
  if (keys.masterKey === undefined || keys.masterKey === '') return keys.masterKeyFile;
  throw new Error(
    'the master key is in GHANTI_MASTER_KEY, which is yours to change: add ",<version>:<64 new hexadecimal digits>", with ' +
      'a version above all that "device list --json" shows.',
  );
}
