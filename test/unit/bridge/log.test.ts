import { describe, expect, test } from 'vitest';
import { jsonLog } from '../../../bridge/log';

function lines(): { log: ReturnType<typeof jsonLog>; written: () => Record<string, unknown>[] } {
  const text: string[] = [];
  const log = jsonLog('info', { write: (line: string) => void text.push(line) });
  return { log, written: () => text.map((line) => JSON.parse(line) as Record<string, unknown>) };
}

describe('the log', () => {
  test('is one JSON object a line, with ids and the time', () => {
    const { log, written } = lines();
    log.info('charge: made', { charge: 'ch_1', device: 'counter-1' });
    log.debug('not at this level');
    expect(written()).toEqual([
      {
        level: 30,
        time: expect.stringMatching(/Z$/) as string,
        charge: 'ch_1',
        device: 'counter-1',
        msg: 'charge: made',
      },
    ]);
  });

  test('leaves out what a switch’s part should not have said', () => {
    const { log, written } = lines();
    const secrets = {
      api_token: 'T',
      payerName: 'N',
      mobile: '98',
      accountNo: '1',
      password: 'P',
      qrString: 'Q',
      body: 'B',
      signature: 'S',
    };
    log.foreign('warn', 'till: odd', { ...secrets, session: 's-1', tries: 3, nested: { token: 'T' } });
    expect(written()).toEqual([expect.objectContaining({ msg: 'till: odd', session: 's-1', tries: 3 })]);
    expect(Object.keys(written()[0]!).sort()).toEqual(['level', 'msg', 'session', 'time', 'tries']);
  });

  test('cuts a text that is as long as a dump', () => {
    const { log, written } = lines();
    log.foreign('error', 'x'.repeat(5_000), { why: 'y'.repeat(5_000) });
    expect(JSON.stringify(written()).length).toBeLessThan(1_000);
  });
});
