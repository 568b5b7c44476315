import { afterEach, expect, test, vi } from 'vitest';
import { serialLine } from '../../../../../firmware/platforms/nodemcu/esp8266/serial-line';

afterEach(() => void vi.unstubAllGlobals());

test('an ESP8266 leaves its console alone until it speaks, then writes on UART 1 and hears on UART 0', () => {
  const done: string[] = [];
  let arrive: (bytes: string) => void = () => undefined;
  vi.stubGlobal('uart', {
    PARITY_NONE: 0,
    STOPBITS_1: 1,
    setup: (id: number, baud: number) => void done.push(`setup ${id} ${baud}`),
    on(event: string, count: number, handler: (bytes: string) => void, toLua: number) {
      done.push(`on ${event} ${count} ${toLua}`);
      arrive = handler;
    },
    write: (id: number, bytes: string) => void done.push(`write ${id} ${bytes}`),
  });
  const line = serialLine({ baud: 9600, pins: { TX: 2, RX: 3 } });
  const heard: string[] = [];
  line.onBytes((bytes) => heard.push(bytes));
  expect(done).toEqual([]);
  line.write('a');
  line.write('b');
  expect(done).toEqual(['setup 1 9600', 'setup 0 9600', 'on data 0 0', 'write 1 a', 'write 1 b']);
  arrive('answer');
  expect(heard).toEqual(['answer']);
});
