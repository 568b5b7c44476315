import { describe, expect, onTestFinished, test } from 'vitest';
import { startTestBridge } from '../../../support/bridge';
import type { TestBridge } from '../../../support/bridge';

interface Sent {
  id: string;
  event: string;
  data: Record<string, unknown>;
}

/** Reads the stream until so many events came. */
async function follow(shop: TestBridge, count: number, headers: Record<string, string> = {}): Promise<Sent[]> {
  const stop = new AbortController();
  onTestFinished(() => stop.abort());
  const reply = await shop.api('/v1/events', { headers, signal: stop.signal });
  expect(reply.headers.get('content-type')).toContain('text/event-stream');
  const sent: Sent[] = [];
  let rest = '';
  const decoder = new TextDecoder();
  for await (const part of reply.body as unknown as AsyncIterable<Uint8Array>) {
    const blocks = (rest + decoder.decode(part, { stream: true })).split('\n\n');
    rest = blocks.pop()!;
    for (const block of blocks) {
      const fields = Object.fromEntries(
        block.split('\n').map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 2)]),
      );
      if (fields['event'] !== undefined)
        sent.push({
          id: fields['id']!,
          event: fields['event'],
          data: JSON.parse(fields['data']!) as Record<string, unknown>,
        });
    }
    if (sent.length >= count) break;
  }
  return sent;
}

describe('the event stream', () => {
  test('tells every change of a charge as the API shows it, in order', async () => {
    const shop = await startTestBridge();
    const seen = follow(shop, 4);
    // The stream is open when its first bytes are there; until then nothing has happened.
    await untilReading(shop);
    const { id } = await shop.charge();
    await shop.till.tell('session-1', 'scanned');
    await shop.till.tell('session-1', 'scanned');
    await shop.till.tell('session-1', 'paid', { txnId: 't' });
    const sent = await seen;
    expect(sent.map(({ event, data }) => [event, data['state'] ?? data['reason']])).toEqual([
      ['charge', 'open'],
      ['charge', 'scanned'],
      ['rejected', 'duplicate'],
      ['charge', 'paid'],
    ]);
    expect(sent[3]!.data).toEqual(await (await shop.api(`/v1/charges/${id}`)).json());
  });

  test('goes on where a reader stopped, and from now on for one who was never here', async () => {
    const shop = await startTestBridge();
    const seen = follow(shop, 1);
    await untilReading(shop);
    await shop.charge();
    const [first] = await seen;
    await shop.till.tell('session-1', 'scanned');
    await shop.till.tell('session-1', 'pending');
    const missed = await follow(shop, 2, { 'last-event-id': first!.id });
    expect(missed.map(({ data }) => data['state'])).toEqual(['scanned', 'pending']);
    expect(missed[0]!.id).not.toBe(first!.id);
    const stranger = follow(shop, 1, { 'last-event-id': 'another-run-1' });
    await untilReading(shop);
    await shop.till.tell('session-1', 'failed');
    expect((await stranger).map(({ data }) => data['state'])).toEqual(['failed']);
  });
});

async function untilReading(shop: TestBridge): Promise<void> {
  for (let look = 0; look < 1_000; look++) {
    if (/ghanti_event_streams [1-9]/.test(await (await shop.api('/metrics')).text())) return;
  }
  throw new Error('nobody reads the stream');
}
