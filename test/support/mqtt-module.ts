// The module mqtt of NodeMCU as its documents describe it, with the test in the place of the network and the broker.
import { vi } from 'vitest';

interface Published {
  topic: string;
  payload: string;
  qos: number;
  retain: number;
}

/** One mqtt.Client, by what the program did with it. */
export class ModuleClient {
  readonly published: Published[] = [];
  will: unknown[] = [];
  connectedTo: unknown[] = [];
  subscribedTo: unknown[] = [];
  closed = false;
  private readonly handlers: Record<string, (client: ModuleClient, topic?: string, payload?: string) => void> = {};
  private connected: () => void = () => undefined;
  private failed: (client: ModuleClient, reason: number) => void = () => undefined;
  private granted: () => void = () => undefined;
  private answered: () => void = () => undefined;

  constructor(
    readonly given: unknown[],
    /** What connect, subscribe and publish say: false when the module takes nothing. */
    private readonly takes: { connect: boolean; subscribe: boolean; publish: boolean },
  ) {}

  lwt(...will: unknown[]): void {
    this.will = will;
  }
  on(event: string, handler: (client: ModuleClient, topic?: string, payload?: string) => void): void {
    this.handlers[event] = handler;
  }
  connect(
    host: string,
    port: number,
    secure: number | boolean,
    connected: () => void,
    failed: (client: ModuleClient, reason: number) => void,
  ): boolean {
    this.connectedTo = [host, port, secure];
    Object.assign(this, { connected, failed });
    return this.takes.connect;
  }
  subscribe(topic: string, qos: number, done: () => void): boolean {
    this.subscribedTo = [topic, qos];
    this.granted = done;
    return this.takes.subscribe;
  }
  publish(topic: string, payload: string, qos: number, retain: number, done: () => void): boolean {
    this.published.push({ topic, payload, qos, retain });
    this.answered = done;
    return this.takes.publish;
  }
  close(): void {
    this.closed = true;
  }

  accept(): void {
    this.connected();
  }
  grant(): void {
    this.granted();
  }
  answer(): void {
    this.answered();
  }
  message(topic: string, payload?: string): void {
    this.handlers['message']?.(this, topic, payload);
  }
  hangUp(): void {
    this.handlers['offline']?.(this);
  }
  /** The ESP32's module calls both for a connection that could not be made. */
  refuse(reason: number): void {
    this.failed(this, reason);
    this.hangUp();
  }
}

/** Puts the module in its place; the clients in the order in which they were made. */
export function stubMqtt(takes: { connect?: boolean; subscribe?: boolean; publish?: boolean } = {}): ModuleClient[] {
  const clients: ModuleClient[] = [];
  vi.stubGlobal('mqtt', {
    Client(...given: unknown[]) {
      const made = new ModuleClient(given, { connect: true, subscribe: true, publish: true, ...takes });
      clients.push(made);
      return made;
    },
  });
  return clients;
}
