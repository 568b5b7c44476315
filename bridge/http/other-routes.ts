import { z } from 'zod';
import type { Metrics } from '../metrics/registry';
import type { Webhook, WebhookReply } from '../payments/ports';
import type { Bridge } from '../service';
import type { EventStream } from './event-stream';
import { HttpProblem, readAs, readJson } from './problem';
import { LOOK, OVERSEE, SERVE, json, knows } from './route';
import type { Call, DescribedRoute, Route } from './route';
import { deviceSchema, deviceView } from './view';

/** Undefined when there is no such switch or it takes no webhooks. */
export type TakeWebhook = (switchId: string, request: Webhook) => Promise<WebhookReply> | undefined;

export function deviceRoutes(bridge: Bridge): DescribedRoute[] {
  return [
    {
      method: 'GET',
      path: '/v1/devices',
      auth: LOOK,
      summary: 'List the boxes and how they are.',
      responses: {
        200: {
          description: 'Boxes',
          name: 'Devices',
          schema: z.strictObject({ devices: z.array(deviceSchema) }).meta({ id: 'Devices' }),
        },
      },
      problems: [],
      handle: async ({ caller }) => {
        const devices = (await bridge.devices()).filter(({ id }) => knows(caller, id));
        return json(200, { devices: devices.map(deviceView) });
      },
    },
    {
      method: 'GET',
      path: '/v1/devices/{device}',
      auth: LOOK,
      summary: 'Read one box.',
      responses: { 200: { description: 'The box', schema: deviceSchema } },
      problems: [404],
      handle: async ({ params }) => {
        const device = await bridge.device(params['device']!);
        if (device === undefined) throw new HttpProblem(404, 'not-found', `There is no device ${params['device']}.`);
        return json(200, deviceView(device));
      },
    },
    ...staticQrRoutes(bridge),
  ];
}

const staticQrSchema = z
  .strictObject({
    switch: z.string().max(32),
    text: z.string().min(1).max(512).meta({ description: 'Of the printed QR: static, without an amount.' }),
  })
  .meta({ id: 'StaticQr' });
const shownSchema = z
  .strictObject({
    announced: z
      .boolean()
      .meta({ description: 'Does the switch report what is paid with it, so that the box says it?' }),
  })
  .meta({ id: 'StaticQrShown' });

function staticQrRoutes(bridge: Bridge): DescribedRoute[] {
  const path = '/v1/devices/{device}/static-qr';
  return [
    {
      ...{ method: 'PUT', path, auth: SERVE },
      summary: "Show the shop's own QR for any amount while nothing is asked.",
      request: { description: 'The QR', schema: staticQrSchema },
      responses: { 200: { description: 'It is shown', schema: shownSchema } },
      problems: [400, 404, 415, 422, 502],
      handle: async ({ params, headers, body, caller }) => {
        const asked = readAs(staticQrSchema, readJson(headers, body), 'body');
        const device = params['device']!;
        return json(200, { announced: await bridge.putStaticQr(device, asked.switch, asked.text, caller.actor) });
      },
    },
    {
      ...{ method: 'DELETE', path, auth: SERVE },
      summary: "Take the shop's own QR away.",
      responses: { 200: { description: 'It is not shown any more', schema: shownSchema } },
      problems: [404],
      handle: async ({ params, caller }) => {
        await bridge.removeStaticQr(params['device']!, caller.actor);
        return json(200, { announced: false });
      },
    },
  ];
}

export function eventRoutes(stream: EventStream): DescribedRoute[] {
  return [
    {
      method: 'GET',
      path: '/v1/events',
      auth: LOOK,
      summary:
        'Follow every change as server-sent events: charge, announcement, unannounced, device, switch, rejected. A shop gets those of its boxes.',
      headers: [
        {
          name: 'Last-Event-ID',
          description: 'Goes on after this event, as far as the bridge still has what followed.',
        },
      ],
      responses: {
        200: { description: 'Server-sent events (HTML living standard, section 9.2)', type: 'text/event-stream' },
      },
      problems: [503],
      handle: (call) => stream.open(call),
    },
  ];
}

const healthSchema = z.strictObject({ status: z.literal('ok') }).meta({ id: 'Health' });
const readinessSchema = z.strictObject({ ready: z.boolean(), reasons: z.array(z.string()) }).meta({ id: 'Readiness' });

export function healthRoutes(bridge: Bridge, metrics: Metrics): DescribedRoute[] {
  const readiness = { description: 'Whether charges can be taken, and what is missing', schema: readinessSchema };
  return [
    {
      method: 'GET',
      path: '/healthz',
      auth: 'none',
      summary: 'Is the process alive?',
      responses: { 200: { description: 'It is', schema: healthSchema } },
      problems: [],
      handle: () => json(200, { status: 'ok' }),
    },
    {
      method: 'GET',
      path: '/readyz',
      auth: 'none',
      summary: 'Can the bridge take charges now?',
      responses: { 200: readiness, 503: readiness },
      problems: [],
      handle: async () => {
        const { ready, reasons } = await bridge.readiness();
        return json(ready ? 200 : 503, { ready, reasons });
      },
    },
    {
      method: 'GET',
      path: '/metrics',
      auth: OVERSEE,
      summary: 'Counters in the text format of Prometheus.',
      responses: { 200: { description: 'Metrics', type: 'text/plain' } },
      problems: [],
      handle: () => ({ status: 200, body: metrics.text(), type: 'text/plain; version=0.0.4; charset=utf-8' }),
    },
  ];
}

/** Requests that switches make to us; each switch checks its own credentials. */
export function webhookRoutes(take: TakeWebhook): DescribedRoute[] {
  const route = (method: Route['method'], summary: string): DescribedRoute => ({
    method,
    path: '/v1/webhooks/{switch}/{path...}',
    auth: 'none',
    summary,
    responses: { 200: { description: "In the switch's own words" } },
    problems: [404],
    handle: (call) => answer(take, call.params['switch']!, call.params['path']!, call),
  });
  return [
    route('POST', 'What a payment switch pushes. The switch authenticates itself in its own way.'),
    route('GET', 'The same of switches that notify by GET, and the pages that a switch has the customer open.'),
  ];
}

/** Paths that a switch's documents fix, like NEPALPAY's /nepalpay/confirm-payment, led to '<switch>/<path>'. */
export function fixedWebhookRoutes(take: TakeWebhook, paths: Record<string, string>): Route[] {
  return Object.entries(paths).map(([path, target]) => {
    const [switchId = '', ...rest] = target.split('/');
    return { method: 'POST', path, auth: 'none', handle: (call) => answer(take, switchId, rest.join('/'), call) };
  });
}

async function answer(
  take: TakeWebhook,
  switchId: string,
  path: string,
  call: Call,
): Promise<{ status: number; body: string; type: string; headers: Record<string, string> }> {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(call.headers)) if (typeof value === 'string') headers[name] = value;
  const { method, body: posted } = call;
  const query = call.query.toString();
  const reply = take(switchId, { path, query, method, headers, body: posted.toString('utf8') });
  if (reply === undefined) throw new HttpProblem(404, 'not-found', `${switchId} takes no webhooks here.`);
  const { status, body, contentType, headers: own = {} } = await reply;
  return { status, body, type: contentType, headers: own };
}
