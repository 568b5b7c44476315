import type { Up } from '../../firmware/wire/index';

/** What is known of a box without the store: a hint for the operator, and lost with the process. */
export interface BoxStatus {
  online: boolean;
  lastSeenAtMs: number | undefined;
  firmware: string | undefined;
  /** The latest fault that the box reported; undefined when it has none. */
  fault: string | undefined;
}

const UNSEEN: BoxStatus = { online: false, lastSeenAtMs: undefined, firmware: undefined, fault: undefined };

export class Presence {
  readonly #boxes = new Map<string, BoxStatus>();

  /** @param changed is called when a box came or went */
  constructor(private readonly changed: (device: string, online: boolean) => void) {}

  status(device: string): BoxStatus {
    return this.#boxes.get(device) ?? UNSEEN;
  }

  online(): number {
    let count = 0;
    for (const box of this.#boxes.values()) if (box.online) count++;
    return count;
  }

  connected(device: string, online: boolean, nowMs: number): void {
    const before = this.status(device);
    const lastSeenAtMs = online || before.online ? nowMs : before.lastSeenAtMs;
    this.#boxes.set(device, { ...before, online, lastSeenAtMs });
    if (before.online !== online) this.changed(device, online);
  }

  /** An authentic message: whatever the broker says, the box is there. */
  heard(device: string, message: Up, nowMs: number): void {
    this.connected(device, true, nowMs);
    const box = this.status(device);
    if (message.is === 'hello')
      this.#boxes.set(device, { ...box, firmware: message.firmware, fault: journalFault(message.journal) });
    if (message.is === 'telemetry')
      this.#boxes.set(device, { ...box, fault: message.fault === '' ? undefined : message.fault });
  }
}

function journalFault(journal: 'ok' | 'repaired' | 'lost'): string | undefined {
  return journal === 'ok' ? undefined : `journal-${journal}`;
}
