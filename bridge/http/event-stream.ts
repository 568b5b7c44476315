// Server-sent events (HTML living standard, section 9.2) with ids, bounded in every direction.
import { randomBytes } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import type { Bridge, BridgeEvent } from '../service';
import { HttpProblem } from './problem';
import type { Answer } from './route';
import { eventView } from './view';

/** Events that a reader who comes back can still get. */
const KEPT = 512;
const READERS = 100;
/** A reader that is this far behind is dropped; it comes back with Last-Event-ID. */
const BACKLOG_BYTES = 256 * 1024;
const HEARTBEAT_MS = 15_000;
const RETRY_MS = 2_000;

export interface EventStream {
  open(lastEventId: string | string[] | undefined): Answer;
  readers(): number;
  close(): void;
}

export function eventStream(bridge: Pick<Bridge, 'onEvent'>): EventStream {
  // Ids of another run of the bridge must not be taken for ours.
  const run = randomBytes(4).toString('hex');
  const kept: { number: number; text: string }[] = [];
  const readers = new Set<ServerResponse>();
  let number = 0;
  const write = (reader: ServerResponse, text: string): void => {
    reader.write(text);
    if (reader.writableLength > BACKLOG_BYTES) drop(reader);
  };
  const drop = (reader: ServerResponse): void => {
    readers.delete(reader);
    reader.destroy();
  };
  const stop = bridge.onEvent((event: BridgeEvent) => {
    number++;
    const text = `id: ${run}-${number}\nevent: ${event.type}\ndata: ${JSON.stringify(eventView(event))}\n\n`;
    kept.push({ number, text });
    if (kept.length > KEPT) kept.shift();
    for (const reader of readers) write(reader, text);
  });
  const heartbeat = setInterval(() => {
    for (const reader of readers) write(reader, ': still here\n\n');
  }, HEARTBEAT_MS);
  heartbeat.unref();

  return {
    readers: () => readers.size,
    open: (lastEventId) => {
      if (readers.size >= READERS)
        throw new HttpProblem(503, 'too-many-readers', `${READERS} readers follow already.`, { 'retry-after': '10' });
      const [seenRun, seenNumber] = typeof lastEventId === 'string' ? lastEventId.split('-') : [];
      const after = seenRun === run ? Number(seenNumber) : undefined;
      return {
        stream: (response) => {
          response.writeHead(200, {
            'content-type': 'text/event-stream; charset=utf-8',
            'cache-control': 'no-store',
            'x-accel-buffering': 'no',
          });
          response.on('close', () => readers.delete(response));
          readers.add(response);
          write(response, `retry: ${RETRY_MS}\n\n`);
          if (after !== undefined) for (const one of kept) if (one.number > after) write(response, one.text);
        },
      };
    },
    close: () => {
      stop();
      clearInterval(heartbeat);
      for (const reader of readers) reader.end();
      readers.clear();
    },
  };
}
