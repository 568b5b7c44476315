import type { Up } from '../../firmware/wire/index';
import type { Clock } from '../clock';
import type { Device, Store } from '../store/port';
import { openUp } from './envelope';
import { goodVersions, proved } from './key-versions';
import type { BoxKeys } from './keys';

/** Keys run out by the day (key-versions.ts): so long the version that a box used last need not be looked up again. */
const REMEMBERED_MS = 3_600_000;

export interface Opened {
  message: Up;
  /** Of the key that it is sealed with. */
  version: number;
  /** The version was not looked up: whoever takes the message's number must find that it still counts (Tx.takeUp). */
  remembered: boolean;
}

/** Opens what boxes say, under whichever of its keys a box has sealed it. */
export class Opener {
  /** Versions of boxes that have one key alone. */
  readonly #versions = new Map<string, { version: number; untilMs: number }>();

  constructor(private readonly parts: { store: Store; keys: BoxKeys; clock: Clock }) {}

  /** @returns why it is refused, or what it says */
  async open(device: string, bytes: Uint8Array): Promise<Opened | string> {
    const last = this.#versions.get(device);
    if (last !== undefined && this.parts.clock.nowMs() < last.untilMs) {
      const message = this.#openedWith(device, last.version, bytes);
      if (message !== 'mac') return opened(message, last.version, true);
    }
    const known = await this.parts.store.read((tx) => tx.device(device));
    if (known === undefined) return 'unknown-device';
    return known.revokedAtMs === undefined ? this.#lookedUp(known, bytes) : 'revoked';
  }

  /** The next message has the box's keys looked up. */
  forget(device: string): void {
    this.#versions.delete(device);
  }

  async #lookedUp(device: Device, bytes: Uint8Array): Promise<Opened | string> {
    const nowMs = this.parts.clock.nowMs();
    const versions = goodVersions(device, nowMs);
    for (const version of versions) {
      const message = this.#openedWith(device.id, version, bytes);
      if (message === 'mac') continue;
      if (version !== device.keyVersion && !(await this.#renew(device.id, version))) return 'old';
      if (versions.length === 1) this.#versions.set(device.id, { version, untilMs: nowMs + REMEMBERED_MS });
      return opened(message, version, false);
    }
    return 'mac';
  }

  #openedWith(device: string, version: number, bytes: Uint8Array): ReturnType<typeof openUp> {
    return openUp(this.parts.keys.mac(device, version), device, bytes);
  }

  /** The box has its new keys: from here on nothing under the old ones is believed. */
  #renew(id: string, version: number): Promise<boolean> {
    const { store, clock } = this.parts;
    return store.write(async (tx) => {
      const device = await tx.device(id);
      if (device?.nextKeys?.version !== version) return false;
      await tx.updateDevice(proved(device, version));
      const what = { action: 'device.keys-shown', target: id, detail: `keys ${version}` };
      await tx.audit({ atMs: clock.nowMs(), actor: `box:${id}`, ...what });
      return true;
    });
  }
}

function opened(message: ReturnType<typeof openUp>, version: number, remembered: boolean): Opened | string {
  return typeof message === 'string' ? message : { message, version, remembered };
}
