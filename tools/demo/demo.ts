// The whole product on one machine: the bridge, pretended switches, one simulated box with the built image, and
// the page that shows them. Everything listens on 127.0.0.1 only.
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { configSchema } from '../../bridge/config/schema';
import { firstKeys } from '../../bridge/gateway/key-versions';
import { boxKeys } from '../../bridge/gateway/keys';
import { chargeView } from '../../bridge/http/view';
import { startBridge } from '../../bridge/main';
import type { Device } from '../../bridge/store/port';
import { openSqlite } from '../../bridge/store/sqlite';
import { hashOf, newToken } from '../../bridge/tokens';
import type { Connector } from '../../bridge/payments/ports';
import { switches } from '../../bridge/switches/registry';
import type { SwitchKind } from '../../bridge/switches/registry';
import { buildImage } from '../build/image';
import { startBox } from '../simulator/box';
import type { SimulatedBox } from '../simulator/box';
import { readImage } from '../simulator/image';
import type { PlayedSwitch } from '../switches/played/played-switch';
import { played as players } from '../switches/played/registry';
import { customersOf } from './customers';
import { Feed } from './events';
import type { BoxView, Snapshot } from './events';
import { openMiddle } from './middle';
import { demoRoutes } from './routes';
import { storyTeller } from './stories/index';
import { API_TOKEN, DEVICE, STOLEN_DEVICE } from './shop';
import type { Demo } from './shop';
import { hurriedSettings } from './timing';
import { WireLog } from './wire-log';

/** With a scanner, because one of the switches reads the customer's code. */
export const BOARD = 'esp32-cyd-scanner';
const SHOP = 'Asha Tea House';
/** Short, so that the stories need not wait a minute for a payment to be late. */
const FRESH_SECONDS = 8;
const SHOWN_CHARGES = 20;

export interface DemoOptions {
  /** 0 takes a free port. */
  port: number;
  /** How much faster than real sentences are played, for tests. */
  soundSpeed?: number;
  /** Where the image is, when it is built already. */
  image?: string;
}

/** Starts everything, or nothing: what was started is closed again when a part fails. */
export async function startDemo(options: DemoOptions): Promise<Demo> {
  const closers: (() => Promise<void> | void)[] = [];
  const close = async (): Promise<void> => {
    for (let closer = closers.pop(); closer !== undefined; closer = closers.pop()) await closer();
  };
  try {
    return await start(options, (closer) => closers.push(closer), close);
  } catch (error) {
    await close();
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    throw new Error(
      `demo: port ${options.port} of 127.0.0.1 is taken. Stop what uses it, or choose another: PORT=${options.port < 65_535 ? options.port + 1 : options.port - 1} npm start`,
      { cause: error },
    );
  }
}

async function start(
  options: DemoOptions,
  onClose: (closer: () => Promise<void> | void) => void,
  close: () => Promise<void>,
): Promise<Demo> {
  const folder = mkdtempSync(join(tmpdir(), 'ghanti-demo-'));
  onClose(() => rmSync(folder, { recursive: true, force: true }));
  // Beside the data and not in .build: two demos may start at the same moment.
  const image = options.image ?? join(folder, 'image');
  if (options.image === undefined) await buildImage(BOARD, image);
  const master = randomBytes(32);
  const keys = boxKeys([{ fromVersion: 1, bytes: master }]);
  const file = join(folder, 'ghanti.db');
  const port = options.port === 0 ? await freePort() : options.port;
  const address = `http://127.0.0.1:${port}`;
  const stage = { bridgeUrl: address, folder, port: 0, kept: undefined };
  // The stories play with this one.
  const { nepalpay, ...others } = players;
  const house = await nepalpay(stage);
  onClose(() => house.close());
  const played: PlayedSwitch[] = [house];
  for (const start of Object.values(others)) {
    const one = await start(stage);
    onClose(() => one.close());
    played.push(one);
  }
  await addDevices(
    file,
    played.map(({ id }) => id),
  );

  let demo: Demo | undefined = undefined as Demo | undefined;
  const wire = new WireLog((record) => feed.emit({ type: 'wire', record }));
  const feed = new Feed(() => snapshotOf(demo!));
  onClose(() => feed.close());
  let connector: Connector | undefined = undefined as Connector | undefined;
  const running = await startBridge(configOf(port, file, master, played), {
    tap: wire.tap,
    routes: demoRoutes(() => demo),
    switches: { nepalpay: heldKind(switches.nepalpay, (made) => (connector = made)) },
  });
  onClose(() => running.close());
  const middle = await openMiddle(running.mqttPort!);
  onClose(() => middle.close());
  const box = startBox(
    readImage(image),
    {
      id: DEVICE,
      host: '127.0.0.1',
      port: middle.port,
      password: keys.password(DEVICE, 1),
      key: Buffer.from(keys.mac(DEVICE, 1), 'latin1').toString('hex'),
      wifi: { ssid: 'shop', password: 'not-secret' },
    },
    { soundSpeed: options.soundSpeed ?? 1 },
  );
  onClose(() => box.close());

  const made: Demo = {
    address,
    mqttPort: running.mqttPort!,
    ...{ running, box, middle, wire, feed, switches: played, fake: house.fake },
    customers: customersOf(running.bridge, played, () => feed.emit({ type: 'switches', switches: made.switchViews() })),
    stories: storyTeller(() => made),
    passwordOf: (device) => keys.password(device, 1),
    lookUp: async (charge) => connector?.lookUp(charge),
    boxView: () => viewOf(box),
    switchViews: () => made.customers.views(),
    close: async () => {
      made.stories.close();
      await close();
    },
  };
  demo = made;
  onClose(tellPage(made));
  return made;
}

