// An MQTT 3.1.1 client (OASIS standard, 2014) as small as a box needs: one subscription, QoS 1 both ways, a last will.
// Everything has a limit: each wait, each buffer, each length that the other side names.
import { connectPacket, packetsIn, pingPacket, pubackPacket, publishPacket, subscribePacket } from './mqtt-packets';
import type { Packet } from './mqtt-packets';
import type { Account, Mqtt, MqttEvents, MqttOptions } from '../link';
import { pauseMs } from '../pause';
import { topicOf } from '../../wire/topics';

/** How the box opens a TCP connection: Espruino's require('net').connect. */
export type Connect = (options: { host: string; port: number }, connected: () => void) => Socket;

type Phase = { is: 'stopped' } | { is: 'resting'; timer: number } | { is: 'joining'; bySeconds: number } | { is: 'up' };

const JOIN_SECONDS = 20;
const ANSWER_SECONDS = 20;
const INBOX_LIMIT_BYTES = 4096;
const UNANSWERED_LIMIT = 16;
const SUBSCRIBE_ID = 1;

/** One connection at a time, tried again after a random pause for as long as it is started. */
export function mqttClient(account: Account, options: MqttOptions, connect: Connect, events: MqttEvents): Mqtt {
  let phase: Phase = { is: 'stopped' };
  let socket: Socket | undefined;
  let inbox = '';
  let tries = 0;
  let packetId = SUBSCRIBE_ID;
  /** Our publishes that the broker has not answered. */
  let unanswered = 0;
  /** When the oldest unanswered packet or ping must have its answer. */
  let answerBySeconds: number | undefined;
  let sentSeconds = 0;

  function send(bytes: string): void {
    sentSeconds = options.uptimeSeconds();
    if (socket !== undefined) socket.write(bytes);
  }

  function expectAnswer(): void {
    if (answerBySeconds === undefined) answerBySeconds = options.uptimeSeconds() + ANSWER_SECONDS;
  }

  function drop(reason: string): void {
    if (phase.is !== 'joining' && phase.is !== 'up') return;
    const old = socket;
    socket = undefined;
    if (old !== undefined) old.end();
    tries++;
    phase = { is: 'resting', timer: setTimeout(join, pauseMs(tries, options.random())) };
    events.down(reason);
  }

  function join(): void {
    phase = { is: 'joining', bySeconds: options.uptimeSeconds() + JOIN_SECONDS };
    inbox = '';
    unanswered = 0;
    answerBySeconds = undefined;
    let mine: Socket | undefined;
    try {
      mine = connect({ host: account.host, port: account.port }, () => {
        if (mine === undefined || mine !== socket) return;
        send(connectPacket(account, options.keepaliveSeconds()));
      });
    } catch {
      drop('connect');
      return;
    }
    const made = mine;
    socket = made;
    made.on('data', (bytes) => {
      if (made === socket) take(bytes);
    });
    made.on('error', () => {
      if (made === socket) drop('socket');
    });
    made.on('close', () => {
      if (made === socket) drop('hung up');
    });
  }

  function take(bytes: string): void {
    inbox += bytes;
    const found = packetsIn(inbox);
    inbox = inbox.substring(found.used);
    for (const packet of found.packets) {
      answer(packet);
      // The connection may have ended over this packet; what came after it belongs to nobody.
      if (phase.is !== 'joining' && phase.is !== 'up') return;
    }
    if (found.hostile || inbox.length > INBOX_LIMIT_BYTES) drop('protocol');
  }

  function answer(packet: Packet): void {
    if (packet.is === 'connack' && phase.is === 'joining') {
      if (packet.code === 0) send(subscribePacket(SUBSCRIBE_ID, topicOf(account.id, 'd')));
      else drop('refused ' + packet.code);
    } else if (packet.is === 'suback' && phase.is === 'joining') {
      if (packet.code > 1) {
        drop('no subscription');
        return;
      }
      phase = { is: 'up' };
      tries = 0;
      events.up();
    } else if (packet.is === 'publish') {
      events.message(packet.topic, packet.payload);
      // Only now: a box that dies over a message gets it again.
      if (packet.id !== 0) send(pubackPacket(packet.id));
    } else if (packet.is === 'puback') {
      if (unanswered > 0) unanswered--;
      answered();
    } else if (packet.is === 'pingresp') {
      answered();
    }
  }

  function answered(): void {
    answerBySeconds = undefined;
    if (unanswered > 0) expectAnswer();
  }

  return {
    start() {
      if (phase.is === 'stopped') join();
    },
    stop() {
      if (phase.is === 'resting') clearTimeout(phase.timer);
      phase = { is: 'stopped' };
      const old = socket;
      socket = undefined;
      if (old !== undefined) old.end();
    },
    tick() {
      const now = options.uptimeSeconds();
      if (phase.is === 'joining' && now >= phase.bySeconds) drop('no answer');
      if (phase.is !== 'up') return;
      if (answerBySeconds !== undefined && now >= answerBySeconds) drop('no answer');
      else if (answerBySeconds === undefined && now - sentSeconds >= options.keepaliveSeconds()) {
        send(pingPacket());
        expectAnswer();
      }
    },
    publish(topic, payload) {
      if (phase.is !== 'up') return;
      // A broker that answers nothing is gone; a new connection replays what matters.
      if (unanswered >= UNANSWERED_LIMIT) {
        drop('no answer');
        return;
      }
      packetId = packetId >= 65535 ? SUBSCRIBE_ID + 1 : packetId + 1;
      unanswered++;
      expectAnswer();
      send(publishPacket(packetId, topic, payload));
    },
  };
}
