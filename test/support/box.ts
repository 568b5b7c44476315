// A box in a script: a real MQTT client with the wire's own codec, as strict as the contract, with a journal that
// outlives its restarts. What it must not be sent is kept in `faults`; tests hold it empty.
import { EventEmitter } from 'node:events';
import { connectAsync } from 'mqtt';
import type { IClientOptions, MqttClient } from 'mqtt';
import { decodeDown, encodeMessage, open, seal, topicOf } from '../../firmware/wire/index';
import type { AckStage, Announcement, Down, RefusalReason, Up } from '../../firmware/wire/index';
import { nativeSha256 } from './wire';

type Unnumbered<M> = M extends { seq: number } ? Omit<M, 'seq'> : never;

export interface BoxIdentity {
  id: string;
  /** Binary, 32 bytes. */
  key: string;
  password: string;
}
export interface ScriptedBoxOptions extends BoxIdentity {
  port: number;
  /** What happens to an announcement; by default it is spoken at once. */
  speech?: 'at once' | 'never' | 'deaf';
}
export interface Said {
  seq: number;
  kind: 'new' | 'again';
  message: Announcement;
}

const WAIT_MS = 8_000;
const JOURNAL_ENTRIES = 48;
const WINDOW = 16;

export class ScriptedBox {
  readonly said: Said[] = [];
  readonly faults: string[] = [];
  /** Everything that was taken, in order. */
  readonly taken: Down[] = [];
  readonly journal = new Map<number, 'received' | 'spoken'>();
  floor = 0;
  speech: 'at once' | 'never' | 'deaf';
  client: MqttClient | undefined;
  boot = 0;
  /** Kept on flash, like the journal. */
  restarts = 0;
  #number = 0;
  #highest = 0;
  #welcomed = false;
  #unanswered = 0;
  readonly #news = new EventEmitter().setMaxListeners(100);

  constructor(readonly options: ScriptedBoxOptions) {
    this.speech = options.speech ?? 'at once';
  }

  /** Starts the box: connects, subscribes, says hello and waits for the welcome. */
  async start(): Promise<this> {
    await this.connect();
    const welcomed = this.next('welcome');
    await this.hello();
    await welcomed;
    return this;
  }

  async connect(different: IClientOptions = {}): Promise<MqttClient> {
    this.restarts++;
    this.#number = 0;
    this.#welcomed = false;
    this.#unanswered = 0;
    this.boot = this.restarts * 1_000_003;
    const { id, password, port } = this.options;
    const will = { topic: topicOf(id, 's'), payload: Buffer.from('offline'), qos: 1, retain: false } as const;
    const client = await connectAsync(
      `mqtt://127.0.0.1:${port}`,
      {
        clientId: id,
        username: id,
        password,
        protocolVersion: 4,
        clean: true,
        keepalive: 60,
        reconnectPeriod: 0,
        will,
        ...different,
      },
      false,
    );
    this.client = client;
    client.on('error', () => undefined);
    client.on('message', (topic, payload, packet) => {
      if (client === this.client) this.#take(topic, payload.toString('latin1'), packet.retain);
    });
    await client.subscribeAsync(topicOf(id, 'd'), { qos: 1 });
    await client.publishAsync(topicOf(id, 's'), 'online', { qos: 1 });
    return client;
  }

  /** The power goes: no DISCONNECT, no word. */
  async cut(): Promise<void> {
    const client = this.client;
    if (client === undefined) return;
    this.client = undefined;
    client.stream.destroy();
    await client.endAsync(true).catch(() => undefined);
  }

  hello(different: { board?: string } = {}): Promise<void> {
    const last = Math.max(0, ...this.journal.keys());
    return this.say({
      is: 'hello',
      boot: this.boot,
      last,
      floor: this.floor,
      firmware: '0.1.0',
      board: 'esp32-cyd',
      journal: 'ok',
      ...different,
    });
  }

  ack(of: number, stage: AckStage, reason?: RefusalReason): Promise<void> {
    return this.say({ is: 'ack', of, stage, reason });
  }

  say(message: Unnumbered<Up>): Promise<void> {
    return this.sayRaw(this.sealed({ ...message, seq: this.nextNumber() } as Up));
  }

  get lastNumber(): number {
    return this.restarts * 65_536 + this.#number;
  }

  nextNumber(): number {
    return this.restarts * 65_536 + ++this.#number;
  }

