import { createServer, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { AnswerTimeout, holdRequest, type HeldRequest } from '../../../../bridge/net/held-request';

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

/** A server that hands every connection to `serve`. */
async function listening(serve: (socket: Socket, received: () => string) => void): Promise<string> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    let text = '';
    sockets.add(socket);
    socket.on('data', (part) => void (text += part.toString('latin1')));
    socket.on('error', () => undefined);
    serve(socket, () => text);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closers.push(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/pay`;
}

function asking(url: string, different: Partial<HeldRequest> = {}) {
  const late: number[] = [];
  const held = holdRequest({
    ...{ who: 'shop: pay', url, headers: { 'x-shop': '1' }, body: '{"a":1}', timeoutMs: 3_000, limitBytes: 1_000 },
    ...{ signal: new AbortController().signal, lateMs: 2_000, onLate: (status) => void late.push(status) },
    ...different,
  });
  return { ...held, late };
}
const answered = (body: string): string => `HTTP/1.1 201 Created\r\ncontent-length: ${body.length}\r\n\r\n${body}`;

describe('a request that waits for its answer', () => {
  test('is on the wire before anybody answers, and carries what it should', async () => {
    let socket: Socket | undefined;
    let received = (): string => '';
    const arrived = new Promise<void>((resolve) => {
      void listening((one, text) => {
        [socket, received] = [one, text];
        one.on('data', () => text().endsWith('{"a":1}') && resolve());
      }).then((url) => void (held = asking(url)));
    });
    let held: ReturnType<typeof asking> | undefined;
    await arrived;
    await held!.written;
    expect(received()).toMatch(/^POST \/pay HTTP\/1\.1\r\n/);
    expect(received()).toMatch(/x-shop: 1/i);
    socket!.write(answered('{}'));
    expect(await held!.answer).toEqual({ status: 201, text: '{}', retryAfterMs: undefined });
  });

  test('is not written when nobody listens', async () => {
    const { written, answer } = asking('http://127.0.0.1:1/pay');
    await expect(written).rejects.toMatchObject({ code: 'unreachable' });
    await expect(answer).rejects.toThrow('shop: pay: cannot be reached (ECONNREFUSED)');
  });

  test('is not written while the other side does not take its bytes', async () => {
    let socket: Socket | undefined;
    const url = await listening((one) => void (socket = one).pause());
    const { written, answer } = asking(url, { body: 'x'.repeat(32 * 1024 * 1024), timeoutMs: 300 });
    const first = await Promise.race([written.then(() => 'written'), answer.catch(() => 'time-out')]);
    expect([first, socket === undefined]).toEqual(['time-out', false]);
  });

  test('that is cut has no answer', async () => {
    const url = await listening((socket) => socket.once('data', () => socket.destroy()));
    await expect(asking(url).answer).rejects.toMatchObject({ code: 'unreachable', retry: true });
    const half = await listening((socket) => socket.once('data', () => socket.end(answered('{}').slice(0, -1))));
    await expect(asking(half).answer).rejects.toMatchObject({ code: 'unreachable' });
  });

  test('that is answered too late has no answer, and the lateness is said', async () => {
    let answerLate = (): void => undefined;
    const url = await listening((socket) =>
      socket.once('data', () => (answerLate = () => void socket.write(answered('{}')))),
    );
    const said = new Promise<number>((resolve) => {
      const { answer } = asking(url, { timeoutMs: 50, onLate: resolve });
      answer.catch((error: unknown) => {
        expect(error).toBeInstanceOf(AnswerTimeout);
        answerLate();
      });
    });
    expect(await said).toBe(201);
  });

  test('that is given up, or was before it began, has no answer', async () => {
    const url = await listening(() => undefined);
    const stop = new AbortController();
    const { answer, written } = asking(url, { signal: stop.signal });
    await written;
    stop.abort();
    await expect(answer).rejects.toThrow('given up');
    await expect(asking(url, { signal: stop.signal }).written).rejects.toThrow('given up');
  });

  test('takes no answer that is too long, and hears how long to wait', async () => {
    const long = await listening((socket) => socket.once('data', () => socket.write(answered('x'.repeat(1_001)))));
    await expect(asking(long).answer).rejects.toMatchObject({ code: 'limit' });
    const busy = 'HTTP/1.1 429 No\r\nretry-after: 7\r\ncontent-length: 0\r\n\r\n';
    const url = await listening((socket) => socket.once('data', () => socket.write(busy)));
    expect(await asking(url).answer).toEqual({ status: 429, text: '', retryAfterMs: 7_000 });
  });
});
