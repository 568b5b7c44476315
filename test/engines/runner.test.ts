import { expect, test } from 'vitest';
import { need } from '../support/need';
import { runInEspruino, startEspruino } from '../support/espruino';

need('ESPRUINO_BIN', 'the real Espruino, as the tests run it', () => {
  test('gives back what a script printed, also from a timer', async () => {
    const lines = await runInEspruino('print("a\\nb");setTimeout(function(){print("later");quit();},20)');
    expect(lines).toEqual(['a', 'b', 'later']);
  });

  test('reports an uncaught error with its place', async () => {
    await expect(runInEspruino('print("a");nothing();quit()')).rejects.toThrow(/"nothing" is not defined/);
  });

  test('is stopped when it does not end', async () => {
    await expect(runInEspruino('setInterval(function(){},1000)', { limitMs: 300 })).rejects.toThrow(
      /no end within 300 ms/,
    );
  });

  test('can be watched while it runs and unplugged', async () => {
    const box = startEspruino('var n=0;setInterval(function(){print("tick "+n++)},5)');
    expect(await box.line((line) => line === 'tick 3')).toBe('tick 3');
    await box.kill();
    await expect(box.line((line) => line === 'never')).rejects.toThrow(/ended/);
  });
});
