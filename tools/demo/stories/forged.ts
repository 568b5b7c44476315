import { connectAsync } from 'mqtt';
import { encodeMessage, seal, sha256 } from '../../../firmware/wire/index';
import { STOLEN_DEVICE } from '../shop';
import { rupees } from './stage';
import type { Stage, Story } from './stage';

const AMOUNT_MINOR = 15_000;
const FORGED_MINOR = 9_999_900;
const REFUSED = '{"fault":"not-ours"}';

export const forged: Story = {
  id: 'forged',
  title: 'A thief forges “paid” on the broker',
  promise: 1,
  explain:
    'Somebody with a stolen box, and then somebody who owns the whole broker, tries to make the box announce money that never came.',
  async play(stage) {
    const charge = await stage.charge(AMOUNT_MINOR);
    const topic = `g/${stage.box.id}/d`;
    await withStolenBox(stage, topic);
    stage.step('Worse: the thief now owns the broker and puts messages straight onto the road to the box.');
    await inject(stage, topic, 'invented: paid', inventedPaid(topic, charge.number), 'invented key');
    stage.step(`A real customer pays ${rupees(AMOUNT_MINOR)}; the thief records the real message.`);
    await stage.pay(charge);
    await stage.untilSaid(1);
    await stage.untilSpoken(charge);
    stage.check(`The box said: “${stage.said()[0]!.text}”.`, stage.said()[0]!.kind === 'new');
    const genuine = recorded(stage, topic);
    const changed = Buffer.from(genuine);
    changed[Math.floor(changed.length / 2)]! ^= 1;
    await inject(stage, topic, 'recorded, one bit changed', changed, 'MAC does not fit');
    stage.step('The thief repeats the real message, byte for byte.');
    stage.middle.inject(topic, genuine);
    stage.demo.wire.forged(stage.box.id, 'recorded, repeated', genuine, 'its number was taken before');
    stage.check(
      'The box knows its number and stays silent.',
      (await stage.staysQuiet(2000)) && stage.said().length === 1,
    );
  },
};

async function withStolenBox(stage: Stage, topic: string): Promise<void> {
  stage.step('A thief logs in to the broker with the password of a stolen box and publishes on our box’s topic.');
  const before = stage.middle.seen().length;
  const thief = await connectAsync(`mqtt://127.0.0.1:${stage.demo.mqttPort}`, {
    ...{ clientId: STOLEN_DEVICE, username: STOLEN_DEVICE, password: stage.demo.passwordOf(STOLEN_DEVICE) },
    ...{ protocolVersion: 4, reconnectPeriod: 0, connectTimeout: 5000 },
  });
  try {
    thief.on('error', () => undefined);
    thief.publish(topic, Buffer.from('paid'), { qos: 0 });
    await stage.pause(700);
  } finally {
    await thief.endAsync(true);
  }
  const passed = stage.middle
    .seen()
    .slice(before)
    .some(({ payload }) => payload.equals(Buffer.from('paid')));
  stage.check('The broker let nothing through: a box may only speak on its own topics.', !passed);
}

/** Puts a message on the road and sees the box refuse it. */
async function inject(stage: Stage, topic: string, what: string, bytes: Buffer, reason: string): Promise<void> {
  const refusals = (): number => stage.box.consoleLines.filter((line) => line === REFUSED).length;
  const before = refusals();
  const said = stage.said().length;
  stage.middle.inject(topic, bytes);
  await stage.until('the box to refuse it', () => refusals() > before);
  stage.demo.wire.forged(stage.box.id, what, bytes, reason);
  stage.check(`The box refused it: ${reason}.`, (await stage.staysQuiet(1500)) && stage.said().length === said);
}

/** What the thief can make himself: everything is right but the key. */
function inventedPaid(topic: string, charge: number): Buffer {
  const key = '\x42'.repeat(32);
  const paidAt = Math.floor(Date.now() / 1000);
  const paid = {
    is: 'paid',
    seq: 100_000,
    charge,
    amountMinor: FORGED_MINOR,
    currency: 524,
    paidAt,
    again: false,
  } as const;
  return Buffer.from(seal(sha256, key, topic, encodeMessage(paid)), 'latin1');
}

/** The newest message to our box that the bridge sent as `paid`, as the road saw it. */
function recorded(stage: Stage, topic: string): Buffer {
  const sent = stage.demo.wire.records.findLast(
    ({ is, direction, device }) => is === 'paid' && direction === 'down' && device === stage.box.id,
  );
  const found = stage.middle.seen().findLast((one) => one.topic === topic && one.payload.toString('hex') === sent?.hex);
  if (found === undefined) throw new Error('the road did not see the message that the bridge sent');
  return found.payload;
}
