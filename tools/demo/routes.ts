// What the demo serves beside the API: the page, its events, and handles for programs.
import { HttpProblem } from '../../bridge/http/problem';
import { json } from '../../bridge/http/route';
import type { Answer, Call, Route } from '../../bridge/http/index';
import { NoSuchThing } from './customers';
import type { Demo } from './shop';
import { pageFile } from './page-files';
import { readQr } from './screen-reader';

const OK = { done: true };

/** `demo` answers once everything is started; the API's port opens a moment earlier. */
export function demoRoutes(demo: () => Demo | undefined): Route[] {
  const ready = (): Demo => {
    const running = demo();
    if (running === undefined)
      throw new HttpProblem(503, 'starting', 'The demo is still starting.', { 'retry-after': '1' });
    return running;
  };
  const route = (
    method: Route['method'],
    path: string,
    handle: (demo: Demo, call: Call) => Promise<Answer> | Answer,
  ): Route => ({
    ...{ method, path, auth: 'none' },
    handle: (call) => handle(ready(), call),
  });
  const onBox = (
    method: Route['method'],
    path: string,
    handle: (demo: Demo, call: Call) => Promise<Answer> | Answer,
  ): Route =>
    route(method, `/demo/devices/{device}/${path}`, (running, call) => {
      if (call.params['device'] === running.box.id) return handle(running, call);
      throw new HttpProblem(
        404,
        'not-found',
        `The demo has no box ${call.params['device']}; its box is ${running.box.id}.`,
      );
    });
  return [
    ...['/', '/demo/page/{file}'].map((path): Route => ({
      method: 'GET',
      path,
      auth: 'none',
      handle: ({ params }) => page(params['file'] ?? 'index.html'),
    })),
    route('GET', '/demo/events', ({ feed }) => ({ stream: (response) => void feed.follow(response) })),
    onBox('GET', 'screen.png', ({ box }) => ({ status: 200, body: box.screenPng(), type: 'image/png' })),
    onBox('GET', 'speaker.wav', ({ box }) => ({ status: 200, body: box.speakerWav(), type: 'audio/wav' })),
    // Announcements; prompts such as "scan to pay" tell of no payment.
    onBox('GET', 'said', ({ box }) =>
      json(
        200,
        box.said().filter(({ seqs }) => seqs.length > 0),
      ),
    ),
    onBox('GET', 'console', ({ box }) => json(200, box.consoleLines)),
    onBox('POST', 'power-cut', ({ box }) => done(() => box.powerCut())),
    onBox('POST', 'power-on', ({ box }) => done(() => box.powerOn())),
    onBox('POST', 'offline', ({ box }) => done(() => box.offline())),
    onBox('POST', 'online', ({ box }) => done(() => box.online())),
    onBox('POST', 'key/{key}', ({ box }, { params }) => done(() => box.key(params['key']!))),
    // The code that a customer holds in front of the box's scanner; the box takes it from there.
    onBox('POST', 'scan', ({ box }, { body }) => {
      const code = textIn(body, 'code');
      if (code === undefined) throw new HttpProblem(400, 'malformed', 'Send JSON: {"code": "..."}.');
      return done(() => box.scan(code));
    }),
    route('POST', '/demo/phone/read', phone),
    route('POST', '/demo/switches/{switch}/{deed}', deed),
    route('POST', '/demo/stories/{story}', ({ stories }, { params }) => {
      const refusal = stories.tell(params['story']!);
      if (refusal === 'unknown') throw new HttpProblem(404, 'not-found', `There is no story ${params['story']}.`);
      if (refusal === 'busy') throw new HttpProblem(409, 'busy', 'Another story is being told.');
      return json(202, OK);
    }),
    route('GET', '/demo/stories', ({ stories }) => json(200, stories.list())),
  ];
}

function page(name: string): Promise<Answer> {
  return pageFile(name).then((file) => {
    if (file === undefined) throw new HttpProblem(404, 'not-found', `The page has no file ${name}.`);
    const policy =
      "default-src 'self'; img-src 'self' blob: data:; style-src 'self'; frame-ancestors 'none'; base-uri 'none'";
    return { status: 200, ...file, headers: { 'content-security-policy': policy } };
  });
}

function done(act: () => void): Answer {
  try {
    act();
  } catch (error) {
    throw new HttpProblem(404, 'not-found', error instanceof Error ? error.message : String(error));
  }
  return json(200, OK);
}

async function deed({ customers }: Demo, { params, body }: Call): Promise<Answer> {
  try {
    return json(200, { ...OK, ...(await customers.does(params['switch']!, params['deed']!, textIn(body, 'charge'))) });
  } catch (error) {
    if (error instanceof HttpProblem) throw error;
    if (error instanceof NoSuchThing) throw new HttpProblem(404, 'not-found', error.message);
    throw new HttpProblem(409, 'refused', error instanceof Error ? error.message : String(error));
  }
}

/** A field of the JSON that was sent; undefined when nothing was sent, or no text under this name. */
function textIn(body: Buffer, field: string): string | undefined {
  if (body.length === 0) return undefined;
  try {
    const sent = JSON.parse(body.toString('utf8')) as Record<string, unknown> | null;
    const value = sent?.[field];
    return typeof value === 'string' ? value : undefined;
  } catch {
    throw new HttpProblem(400, 'malformed', `Send JSON: {"${field}": "..."}.`);
  }
}

/** What a phone held over the box reads now, and the charge whose QR that is. */
async function phone({ box, running }: Demo): Promise<Answer> {
  const text = await readQr(box.screenPng());
  const charges = text === undefined ? [] : await running.bridge.charges({ device: box.id, limit: 100 });
  return json(200, { text: text ?? null, charge: charges.find(({ qr }) => qr === text)?.id ?? null });
}
