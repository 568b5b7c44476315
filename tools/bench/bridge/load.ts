// The load, in a process of its own: the boxes, and the switch that says what was paid over one WebSocket. Orders come
// as lines on standard input, answers go as lines to standard output.
import { createInterface } from 'node:readline';
import { WebSocket } from 'ws';
import { connectBox } from './box';
import { boxId, secretsOf } from './secrets';

export interface LoadOptions {
  mqttPort: number;
  /** ws://127.0.0.1:port/path */
  events: string;
  boxes: number;
  /** Are messages sealed, and is a charge made for each payment? */
  sealed: boolean;
}

/** One order: so many payments, at most so many unanswered or so many a second. */
export interface LoadOrder {
  payments: number;
  inFlight?: number;
  perSecond?: number;
}
export interface LoadAnswer {
  seconds: number;
  p50Ms: number;
  p99Ms: number;
}

const CONNECTING_AT_ONCE = 100;
const ADDRESSES = 100;
const LATE_MS = 60_000;

export async function runLoad(options: LoadOptions): Promise<void> {
  const waiting = new Map<number, () => void>();
  const startedMs = performance.now();
  await connectAll(options, (box) => waiting.get(box)?.());
  const seconds = (performance.now() - startedMs) / 1000;
  const socket = new WebSocket(options.events);
  await new Promise((done, failed) => socket.once('open', done).once('error', failed));
  const charges = new Charges(socket);
  process.stdout.write(`${JSON.stringify({ connected: options.boxes, seconds })}\n`);
  for await (const line of createInterface({ input: process.stdin })) {
    const order = JSON.parse(line) as LoadOrder | { charges: true };
    if ('charges' in order) {
      if (options.sealed) await charges.makeAll(options.boxes);
      process.stdout.write('{}\n');
    } else {
      const answer = await pay(order, options.boxes, waiting, (box) =>
        socket.send(eventOf(box, charges.sessionOf(box))),
      );
      process.stdout.write(`${JSON.stringify(answer)}\n`);
    }
  }
  process.exit();
}

async function connectAll({ boxes, mqttPort, sealed }: LoadOptions, paid: (box: number) => void): Promise<void> {
  let next = 0;
  const work = async (): Promise<void> => {
    for (let box = next++; box < boxes; box = next++) {
      const id = boxId(box);
      const { key, password } = secretsOf(id);
      const localAddress = `127.0.1.${1 + (box % ADDRESSES)}`;
      const one = box;
      await connectBox({ id, key: sealed ? key : '', password, port: mqttPort, localAddress, paid: () => paid(one) });
    }
  };
  await Promise.all(Array.from({ length: CONNECTING_AT_ONCE }, work));
}

/** The charges that the next payments are for. */
class Charges {
  readonly #sessions = new Map<number, string>();
  #made: () => void = () => undefined;

  constructor(private readonly socket: WebSocket) {
    socket.on('message', (bytes: Buffer) => {
      const { box, session } = JSON.parse(bytes.toString()) as { box: number; session: string };
      this.#sessions.set(box, session);
      this.#made();
    });
  }

  async makeAll(boxes: number): Promise<void> {
    this.#sessions.clear();
    const all = new Promise<void>((done) => (this.#made = () => this.#sessions.size === boxes && done()));
    for (let box = 0; box < boxes; box++) this.socket.send(JSON.stringify({ charge: box }));
    await all;
  }

  sessionOf(box: number): string {
    return this.#sessions.get(box) ?? `session-${box}`;
  }
}

let transactions = 0;

/** About as long as an NPI channel event. */
function eventOf(box: number, session: string): string {
  const txnId = `T${String(transactions++).padStart(23, '0')}`;
  return JSON.stringify({
    ...{ box, deviceId: boxId(box), validationTraceId: session, eventType: 'TRANSACTION', status: 'SUCCESS', txnId },
    ...{ amount: '1250.50', currency: 'NPR', merchantCode: 'SHOP1', timestamp: new Date().toISOString() },
    ...{ issuer: 'SAMPLE BANK LIMITED', narration: 'QR payment at the counter', channel: 'MOBILE', terminal: '0001' },
  });
}

function pay(
  { payments, inFlight = Infinity, perSecond }: LoadOrder,
  boxes: number,
  waiting: Map<number, () => void>,
  send: (box: number) => void,
): Promise<LoadAnswer> {
  const lates: number[] = [];
  const startedMs = performance.now();
  let next = 0;
  return new Promise((resolve, reject) => {
    const limit = setTimeout(() => reject(new Error(`${payments - lates.length} payments never came`)), LATE_MS);
    const one = (): void => {
      const box = next++ % boxes;
      const sentMs = performance.now();
      waiting.set(box, () => {
        waiting.delete(box);
        lates.push(performance.now() - sentMs);
        if (lates.length === payments) end();
        else if (perSecond === undefined && next < payments) one();
      });
      send(box);
    };
    const pace = perSecond === undefined ? undefined : setInterval(paced, 1);
    function paced(): void {
      const due = Math.min(payments, ((performance.now() - startedMs) / 1000) * perSecond!);
      while (next < due) one();
    }
    function end(): void {
      clearTimeout(limit);
      clearInterval(pace);
      lates.sort((one_, other) => one_ - other);
      const at = (share: number): number => lates[Math.floor(lates.length * share)]!;
      resolve({ seconds: (performance.now() - startedMs) / 1000, p50Ms: at(0.5), p99Ms: at(0.99) });
    }
    if (perSecond === undefined) for (let i = 0; i < Math.min(inFlight, payments); i++) one();
  });
}
