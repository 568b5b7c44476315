// A bridge in a process of its own, for tests that kill it. Arguments: its folder, and when to die: 'paid' kills it when
// the first payment is on disk and not yet published. Its switch is spoken for over standard input, a line an event.
import { createInterface } from 'node:readline';
import { jsonLog } from '../../bridge/log';
import { startBridge } from '../../bridge/main';
import { testConfig } from './bridge-config';
import { TestSwitch } from './test-switch';

const [folder = '', dies = '', prefix = ''] = process.argv.slice(2);
const till = new TestSwitch(prefix);
const running = await startBridge(testConfig(folder), {
  log: jsonLog('silent'),
  switches: till.kinds,
  tap: ({ direction, message }) => {
    if (direction === 'down' && message?.is === dies) process.kill(process.pid, 'SIGKILL');
  },
});
process.stdout.write(`${JSON.stringify({ httpPort: running.httpPort, mqttPort: running.mqttPort })}\n`);
for await (const line of createInterface({ input: process.stdin })) {
  const { session, kind } = JSON.parse(line) as { session: string; kind: 'paid' };
  // What could not be kept is told again by whoever plays the switch.
  await till.tell(session, kind, { txnId: `txn-${session}` }).catch(() => undefined);
}
await running.close();
