// The MQTT client of NodeMCU's module with what it leaves to us: limits on waits, reconnecting, one subscription.
import { topicOf } from '../../wire/topics';
import { OFFLINE } from '../link';
import type { Account, Mqtt, MqttEvents, MqttOptions } from '../link';
import { pauseMs } from '../pause';
import type { Secure } from './chip';
import { timers } from './timers';

interface ModuleOptions extends MqttOptions {
  /** How this chip's module is told that the link is plain, or whose certificates to believe. */
  secure: Secure;
}

type Phase = { is: 'stopped' } | { is: 'resting'; timer: number } | { is: 'joining'; bySeconds: number } | { is: 'up' };

const JOIN_SECONDS = 20;
const ANSWER_SECONDS = 20;
const QOS1 = 1;
const NOT_RETAINED = 0;
const CLEAN = 1;

/**
 * One connection at a time, tried again after a random pause for as long as it is started. Never the module's own
 * reconnecting: it forgets the subscription (docs/modules/mqtt.md). Each try has a client of its own, and what an older
 * one still says is not heard.
 */
export function mqttClient(account: Account, options: ModuleOptions, events: MqttEvents): Mqtt {
  let phase: Phase = { is: 'stopped' };
  let client: mqtt.Client | undefined = undefined;
  let tries = 0;
  /** When the broker must have answered our publishes. */
  let answerBySeconds: number | undefined = undefined;

  function close(): void {
    const old = client;
    client = undefined;
    answerBySeconds = undefined;
    if (old !== undefined) old.close();
  }

  function drop(reason: string): void {
    if (phase.is !== 'joining' && phase.is !== 'up') return;
    close();
    tries++;
    phase = { is: 'resting', timer: timers.after(pauseMs(tries, options.random()), join) };
    events.down(reason);
  }

  function join(): void {
    phase = { is: 'joining', bySeconds: options.uptimeSeconds() + JOIN_SECONDS };
    const mine = mqtt.Client(account.id, options.keepaliveSeconds(), account.id, account.password, CLEAN);
    client = mine;
    mine.lwt(topicOf(account.id, 's'), OFFLINE, QOS1, NOT_RETAINED);
    mine.on('message', (_client, topic, payload) => {
      if (mine === client && payload !== undefined) events.message(topic, payload);
    });
    mine.on('offline', () => {
      if (mine === client) drop('hung up');
    });
    const begun = mine.connect(
      account.host,
      account.port,
      options.secure,
      () => {
        if (mine === client) subscribe(mine);
      },
      (_client, reason) => {
        if (mine === client) drop('refused ' + reason);
      },
    );
    if (begun === false) drop('connect');
  }

  function subscribe(mine: mqtt.Client): void {
    const asked = mine.subscribe(topicOf(account.id, 'd'), QOS1, () => {
      if (mine !== client || phase.is !== 'joining') return;
      phase = { is: 'up' };
      tries = 0;
      events.up();
    });
    if (!asked) drop('no subscription');
  }

  return {
    start() {
      if (phase.is === 'stopped') join();
    },
    stop() {
      if (phase.is === 'resting') timers.cancel(phase.timer);
      phase = { is: 'stopped' };
      close();
    },
    tick() {
      const now = options.uptimeSeconds();
      const late = answerBySeconds !== undefined && now >= answerBySeconds;
      if ((phase.is === 'joining' && now >= phase.bySeconds) || (phase.is === 'up' && late)) drop('no answer');
    },
    publish(topic, payload) {
      if (phase.is !== 'up' || client === undefined) return;
      if (answerBySeconds === undefined) answerBySeconds = options.uptimeSeconds() + ANSWER_SECONDS;
      // One answer is enough to know that the broker lives: the module calls back for all of them, or for one.
      const taken = client.publish(topic, payload, QOS1, NOT_RETAINED, () => {
        answerBySeconds = undefined;
      });
      if (!taken) drop('no room');
    },
  };
}
