// What the demo's page is told, and how: server-sent events, each a JSON object with a `type`.
import type { ServerResponse } from 'node:http';
import type { chargeView } from '../../bridge/http/view';
import type { Said } from '../simulator/console';

export type ChargeView = ReturnType<typeof chargeView>;

/** One message on the road between bridge and box, decoded, with its bytes as they travelled. */
export interface WireRecord {
  number: number;
  atMs: number;
  device: string;
  /** forged: put on the road by the hostile broker of a story. */
  direction: 'down' | 'up' | 'refused' | 'forged';
  /** The message's kind, '' when it could not be read. */
  is: string;
  fields: [name: string, value: string][];
  hex: string;
  bytes: number;
  reason: string | undefined;
}

export interface BoxView {
  powered: boolean;
  road: 'up' | 'no-wifi' | 'stalled';
  /** The last link that the box reported, '' before the first. */
  link: string;
  /** The last screen that it drew. */
  screen: string;
  leds: { red: boolean; green: boolean; blue: boolean };
  speaking: boolean;
}

export interface StoryView {
  id: string;
  title: string;
  /** Number of the promise that it proves, 1 to 5. */
  promise: number;
  promiseText: string;
  explain: string;
  running: boolean;
  steps: { text: string; is: 'step' | 'good' | 'bad' }[];
  outcome: 'passed' | 'failed' | undefined;
}

export interface Snapshot {
  type: 'snapshot';
  device: string;
  box: BoxView;
  charges: ChargeView[];
  said: Said[];
  wire: WireRecord[];
  stories: StoryView[];
  switches: SwitchView[];
}
export interface SwitchView {
  id: string;
  title: string;
  currencies: string[];
  /** Can the shop order money back? */
  refunds: boolean;
  /** Can it be dropped and brought back? */
  canDrop: boolean;
  /** False while a story or a button keeps it unreachable. */
  reachable: boolean;
  health: 'ok' | 'trouble';
  detail: string;
}

export type DemoEvent =
  | Snapshot
  | { type: 'box'; box: BoxView }
  | { type: 'screen' }
  /** 8-bit samples in base64; `first` begins a new sound. */
  | { type: 'sound'; rateHz: number; samples: string; first: boolean }
  | { type: 'saying'; kind: string; seqs: number[] }
  | { type: 'said'; said: Said }
  | { type: 'wire'; record: WireRecord }
  | { type: 'charge'; charge: ChargeView }
  | { type: 'switches'; switches: SwitchView[] }
  | { type: 'story'; story: StoryView };

const READERS = 20;
/** A page that is this far behind is dropped; it comes back and gets a snapshot. */
const BACKLOG_BYTES = 1024 * 1024;
const HEARTBEAT_MS = 15_000;

/** Everyone who watches. */
export class Feed {
  private readonly readers = new Set<ServerResponse>();
  private readonly heartbeat = setInterval(() => this.write(': still here\n\n'), HEARTBEAT_MS);

  constructor(private readonly snapshot: () => Promise<Snapshot>) {
    this.heartbeat.unref();
  }

  emit(event: DemoEvent): void {
    if (this.readers.size > 0) this.write(`data: ${JSON.stringify(event)}\n\n`);
  }

  /** Starts to tell this reader everything, from a picture of how things are now. */
  async follow(response: ServerResponse): Promise<void> {
    response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-store' });
    response.on('close', () => this.readers.delete(response));
    const now = await this.snapshot();
    if (this.readers.size >= READERS || response.destroyed) {
      response.end();
      return;
    }
    response.write(`retry: 1000\ndata: ${JSON.stringify(now)}\n\n`);
    this.readers.add(response);
  }

  close(): void {
    clearInterval(this.heartbeat);
    for (const reader of this.readers) reader.end();
    this.readers.clear();
  }

  private write(text: string): void {
    for (const reader of [...this.readers]) {
      reader.write(text);
      if (reader.writableLength <= BACKLOG_BYTES) continue;
      this.readers.delete(reader);
      reader.destroy();
    }
  }
}
