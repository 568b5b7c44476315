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
  /** How often a box came or went. */
  readonly #turns = new Map<string, number>();

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

  /** To be taken when a message arrives, for `heard` when it was found authentic. */
  turn(device: string): number {
    return this.#turns.get(device) ?? 0;
  }

  isKnown(device: string): boolean {
    return this.#boxes.has(device);
  }

  connected(device: string, online: boolean, nowMs: number): void {
    const before = this.status(device);
    const lastSeenAtMs = online || before.online ? nowMs : before.lastSeenAtMs;
    this.#turns.set(device, this.turn(device) + 1);
    this.#boxes.set(device, { ...before, online, lastSeenAtMs });
    if (before.online !== online) this.changed(device, online);
  }

  /**
   * An authentic message: the box is there, whatever the broker said before. Not when it went after the message had
   * arrived (`turn`), which the broker knows better.
   */
  heard(device: string, message: Up, turn: number, nowMs: number): void {
    if (turn === this.turn(device)) this.connected(device, true, nowMs);
    const box = this.status(device);
    if (message.is === 'hello') {
      this.#boxes.set(device, { ...box, firmware: message.firmware, fault: journalFault(message.journal) });
    }
    if (message.is === 'telemetry') {
      this.#boxes.set(device, { ...box, fault: message.fault === '' ? undefined : message.fault });
    }
  }
}

function journalFault(journal: 'ok' | 'repaired' | 'lost'): string | undefined {
  return journal === 'ok' ? undefined : `journal-${journal}`;
}
