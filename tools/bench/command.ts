import type { Command } from 'commander';
import { register as bridge } from './bridge/command';

/** `ghanti bench`: what things cost; as instruction counts or ratios, which depend little on how busy the machine is. */
export function register(program: Command): void {
  const bench = program
    .command('bench')
    .description('measure costs: instructions (needs valgrind), and the bridge beside others');
  bridge(bench);
  bench
    .command('qr')
    .description('a QR on the bridge against qrcode-generator, and on the box in the Espruino that ESPRUINO_BIN names')
    .option('--json', 'print JSON')
    .action(async ({ json }: { json?: boolean }) => {
      const { measureQr } = await import('./qr');
      const costs = await measureQr(process.env['GHANTI_ROOT'] ?? process.cwd(), process.env['ESPRUINO_BIN']);
      if (json === true) console.log(JSON.stringify(costs, null, 2));
      else
        for (const { what, instructions, budget } of costs)
          console.log(`${String(instructions).padStart(12)}  ${what}  ${budget}`);
    });
}
