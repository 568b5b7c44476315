import type { Clock } from './clock';
import type { Gateway } from './gateway/gateway';
import { staticProblem } from './payments/static';
import { BridgeError } from './service';
import type { Device, StaticQr, Store } from './store/port';
import { asBridgeError } from './switch-refusal';
import type { Switchboard } from './switchboard';

export interface StaticQrsParts {
  store: Store;
  gateway: Gateway;
  switchboard: Switchboard;
  clock: Clock;
}

/** The shops' own QRs for any amount: shown by a box while nothing is asked, and followed where the switch reports. */
export class StaticQrs {
  constructor(private readonly parts: StaticQrsParts) {}

  /** @returns will what is paid with it be announced? @throws BridgeError */
  async put(device: string, id: string, text: string, by: string): Promise<boolean> {
    const { gateway, switchboard, clock } = this.parts;
    const known = await this.#device(device);
    if (!known.switches.includes(id))
      throw new BridgeError(
        'invalid',
        `switch: device ${device} is bound to ${known.switches.join(', ')}, not to ${id}.`,
      );
    const problem = staticProblem(text);
    if (problem !== undefined) throw new BridgeError('invalid', `text: ${problem}.`);
    const session = this.#sessionOf(id, text);
    const before = await gateway.commit(async (tx, tell) => {
      const old = await tx.staticQr(device);
      await tx.putStaticQr({ device, switch: id, session, text });
      await tx.audit({ atMs: clock.nowMs(), actor: by, action: 'static-qr.put', target: device, detail: id });
      await tell({ tell: 'static-qr', device, text });
      return old;
    });
    if (session !== '') switchboard.get(id).connector.printed?.watch(session);
    await this.#leave(before);
    return session !== '';
  }

  /** @throws BridgeError not-found when there is no such box */
  async remove(device: string, by: string): Promise<void> {
    const { gateway, clock } = this.parts;
    await this.#device(device);
    const before = await gateway.commit(async (tx, tell) => {
      const old = await tx.staticQr(device);
      if (old === undefined || old.text === '') return undefined;
      await tx.putStaticQr({ ...old, text: '' });
      await tx.audit({ atMs: clock.nowMs(), actor: by, action: 'static-qr.remove', target: device, detail: '' });
      await tell({ tell: 'static-qr', device, text: '' });
      return old;
    });
    await this.#leave(before);
  }

  /** After a start. */
  async resume(): Promise<void> {
    const { store, switchboard } = this.parts;
    const open = new Map(switchboard.all().map((one) => [one.id, one.connector]));
    for (const own of await store.read((tx) => tx.staticQrs()))
      if (own.session !== '') open.get(own.switch)?.printed?.watch(own.session);
  }

  #sessionOf(id: string, text: string): string {
    try {
      return this.parts.switchboard.get(id).connector.printed?.sessionOf(text) ?? '';
    } catch (error) {
      throw asBridgeError(error, id);
    }
  }

  /** Nobody shows it any more. */
  async #leave(before: StaticQr | undefined): Promise<void> {
    if (before === undefined || before.session === '') return;
    const { store, switchboard } = this.parts;
    const boxes = await store.read((tx) => tx.staticBoxes(before.switch, before.session));
    if (boxes.length > 0) return;
    const open = switchboard.all().find(({ id }) => id === before.switch);
    open?.connector.printed?.unwatch(before.session);
  }

  async #device(id: string): Promise<Device> {
    const device = await this.parts.store.read((tx) => tx.device(id));
    if (device === undefined) throw new BridgeError('not-found', `There is no device ${id}.`);
    return device;
  }
}