  sealed(message: Up, key = this.options.key): Buffer {
    return Buffer.from(seal(nativeSha256, key, topicOf(this.options.id, 'u'), encodeMessage(message)), 'latin1');
  }

  async sayRaw(bytes: Buffer): Promise<void> {
    await this.client?.publishAsync(topicOf(this.options.id, 'u'), bytes, { qos: 1 });
  }

  /** The next message of this kind that comes from now on. */
  next<K extends Down['is']>(
    is: K,
    where: (message: Extract<Down, { is: K }>) => boolean = () => true,
  ): Promise<Extract<Down, { is: K }>> {
    const wanted = (message: Down): message is Extract<Down, { is: K }> =>
      message.is === is && where(message as Extract<Down, { is: K }>);
    return this.until(`a ${is}`, (message) => (message !== undefined && wanted(message) ? message : undefined));
  }

  /** Looks now and after every message until `look` finds something; nothing that comes meanwhile is missed. */
  until<T>(what: string, look: (message: Down | undefined) => T | undefined): Promise<T> {
    return new Promise((resolve, reject) => {
      const check = (message: Down | undefined): void => {
        const found = look(message);
        if (found === undefined) return;
        this.#news.off('taken', check);
        clearTimeout(limit);
        resolve(found);
      };
      const limit = setTimeout(() => {
        this.#news.off('taken', check);
        const taken = this.taken.map(({ is, seq }) => `${is} ${seq}`).join(', ');
        reject(new Error(`${this.options.id} waited in vain for ${what}; it took: ${taken}`));
      }, WAIT_MS);
      this.#news.on('taken', check);
      check(undefined);
    });
  }

  #take(topic: string, bytes: string, retained: boolean): void {
    const { id, key } = this.options;
    if (topic !== topicOf(id, 'd')) return this.#fault(`a message on ${topic}`);
    if (retained) return this.#fault('a retained message');
    const payload = open(nativeSha256, key, topic, bytes);
    if (payload === undefined) return this.#fault('a message with a wrong tag');
    const message = decodeDown(payload);
    if (typeof message === 'string') return this.#fault(`a ${message} message`);
    if (!this.#welcomed) {
      if (message.is !== 'welcome' || message.boot !== this.boot) return;
      this.#welcomed = true;
      this.#highest = message.seq;
    } else if (message.is === 'paid' || message.is === 'reversed' || message.is === 'recap') {
      this.#announce(message);
    } else {
      if (message.seq <= this.#highest)
        return this.#fault(`an old ${message.is}: ${message.seq} after ${this.#highest}`);
      this.#highest = message.seq;
    }
    this.taken.push(message);
    this.#news.emit('taken', message);
  }

  #announce(message: Announcement): void {
    const { seq } = message;
    this.#highest = Math.max(this.#highest, seq);
    if (this.speech === 'deaf') {
      if (++this.#unanswered > WINDOW) this.#fault(`more than ${WINDOW} announcements without an answer`);
      return;
    }
    const known = this.journal.get(seq);
    if (known !== undefined) {
      this.#answer(seq, known);
      if (known === 'received') this.#speak(message, 'again');
    } else if (seq <= this.floor) {
      this.#answer(seq, 'refused', 'old');
    } else {
      this.journal.set(seq, 'received');
      this.#trim();
      this.#answer(seq, 'received');
      this.#speak(message, message.is === 'paid' && message.again ? 'again' : 'new');
    }
  }

  /** An ack on a connection that is being cut is lost, as it would be. */
  #answer(of: number, stage: AckStage, reason?: RefusalReason): void {
    this.ack(of, stage, reason).catch(() => undefined);
  }

  #speak(message: Announcement, kind: 'new' | 'again'): void {
    if (this.speech !== 'at once') return;
    this.said.push({ seq: message.seq, kind, message });
    this.journal.set(message.seq, 'spoken');
    this.#answer(message.seq, 'spoken');
  }

  /** Only spoken entries go, the lowest first, and the floor rises over them. */
  #trim(): void {
    for (const [seq, stage] of [...this.journal].sort(([a], [b]) => a - b)) {
      if (this.journal.size <= JOURNAL_ENTRIES || stage !== 'spoken') return;
      this.journal.delete(seq);
      this.floor = seq;
    }
  }

  #fault(what: string): void {
    this.faults.push(what);
  }
}
