// NEPALPAY's connector: owns the socket, the timers and what is remembered of each QR.
import {
  SwitchError,
  type Connector,
  type ConnectorContext,
  type QrRequest,
  type QrSession,
} from '../../payments/ports';
import { openChannel } from './channel';
import type { NepalpayConfig } from './config';
import { answerPush } from './confirm';
import { decodeRecord, type Push } from './decode';
import { examine } from './doctor';
import { createHealth } from './health';
import { createRest } from './rest';
import { createSessions, inOrder, type Followed } from './sessions';
import { createSettler } from './settle';

/** A QR that nobody watches and that is still open is asked for this long after its end. */
const AFTERLIFE_MS = 600_000;
/** Look-ups of one sweep that run at once. */
const LOOK_UPS = 4;

export function connect(config: NepalpayConfig, context: ConnectorContext): Connector {
  const stop = new AbortController();
  const sessions = createSessions();
  const health = createHealth(context);
  const rest = createRest(config, () => context.nowMs(), stop.signal);
  const settler = createSettler(config, rest, context, health);
  let dropped = 0;
  let sweeping = false;

  const drop = (why: string): void => {
    dropped++;
    // A flood of strangers' events must not become a flood of log lines.
    if ((dropped & (dropped - 1)) === 0) context.log('warn', 'nepalpay: an event was dropped', { why, dropped });
  };
  const failed = (session: string) => (error: unknown) => {
    if (stop.signal.aborted) return;
    const level = error instanceof SwitchError ? 'warn' : 'error';
    context.log(level, error instanceof Error ? error.message : 'nepalpay: an event could not be settled', { session });
  };
  const lookUp = (one: Followed) => inOrder(one, () => settler.lookUp(one));

  const onRecord = (text: string): void => {
    const meaning = decodeRecord(text);
    if (meaning.is === 'nothing') return drop(meaning.why);
    if (meaning.is === 'health') return health.trouble('registration', `nepalpay: ${meaning.detail}`);
    const one = sessions.get(meaning.session);
    if (one === undefined) return drop('a trace id that is not ours');
    void inOrder(one, () => settler.record(one, meaning)).catch(failed(meaning.session));
    if (meaning.is !== 'event' || meaning.kind !== 'page-opened') return;
    channel.answered(meaning.session);
    health.ok('registration');
    // Whatever happened while nobody listened is only in the report, and only from here on nothing can be missed.
    if (one.gap) void lookUp(one).then(() => (one.gap = false), failed(meaning.session));
  };

  const channel = openChannel(config, {
    onRecord,
    onUp(first) {
      health.ok('channel');
      context.log('info', 'nepalpay: the event socket is up', { first });
    },
    onDown(why, retryMs) {
      const waiting = [...sessions.all()].filter(({ watched }) => watched);
      for (const one of waiting) one.gap = true;
      const next = `trying again in ${(retryMs / 1000).toFixed(1)} s`;
      health.trouble(
        'channel',
        `nepalpay: ${why}; ${waiting.length} QRs wait, payments are asked for by report; ${next}`,
      );
    },
  });

  const sweep = async (): Promise<void> => {
    const nowMs = context.nowMs();
    const due = [...sessions.all()].filter(
      (one) =>
        (one.open && nowMs < one.session.expiresAtMs + AFTERLIFE_MS) ||
        (one.watched && (one.gap || !channel.covers(one.session.session))),
    );
    const work = async (): Promise<void> => {
      for (let one = due.shift(); one !== undefined && !stop.signal.aborted; one = due.shift()) {
        const { session } = one.session;
        if (one.watched) channel.register(session);
        const covered = channel.covers(session);
        await lookUp(one).then(() => (one!.gap &&= !covered), failed(session));
      }
    };
    await Promise.all(Array.from({ length: LOOK_UPS }, work));
  };
  const sweeper = setInterval(() => {
    if (sweeping) return;
    sweeping = true;
    void sweep().finally(() => (sweeping = false));
  }, config.timing.sweepMs);

  const settlePush = (push: Push) => {
    const one = sessions.get(push.event.session);
    return one === undefined ? settler.push(one, push) : inOrder(one, () => settler.push(one, push));
  };

  return {
    createQr: (request) => createQr(request),
    watch(session) {
      const one = sessions.remember(session);
      if (one.watched) return;
      one.watched = true;
      one.gap = !channel.up();
      if (!channel.register(session.session)) {
        context.log('warn', 'nepalpay: the socket is full; this QR is followed by report', {
          session: session.session,
        });
      }
    },
    unwatch(session) {
      const one = sessions.get(session);
      if (one !== undefined) one.watched = false;
      channel.forget(session);
    },
    lookUp: (session) => lookUp(sessions.remember(session)),
    webhook: config.push === undefined ? undefined : (request) => answerPush(request, config, settlePush),
    diagnose: () => examine(config, rest, channel, () => context.nowMs()),
    async close() {
      stop.abort();
      clearInterval(sweeper);
      channel.close();
      await Promise.allSettled([...sessions.all()].map((one) => one.queue));
    },
  };

  async function createQr(request: QrRequest): Promise<QrSession> {
    if (request.currency !== 'NPR') {
      throw new SwitchError('refused', `nepalpay: takes NPR only, not ${request.currency}`, false);
    }
    try {
      const { session, text, warnings, billNumber } = await rest.generate(request);
      health.ok('qr');
      for (const warning of warnings) context.log('debug', 'nepalpay: a QR is odd but usable', { session, warning });
      const endMs = Math.min(request.expiresAtMs, context.nowMs() + config.timing.qrLifetimeMs);
      sessions.remember({ session, amountMinor: request.amountMinor, expiresAtMs: endMs }, billNumber);
      return {
        session,
        payee: config.merchant.merchantId,
        text,
        expiresAtMs: endMs < request.expiresAtMs ? endMs : undefined,
      };
    } catch (error) {
      if (error instanceof SwitchError && error.code !== 'refused') health.trouble('qr', error.message);
      throw error;
    }
  }
}
