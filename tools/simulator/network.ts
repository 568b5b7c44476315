// Wi-Fi and sockets of the box. Sockets are real TCP on this machine, so that the box talks to a real broker; the faults
// in between are ours: no Wi-Fi, packets that go nowhere, connections that break.
import { connect as connectTcp } from 'node:net';
import type { Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { Life } from './life';
import { Emitter } from './life';

/** Bytes in one 'data' event: Espruino reads a socket in pieces of this size (libs/network, chunkSize). */
const CHUNK_BYTES = 536;
/** An ESP32 is associated and has an address after about this long; shortened, since nothing depends on it. */
const ASSOCIATE_MS = 30;
const ERROR_CLOSED = -1;

/** up; no-wifi: the access point is gone; stalled: packets vanish, nobody is told. */
export type RoadState = 'up' | 'no-wifi' | 'stalled';

/** Survives a power cut: it is the shop's network and not the box. */
export class Road {
  state: RoadState = 'up';
  private readonly followers = new Set<(state: RoadState) => void>();

  set(state: RoadState): void {
    if (state === this.state) return;
    this.state = state;
    for (const follower of [...this.followers]) follower(state);
  }
  /** Calls at every change; returns the way to stop. */
  follow(follower: (state: RoadState) => void): () => void {
    this.followers.add(follower);
    return () => this.followers.delete(follower);
  }
}

/** Where a socket goes; with the certificate of an authority (PEM), over TLS that checks chain and name. */
interface Address {
  host: string;
  port: number;
  ca?: string | undefined;
}

export interface Network {
  net: { connect(options: Address, connected: () => void): unknown };
  wifi: Record<string, unknown>;
  /** Breaks every connection, as a router that restarts does. */
  cut(): void;
}

export function networkOf(life: Life, road: Road): Network {
  const sockets = new Set<Link>();
  const station = new Emitter(life);
  let joined = false;
  const stopFollowing = road.follow((state) => {
    if (state === 'no-wifi') {
      if (joined) station.fire('disconnected');
      for (const link of [...sockets]) link.breakOff();
    } else for (const link of sockets) link.hold(state === 'stalled');
    // The ESP32 joins again by itself when the access point is back.
    if (state === 'up' && joined) life.after(ASSOCIATE_MS, announce);
  });
  const announce = (): void => {
    if (road.state === 'no-wifi') return;
    station.fire('associated');
    station.fire('connected');
  };
  life.atEnd(() => {
    stopFollowing();
    for (const link of [...sockets]) link.destroy();
  });
  return {
    net: {
      connect: (options, connected) => new Link(life, road, sockets, options, connected).face,
    },
    wifi: {
      connect(_ssid: string, _options: unknown, done?: (error: string | null) => void) {
        life.after(ASSOCIATE_MS, () => {
          if (road.state === 'no-wifi') {
            done?.('NO_AP_FOUND');
            return;
          }
          joined = true;
          announce();
          done?.(null);
        });
      },
      disconnect(done?: () => void) {
        joined = false;
        for (const link of [...sockets]) link.breakOff();
        if (done !== undefined) life.after(1, done);
      },
      on: station.on,
      getDetails: () => ({ status: joined && road.state !== 'no-wifi' ? 'connected' : 'disconnected', rssi: -52 }),
    },
    cut: () => {
      for (const link of [...sockets]) link.breakOff();
    },
  };
}

/** One socket: the firmware's face of it and the real TCP connection behind. */
class Link {
  readonly face: Record<string, unknown>;
  private readonly events: Emitter;
  private readonly tcp: Socket | undefined;
  private held = false;
  private over = false;
  private broken = false;
  private waiting: Buffer[] = [];

  constructor(
    private readonly life: Life,
    road: Road,
    private readonly all: Set<Link>,
    to: Address,
    connected: () => void,
  ) {
    this.events = new Emitter(life);
    this.face = {
      on: this.events.on,
      write: (bytes: string) => this.write(bytes),
      end: () => this.end(),
    };
    all.add(this);
    this.held = road.state === 'stalled';
    if (road.state === 'no-wifi') {
      life.after(1, () => this.close(true));
      return;
    }
    // A connect into a network that swallows packets never answers.
    if (this.held) return;
    const { host, port, ca } = to;
    this.tcp = ca === undefined ? connectTcp({ host, port }) : connectTls({ host, port, ca });
    this.tcp.setNoDelay(true);
    this.tcp.on(ca === undefined ? 'connect' : 'secureConnect', () => {
      if (this.over) return;
      life.enter(connected);
      this.events.fire('drain');
    });
    this.tcp.on('data', (bytes) => this.receive(bytes));
    this.tcp.on('error', () => undefined);
    this.tcp.on('close', (hadError) => this.close(hadError || this.broken));
  }

  /** Bytes that arrive while the network stalls come later; what is written meanwhile too, as TCP repeats it. */
  hold(held: boolean): void {
    this.held = held;
    if (held) this.tcp?.pause();
    else {
      for (const bytes of this.waiting.splice(0)) this.tcp?.write(bytes);
      this.tcp?.resume();
    }
  }

  breakOff(): void {
    this.broken = true;
    this.destroy();
    this.life.after(1, () => this.close(true));
  }

  destroy(): void {
    this.all.delete(this);
    this.tcp?.destroy();
  }

  private write(bytes: string): boolean {
    if (this.over) return false;
    const buffer = Buffer.from(bytes, 'latin1');
    if (this.held) this.waiting.push(buffer);
    else this.tcp?.write(buffer, () => this.events.fire('drain'));
    return false;
  }

  private end(): void {
    if (this.tcp === undefined || this.held) this.breakOff();
    else this.tcp.end();
  }

  private receive(bytes: Buffer): void {
    for (let at = 0; at < bytes.length; at += CHUNK_BYTES) {
      this.events.fire('data', bytes.toString('latin1', at, at + CHUNK_BYTES));
    }
  }

  private close(hadError: boolean): void {
    if (this.over) return;
    this.over = true;
    this.all.delete(this);
    this.tcp?.destroy();
    if (hadError) this.events.fire('error', { code: ERROR_CLOSED, message: 'connection closed' });
    this.events.fire('close', hadError);
  }
}
