// The bridge under load, in a process of its own: the real one, with a switch that speaks over a WebSocket.
import { mkdtempSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { WebSocketServer, type WebSocket } from 'ws';
import { z } from 'zod';
import { configSchema } from '../../../bridge/config/schema';
import { jsonLog } from '../../../bridge/log';
import { startBridge, type RunningBridge } from '../../../bridge/main';
import type { ConnectorContext } from '../../../bridge/payments/ports';
import { openSqlite } from '../../../bridge/store/sqlite';
import type { AnySwitchKind } from '../../../bridge/switchboard';
import type { SwitchKind } from '../../../bridge/switches/registry';
import { boxId, MASTER_KEY } from './secrets';

const NO_LIMIT = { burst: 1_000_000, perSecond: 1_000_000 };
const SWITCH = 'bench';

/** What the load sends: an order to make a charge, or a payment. */
type Word = { charge: number } | { validationTraceId: string; txnId: string; amount: string; currency: string };

export async function runGhanti(folder: string, boxes: number): Promise<void> {
  const file = join(mkdtempSync(join(folder, 'ghanti-')), 'ghanti.db');
  const store = await openSqlite(file);
  const nothing = { nextKeys: undefined, revokedAtMs: undefined, lastDown: 0, lastUp: 0, lastCharge: 0 };
  await store.write(async (tx) => {
    for (let box = 0; box < boxes; box++)
      await tx.insertDevice({
        ...{
          id: boxId(box),
          title: 'Tea stall',
          board: 'esp32-cyd',
          keyVersion: 1,
          switches: [SWITCH],
          language: 'ne',
        },
        ...{ volume: 7, createdAtMs: 0, ...nothing },
      });
  });
  await store.close();
  const limits = { connections: 1_000_000, rate: NO_LIMIT, ratePerAddress: NO_LIMIT };
  const config = configSchema.parse({
    http: { port: 0 },
    mqtt: { host: '127.0.0.1', port: 0, limits },
    store: { file },
    keys: { masterKey: MASTER_KEY },
    switches: { [SWITCH]: {} },
  });
  const { kind, take } = benchSwitch();
  const running = await startBridge(config, {
    log: jsonLog('error'),
    switches: { [SWITCH]: kind as unknown as AnySwitchKind },
  });
  // An orderly end, so that a profile of it is written (node --cpu-prof).
  process.once('SIGTERM', () => void running.close().then(() => process.exit()));
  const http = createServer();
  new WebSocketServer({ server: http }).on('connection', (socket) => {
    socket.on('message', (bytes: Buffer) => void heard(running, socket, JSON.parse(bytes.toString()) as Word, take));
  });
  http.listen(0, '127.0.0.1', () => {
    const events = `ws://127.0.0.1:${(http.address() as AddressInfo).port}`;
    process.stdout.write(`${JSON.stringify({ mqttPort: running.mqttPort, events })}\n`);
  });
}

async function heard(
  running: RunningBridge,
  socket: WebSocket,
  word: Word,
  take: (word: Exclude<Word, { charge: number }>) => Promise<void>,
): Promise<void> {
  if (!('charge' in word)) return take(word);
  const box = word.charge;
  const charge = await running.bridge.createCharge({
    ...{ device: boxId(box), amountMinor: 125_050, currency: 'NPR', by: 'bench', switch: undefined },
    ...{ reference: undefined, expiresInSeconds: 3600, idempotencyKey: undefined },
  });
  socket.send(JSON.stringify({ box, session: charge.session }));
}

/** A connector whose road is the load's WebSocket. It decodes what a payment says, as NEPALPAY's does. */
function benchSwitch() {
  let context: ConnectorContext | undefined;
  let sessions = 0;
  const kind: SwitchKind<object> = {
    ...{ id: SWITCH, title: 'Bench', shortName: 'BENCH', currencies: ['NPR'], config: z.looseObject({}) },
    connect: (_config, given) => {
      context = given;
      given.health({ state: 'ok', detail: 'bench: open' });
      return {
        createQr: async () => {
          const session = `session-${++sessions}`;
          return { session, payee: 'SHOP1', text: session.padEnd(60, '0'), expiresAtMs: undefined };
        },
        watch: () => undefined,
        unwatch: () => undefined,
        lookUp: async () => undefined,
        findsReversals: false,
        webhook: undefined,
        diagnose: async function* () {
          yield { step: 'bench', ok: true, detail: 'open' };
        },
        close: async () => undefined,
      };
    },
  };
  const take = async (word: Exclude<Word, { charge: number }>): Promise<void> => {
    const [whole = '0', part = '00'] = word.amount.split('.');
    await context?.emit({
      ...{ switch: SWITCH, session: word.validationTraceId, kind: 'paid', txnId: word.txnId, currency: 'NPR' },
      ...{ amountMinor: Number(whole) * 100 + Number(part), payee: 'SHOP1', occurredAtMs: undefined },
    });
  };
  return { kind, take };
}
