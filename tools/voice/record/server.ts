// The recording page's server: this machine only, files in one folder, nothing kept in memory, so that a restart loses nothing.
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { bundlePage } from '../../demo/page-files';
import type { Language } from '../language';
import { toRecord } from '../recordings';
import { readWav } from '../wav';
import { takeProblem } from './take';

const ROOT = process.env['GHANTI_ROOT'] ?? process.cwd();
const PAGE = join(ROOT, 'tools', 'voice', 'record', 'page');
const DEMO_PAGE = join(ROOT, 'tools', 'demo', 'page');
const HOST = '127.0.0.1';
/** Ten seconds at 48 kHz. */
const MOST_BYTES = 1_000_000;
const HEADERS = {
  'cache-control': 'no-store',
  'content-security-policy':
    "default-src 'self'; media-src 'self' blob:; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
  'permissions-policy': 'microphone=(self)',
  'x-content-type-options': 'nosniff',
};

/** What the page shows of a clip. */
export interface ClipView {
  file: string;
  text: string;
  /** undefined while there is no take; '' for a good one, else what is wrong with it. */
  problem?: string;
}
export interface RecordView {
  name: string;
  tag: string;
  folder: string;
  clips: ClipView[];
}

interface Reply {
  status: number;
  type: string;
  body: string | Buffer;
}
const json = (status: number, value: unknown): Reply => ({
  ...{ status, type: 'application/json' },
  body: JSON.stringify(value),
});
const file = (path: string, type: string): Reply => ({ status: 200, type, body: readFileSync(path) });
const NOTHING: Reply = { status: 404, type: 'text/plain', body: 'Nothing here.' };

/** Serves the page for a language; takes are written to `folder` as `voice build --recordings` wants them. Port 0 takes a free one. */
export async function startRecording(
  language: Language,
  folder: string,
  port: number,
): Promise<{ address: string; close: () => Promise<void> }> {
  mkdirSync(folder, { recursive: true });
  let script: Promise<string> | undefined;
  const server = createServer((request, response) => {
    answer(request)
      .catch((error: unknown) => json(500, { problem: error instanceof Error ? error.message : String(error) }))
      .then((reply) => {
        request.resume();
        send(response, reply);
      })
      .catch(() => response.destroy());
  });
  const address = await listen(server, port);

  async function answer(request: IncomingMessage): Promise<Reply> {
    // A page elsewhere must not read or write here through a name that points to this machine.
    const origin = request.headers.origin;
    if (`http://${request.headers.host}` !== address || (origin !== undefined && origin !== address))
      return { status: 403, type: 'text/plain', body: 'This page answers its own address only.' };
    const path = request.url ?? '/';
    const take = toRecord(language).find((one) => path === `/takes/${one.file}`);
    if (take !== undefined && request.method === 'PUT') return keep(folder, take.file, await bodyOf(request));
    if (request.method !== 'GET') return NOTHING;
    if (take !== undefined)
      return existsSync(join(folder, take.file)) ? file(join(folder, take.file), 'audio/wav') : NOTHING;
    if (path === '/page.js') {
      script ??= bundlePage(join(PAGE, 'main.tsx'));
      return { status: 200, type: 'text/javascript', body: await script };
    }
    return path === '/clips' ? json(200, view(language, folder)) : (staticFile(path) ?? NOTHING);
  }

  return {
    address,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function staticFile(path: string): Reply | undefined {
  if (path === '/') return file(join(PAGE, 'index.html'), 'text/html; charset=utf-8');
  if (path === '/record.css') return file(join(PAGE, 'record.css'), 'text/css');
  if (path === '/worklet.js') return file(join(PAGE, 'worklet.js'), 'text/javascript');
  if (path === '/style.css') return file(join(DEMO_PAGE, 'style.css'), 'text/css');
  return path === '/icon.svg' ? file(join(DEMO_PAGE, 'icon.svg'), 'image/svg+xml') : undefined;
}

function view(language: Language, folder: string): RecordView {
  const clips = toRecord(language).map((clip) => {
    const path = join(folder, clip.file);
    return existsSync(path) ? { ...clip, problem: problemOf(readFileSync(path)) ?? '' } : clip;
  });
  return { name: language.name, tag: language.tag, folder, clips };
}

/** A take is only kept when it is good; a bad one leaves the one before as it is. */
function keep(folder: string, name: string, wav: Buffer): Reply {
  const problem = problemOf(wav);
  if (problem !== undefined) return json(422, { problem });
  // Another name first: a take that is half written when the power goes must not look like one.
  writeFileSync(join(folder, `${name}.part`), wav, { flush: true });
  renameSync(join(folder, `${name}.part`), join(folder, name));
  return json(200, {});
}

function problemOf(wav: Buffer): string | undefined {
  try {
    return takeProblem(readWav(wav));
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    // Read to its end all the same: the page gets the answer only then.
    if (bytes <= MOST_BYTES) chunks.push(chunk);
  }
  if (bytes > MOST_BYTES) throw new Error('The take is too long.');
  return Buffer.concat(chunks);
}

function send(response: ServerResponse, { status, type, body }: Reply): void {
  response.writeHead(status, { ...HEADERS, 'content-type': type }).end(body);
}

function listen(server: Server, port: number): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host: HOST, port }, () => resolve(`http://${HOST}:${(server.address() as AddressInfo).port}`));
  });
}