/** A port that nobody uses now. The switches must know where the bridge will be before it is there. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host: '127.0.0.1', port: 0 }, resolve);
  });
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function addDevices(file: string, switchIds: string[]): Promise<void> {
  const store = await openSqlite(file);
  const device = (id: string, title: string): Device => ({
    ...{ id, title, board: BOARD, ...firstKeys(1), switches: switchIds, language: 'en', volume: 8 },
    ...{ lastDown: 0, lastUp: 0, lastCharge: 0, createdAtMs: Date.now() },
  });
  try {
    await store.write(async (tx) => {
      await tx.insertDevice(device(DEVICE, SHOP));
      await tx.insertDevice(device(STOLEN_DEVICE, 'A box that was stolen'));
      await tx.insertToken({ ...newToken('demo', 'operator', [], Date.now()).kept, hash: hashOf(API_TOKEN) });
    });
  } finally {
    await store.close();
  }
}

function configOf(port: number, file: string, master: Buffer, played: PlayedSwitch[]) {
  return configSchema.parse({
    http: {
      ...{ host: '127.0.0.1', port },
      webhookPaths: Object.assign({}, ...played.map(({ webhookPaths }) => webhookPaths)) as Record<string, string>,
    },
    mqtt: { host: '127.0.0.1', port: 0 },
    store: { file },
    keys: { masterKey: master.toString('hex') },
    boxes: { freshSeconds: FRESH_SECONDS, keepaliveSeconds: 20 },
    log: { level: 'error' },
    switches: Object.fromEntries(played.map((one) => [one.id, hurriedSettings(one)])),
  });
}

/** The same kind of switch, whose connector the demo gets to see. */
function heldKind<C>(kind: SwitchKind<C>, made: (connector: Connector) => void): SwitchKind<never> {
  return {
    ...(kind as unknown as SwitchKind<never>),
    connect(config, context) {
      const connector = kind.connect(config, context);
      made(connector);
      return connector;
    },
  };
}

/** Tells the page what happens; returns the way to stop. */
function tellPage(demo: Demo): () => void {
  const { box, feed, running } = demo;
  const stops = [
    box.onEvent((event) => {
      if (event.type === 'screen') feed.emit({ type: 'screen' });
      else if (event.type === 'sound') {
        const samples = Buffer.from(event.samples).toString('base64');
        feed.emit({ type: 'sound', rateHz: event.rateHz, samples, first: event.first });
      } else if (event.type === 'console') {
        if (event.line.startsWith('{"said"')) feed.emit({ type: 'said', said: box.said().at(-1)! });
        if (event.line.startsWith('{"saying"'))
          feed.emit({
            type: 'saying',
            ...(JSON.parse(event.line) as { saying: { kind: string; seqs: number[] } }).saying,
          });
        feed.emit({ type: 'box', box: demo.boxView() });
      } else feed.emit({ type: 'box', box: demo.boxView() });
    }),
    running.bridge.onEvent((event) => {
      if (event.type === 'charge') feed.emit({ type: 'charge', charge: chargeView(event.charge) });
      if (event.type === 'switch') feed.emit({ type: 'switches', switches: demo.switchViews() });
    }),
  ];
  return () => stops.forEach((stop) => stop());
}

function viewOf(box: SimulatedBox): BoxView {
  return {
    powered: box.powered,
    road: box.road,
    link: box.powered ? lastFact(box, 'link') : '',
    screen: box.powered ? lastFact(box, 'screen') : '',
    leds: box.leds,
    speaking: box.speaking,
  };
}

/** The newest value that the box printed for a fact such as {"link":"online"}. */
function lastFact(box: SimulatedBox, name: string): string {
  const line = box.consoleLines.findLast((one) => one.startsWith(`{"${name}":`));
  return line === undefined ? '' : String((JSON.parse(line) as Record<string, unknown>)[name]);
}

async function snapshotOf(demo: Demo): Promise<Snapshot> {
  const charges = await demo.running.bridge.charges({ device: DEVICE, limit: SHOWN_CHARGES });
  return {
    type: 'snapshot',
    device: DEVICE,
    box: demo.boxView(),
    charges: charges.map(chargeView),
    said: demo.box.said().slice(-SHOWN_CHARGES),
    wire: demo.wire.records,
    stories: demo.stories.list(),
    switches: demo.switchViews(),
  };
}
