import { createHash } from 'node:crypto';
import type { Aedes } from 'aedes';
import { decodeUp, encodeMessage, open, seal, topicOf } from '../../firmware/wire/index';
import type { Ack, Down, Up } from '../../firmware/wire/index';

const sha256 = (bytes: string): string => createHash('sha256').update(bytes, 'latin1').digest().toString('latin1');
const HELLO_LIMIT_MS = 30_000;

/** The bridge's side of one box, played by a test over a real broker: it numbers, seals and reads like the real one. */
export class ScriptedBridge {
  /** Everything authentic that came up, in order. */
  readonly heard: Up[] = [];
  private seq = 1000;
  private wake: () => void = () => undefined;
  private readonly key: string;

  constructor(
    private readonly broker: Aedes,
    private readonly id: string,
    keyHex: string,
  ) {
    this.key = Buffer.from(keyHex, 'hex').toString('latin1');
    broker.on('publish', ({ topic, payload }) => {
      if (topic === topicOf(id, 'u')) this.take(Buffer.from(payload).toString('latin1'));
    });
  }

  now(): number {
    return Math.floor(Date.now() / 1000);
  }

  /** Waits for the box's hello (the nth one, or the one after it) and lets it in. */
  async welcome(times = 1): Promise<void> {
    const hello = await this.until('hello', (up) => up.is === 'hello', times);
    if (hello.is !== 'hello') return;
    this.say({
      is: 'welcome',
      seq: 0,
      boot: hello.boot,
      now: this.now(),
      count: 0,
      amountMinor: 0,
      currency: 524,
    });
  }

  /** Sends a message with the next number, which it returns (and puts into the message). */
  say(message: Down): number {
    message.seq = ++this.seq;
    this.repeat(message);
    return message.seq;
  }

  /** Sends a message as it is, with the number that it has. */
  repeat(message: Down): void {
    this.publish(message, this.key);
  }

  /** Sends a message under a key that is not the box's. */
  forge(message: Down): void {
    message.seq = this.seq + 1000;
    this.publish(message, 'f'.repeat(32));
  }

  async ack(of: number, stage: Ack['stage'], times = 1): Promise<void> {
    await this.until(`${stage} of ${of}`, (up) => up.is === 'ack' && up.of === of && up.stage === stage, times);
  }

  /** The first charge that the box asks for. */
  charge(): Promise<Up> {
    return this.until('charge-request', (up) => up.is === 'charge-request', 1);
  }

  private publish(message: Down, key: string): void {
    const topic = topicOf(this.id, 'd');
    const payload = Buffer.from(seal(sha256, key, topic, encodeMessage(message)), 'latin1');
    this.broker.publish({ cmd: 'publish', topic, payload, qos: 1, retain: false, dup: false }, () => undefined);
  }

  private take(bytes: string): void {
    const payload = open(sha256, this.key, topicOf(this.id, 'u'), bytes);
    const message = payload === undefined ? 'forged' : decodeUp(payload);
    if (typeof message === 'string') throw new Error(`the box sent something that is ${message}`);
    this.heard.push(message);
    this.wake();
  }

  /** The nth message that fits. */
  private async until(what: string, fits: (up: Up) => boolean, times: number): Promise<Up> {
    let limit: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_done, failed) => {
      const say = (): void => failed(new Error(`no ${what}; heard: ${JSON.stringify(this.heard)}`));
      limit = setTimeout(say, HELLO_LIMIT_MS);
    });
    try {
      for (;;) {
        const found = this.heard.filter(fits)[times - 1];
        if (found !== undefined) return found;
        await Promise.race([new Promise<void>((done) => (this.wake = done)), late]);
      }
    } finally {
      clearTimeout(limit);
    }
  }
}
