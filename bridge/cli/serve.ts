import { startBridge } from '../main';
import { configAt } from './settings';

/** `ghanti serve`: runs until SIGINT or SIGTERM, then closes in order. */
export async function serve(options: { config: string }): Promise<void> {
  const config = configAt(options.config);
  const running = await startBridge(config);
  await new Promise<void>((resolve) => {
    process.once('SIGINT', resolve);
    process.once('SIGTERM', resolve);
  });
  // A second Ctrl-C finds no handler and ends the process at once: everything that counts is on disk.
  await running.close();
}
