// Server-sent events (HTML living standard, section 9.2) with ids, bounded in every direction.
import { randomBytes } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import type { Bridge, BridgeEvent, Caller } from '../service';
import { tokenIn } from './gate';
import { HttpProblem } from './problem';
import { knows } from './route';
import type { Answer, Call } from './route';
import { eventView } from './view';

/** Events that a reader who comes back can still get. */
const KEPT = 512;
const READERS = 100;
/** A reader that is this far behind is dropped; it comes back with Last-Event-ID. */
const BACKLOG_BYTES = 256 * 1024;
const HEARTBEAT_MS = 15_000;
const RETRY_MS = 2_000;

interface Kept {
  number: number;
  event: BridgeEvent;
  /** Once somebody reads it: in most shops nobody does. */
  text: string | undefined;
}

export interface EventStream {
  open(call: Pick<Call, 'headers' | 'caller'>): Answer;
  readers(): number;
  close(): void;
}

export function eventStream(bridge: Pick<Bridge, 'onEvent' | 'caller'>): EventStream {
  // Ids of another run of the bridge must not be taken for ours.
  const run = randomBytes(4).toString('hex');
  const kept: Kept[] = [];
  const readers = new Map<ServerResponse, { caller: Caller; token: string }>();
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
    const one = { number, event, text: undefined };
    kept.push(one);
    if (kept.length > KEPT) kept.shift();
    for (const [reader, { caller }] of readers) if (concerns(event, caller)) write(reader, textOf(run, one));
  });
  const beat = async (reader: ServerResponse, token: string): Promise<void> => {
    // A token that was revoked meanwhile hears nothing more.
    if ((await bridge.caller(token).catch(() => undefined)) === undefined) drop(reader);
    else if (readers.has(reader)) write(reader, ': still here\n\n');
  };
  const heartbeat = setInterval(() => {
    for (const [reader, { token }] of readers) void beat(reader, token);
  }, HEARTBEAT_MS);
  heartbeat.unref();

  return {
    readers: () => readers.size,
    open: ({ headers, caller }) => {
      if (readers.size >= READERS)
        throw new HttpProblem(503, 'too-many-readers', `${READERS} readers follow already.`, { 'retry-after': '10' });
      const lastEventId = headers['last-event-id'];
      const token = tokenIn(headers.authorization) ?? '';
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
          readers.set(response, { caller, token });
          write(response, `retry: ${RETRY_MS}\n\n`);
          for (const one of kept)
            if (one.number > (after ?? number) && concerns(one.event, caller)) write(response, textOf(run, one));
        },
      };
    },
    close: () => {
      stop();
      clearInterval(heartbeat);
      for (const reader of readers.keys()) reader.end();
      readers.clear();
    },
  };
}

function textOf(run: string, one: Kept): string {
  const { number, event } = one;
  one.text ??= `id: ${run}-${number}\nevent: ${event.type}\ndata: ${JSON.stringify(eventView(event))}\n\n`;
  return one.text;
}

/** A shop hears of its own boxes, and how its switches are; what was rejected belongs to no box. */
function concerns(event: BridgeEvent, caller: Caller): boolean {
  switch (event.type) {
    case 'charge':
      return knows(caller, event.charge.device);
    case 'announcement':
    case 'unannounced':
      return knows(caller, event.row.device);
    case 'device':
      return knows(caller, event.device);
    case 'switch':
      return true;
    case 'rejected':
      return caller.devices === undefined;
  }
}
