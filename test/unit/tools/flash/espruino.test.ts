import { expect, test } from 'vitest';
import { cabledEspruino } from '../../../../tools/flash/espruino';
import type { Line } from '../../../../tools/flash/line';

/** A console that answers each question; `complains` may say instead what is wrong with it. */
function consoleLine(complains: (expression: string) => string | undefined): Line & { asked: string[] } {
  let hear: (bytes: string) => void = () => undefined;
  const asked: string[] = [];
  return {
    asked,
    write: async (text) => {
      const [, number, expression] = /print\("<"\+"(\d+):"\+\((.*)\)\+">"\)/s.exec(text) ?? [];
      if (number === undefined || expression === undefined) return;
      asked.push(expression);
      const fault = complains(expression);
      hear(fault === undefined ? `<${number}:ESP32>` : `Uncaught ${fault}\r\n`);
    },
    onBytes: (heard) => (hear = heard),
    onGone: () => undefined,
    close: async () => undefined,
  };
}

test('a block of which the console lost a character is sent once more', async () => {
  let writes = 0;
  const line = consoleLine((expression) =>
    expression.startsWith('W(') && ++writes === 2 ? "SyntaxError: Got INT expected ','" : undefined,
  );
  const box = await cabledEspruino(line);
  const sent: number[] = [];
  await box.send('voice-en', Buffer.alloc(2000, 7), 0, (bytes) => sent.push(bytes));
  expect(sent).toEqual([768, 768, 464]);
  const blocks = line.asked.filter((expression) => expression.startsWith('W('));
  expect(blocks).toHaveLength(4);
  expect(blocks[2]).toBe(blocks[1]);
});

test('a block that the box never takes is told after three tries', async () => {
  const line = consoleLine((expression) =>
    expression.startsWith('W(') ? 'Error: Unable to find or create file' : undefined,
  );
  const box = await cabledEspruino(line);
  await expect(box.send('voice-en', Buffer.alloc(10), 0, () => undefined)).rejects.toThrow('Unable to find or create');
  expect(line.asked.filter((expression) => expression.startsWith('W('))).toHaveLength(3);
});
