// The broker and the air between bridge and box: whole messages, in order while nothing breaks. It keeps nothing.
import type { Road } from '../../bridge/gateway/port';
import type { VirtualClock } from './clock';

type Way = 'down' | 'up';
interface BoxEnd {
  up(): void;
  down(): void;
  message(bytes: string): void;
}
interface BridgeEnd {
  up: (device: string, bytes: Uint8Array) => void;
  presence: (device: string, online: boolean) => void;
  open: () => void;
}

const AIR_MS = 30;
const LATE_MS = 4_000;
/** A box finds out by its keepalive that nothing comes any more. */
const KEEPALIVE_MS = 20_000;
const RECONNECT_MS = 3_000;
const REMEMBERED = 400;

/** One box's way to the bridge. Faults are set from outside. */
export class Link {
  readonly #past: Record<Way, Uint8Array[]> = { down: [], up: [] };
  readonly #faults: { is: 'message-doubles' | 'message-lost' | 'message-late'; way: Way }[] = [];
  #box: BoxEnd | undefined;
  #bridge: BridgeEnd | undefined;
  /** Grows with each connection: what was on its way on an earlier one is gone. */
  #connection = 0;
  #connected = false;
  #stalled = false;
  #brokenUntilMs = 0;
  #brokerUp = true;

  constructor(
    private readonly clock: VirtualClock,
    private readonly device: string,
    /** With an embedded broker the connection ends with the bridge. */
    private readonly embedded: boolean,
  ) {}

  /** Called by the box when it starts; the function that is returned ends its part. */
  plugIn(box: BoxEnd): () => void {
    this.#box = box;
    this.#tryLater();
    return () => {
      this.#box = undefined;
      this.#disconnect();
    };
  }

  boxSends(bytes: string): void {
    if (this.#connected) this.#carry('up', Buffer.from(bytes, 'latin1'));
  }

  /** A new bridge's road. */
  road(): Road {
    const end: BridgeEnd = { up: () => undefined, presence: () => undefined, open: () => undefined };
    const isOurs = (): boolean => this.#bridge === end;
    this.clock.after(0, () => {
      if (!isOurs()) return;
      end.open();
      if (this.#connected) end.presence(this.device, true);
    });
    this.#bridge = end;
    return {
      publish: async (_device, bytes) => {
        if (!isOurs() || !this.#connected) throw new Error('the box is not connected');
        this.#carry('down', bytes);
      },
      onUp: (handler) => (end.up = handler),
      hangUp: () => undefined,
      onPresence: (handler) => (end.presence = handler),
      presence: 'known',
      onOpen: (handler) => (end.open = handler),
      isOpen: () => this.#brokerUp,
      address: 'model',
      close: async () => undefined,
    };
  }

  bridgeDied(): void {
    this.#bridge = undefined;
    if (this.embedded) this.#disconnect();
  }

  break(forMs: number): void {
    this.#brokenUntilMs = Math.max(this.#brokenUntilMs, this.clock.elapsedMs + forMs);
    this.#disconnect();
    this.#tryLater();
  }

  brokerRestarts(forMs: number): void {
    this.#brokerUp = false;
    this.#disconnect();
    this.clock.after(forMs, () => {
      this.#brokerUp = true;
      this.#bridge?.open();
    });
  }

  /** Nothing comes through and nobody is told, until the box's keepalive notices. */
  stall(forMs: number): void {
    this.#stalled = true;
    const connection = this.#connection;
    this.clock.after(forMs, () => (this.#stalled = false));
    this.clock.after(KEEPALIVE_MS, () => {
      if (connection === this.#connection && this.#stalled) this.break(0);
    });
  }

  fault(is: 'message-doubles' | 'message-lost' | 'message-late', way: Way): void {
    this.#faults.push({ is, way });
  }

  /** A hostile broker sends again what it once saw. */
  replay(way: Way, nth: number): void {
    const past = this.#past[way];
    const bytes = past[nth % Math.max(1, past.length)];
    if (bytes !== undefined) this.#deliver(way, bytes);
  }

  /** All trouble ends. */
  heal(): void {
    this.#faults.length = 0;
    this.#stalled = false;
    this.#brokenUntilMs = 0;
    this.#brokerUp = true;
    this.#tryLater();
  }

  #carry(way: Way, bytes: Uint8Array): void {
    const past = this.#past[way];
    past.push(bytes);
    if (past.length > REMEMBERED) past.shift();
    const at = this.#faults.findIndex((fault) => fault.way === way);
    const fault = at < 0 ? undefined : this.#faults.splice(at, 1)[0]!.is;
    if (fault === 'message-lost') return;
    const connection = this.#connection;
    const arrive = (): void => {
      if (connection === this.#connection && this.#connected && !this.#stalled) this.#deliver(way, bytes);
    };
    this.clock.after(fault === 'message-late' ? LATE_MS : AIR_MS, arrive);
    if (fault === 'message-doubles') this.clock.after(2 * AIR_MS, arrive);
  }

  #deliver(way: Way, bytes: Uint8Array): void {
    if (way === 'up') this.#bridge?.up(this.device, bytes);
    else if (this.#connected) this.#box?.message(Buffer.from(bytes).toString('latin1'));
  }

  #disconnect(): void {
    if (!this.#connected) return;
    this.#connected = false;
    this.#connection++;
    this.#box?.down();
    this.#bridge?.presence(this.device, false);
    this.#tryLater();
  }

  #tryLater(): void {
    if (this.#box === undefined || this.#connected) return;
    const box = this.#box;
    const connection = ++this.#connection;
    this.clock.after(RECONNECT_MS, () => {
      if (connection !== this.#connection || box !== this.#box) return;
      const away = this.embedded && this.#bridge === undefined;
      if (away || !this.#brokerUp || this.clock.elapsedMs < this.#brokenUntilMs) return this.#tryLater();
      this.#connected = true;
      box.up();
      this.#bridge?.presence(this.device, true);
    });
  }
}
