import type { Command } from 'commander';
import { PORTS } from './played/ports';
import type { SwitchSimOptions } from './switch-sim';

const SWITCHES = Object.keys(PORTS).join(', ');

/** `ghanti switch-sim <switch>`. */
export function register(program: Command): void {
  program
    .command('switch-sim')
    .description('pretend to be a payment switch and its customers, for a bridge on this machine')
    .argument('<switch>', SWITCHES)
    .option('-c, --config <file>', 'settings of the bridge; written when there are none, never changed', 'ghanti.yaml')
    .option('--port <n>', 'port on 127.0.0.1; 0 takes a free one (default: one of its own for each switch)')
    .option('--json', 'one JSON object a line')
    .addHelpText('after', WORDS)
    .action(async (id: string, options: SwitchSimOptions) => (await import('./switch-sim')).switchSim(id, options));
}

const WORDS = `
Reads words from standard input, one a line, until Ctrl-C or its end:
  open, scan, pay, fail ...   what a customer does with the newest charge of this switch that waits for its payment;
                              "help" lists the words that this switch has (tools/switches/README.md explains them)
  refund, duplicate           the same for the newest payment
  dark on | dark off          the switch goes out of reach, and comes back

The charges are looked up in the bridge's store, whose place the settings name. Settings that do not fit this switch
are left alone; what belongs into them is printed.`;
