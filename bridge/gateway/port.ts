import type { Down, Up } from '../../firmware/wire/index';

/**
 * The road to the boxes: sealed bytes out, opened bytes in. The embedded broker and an external one are the two roads.
 * Nothing here remembers anything that matters; the store is the queue.
 */
export interface Road {
  /** Hands bytes to the broker at QoS 1. Resolves when the broker (embedded: the box) has them; rejects after a limit. */
  publish(device: string, bytes: Uint8Array): Promise<void>;
  /** Bytes that came up from a box; not yet believed. */
  onUp(handler: (device: string, bytes: Uint8Array) => void): void;
  onPresence(handler: (device: string, online: boolean) => void): void;
  /** Ends the box's connection, if it has one and this is its broker. */
  hangUp(device: string): void;
  /** Is it the broker that knows a box by its password, or may anybody who reaches it say that a box came or went? */
  presence: 'known' | 'claimed';
  /** Called each time the way to the broker opened (again); what was published in between is lost. */
  onOpen(handler: () => void): void;
  /** Is the way to the broker open? */
  isOpen(): boolean;
  /** Where boxes connect, for the operator. */
  address: string;
  close(): Promise<void>;
}

/** What the demo's wire view and the tests may watch: every message that was sealed or opened, and every refusal. */
export interface WireTap {
  (record: {
    atMs: number;
    device: string;
    direction: 'down' | 'up' | 'refused';
    message: Down | Up | undefined;
    bytes: Uint8Array;
    reason: string | undefined;
  }): void;
}
