// What NodeMCU gives its programs, as far as tests of single files want it: its files and its timers.
import { vi } from 'vitest';
import type { OpenFile } from '../../firmware/platforms/nodemcu/files';
import type { Files } from '../../tools/simulator/nodemcu/files';

/** A piece of a read: SPIFFS gives no more at once. */
const READ_BYTES = 1024;

/** file.open of NodeMCU over the simulator's SPIFFS. */
export function openOn(files: Files): OpenFile {
  return (name, mode) => {
    if (mode === 'w') files.clear(name);
    else if (files.size(name) < 0) return undefined;
    let at = 0;
    return {
      read(bytes: number) {
        const found = files.read(name, at, Math.min(bytes, READ_BYTES));
        at += found.length;
        return found === '' ? undefined : found;
      },
      write(bytes: string) {
        files.write(name, at, bytes);
        at += bytes.length;
        return true;
      },
      seek(from: string, offset: number) {
        at = (from === 'end' ? files.size(name) : from === 'cur' ? at : 0) + offset;
        return at;
      },
      close: () => undefined,
    };
  };
}

/** The module tmr over the timers of the test, which vi.useFakeTimers() turns. */
export function stubTimers(): void {
  vi.stubGlobal('tmr', {
    ALARM_SINGLE: 0,
    create() {
      let running: NodeJS.Timeout | undefined;
      return {
        alarm(ms: number, _mode: number, run: () => void) {
          running = setTimeout(run, ms);
          return true;
        },
        unregister: () => clearTimeout(running),
      };
    },
  });
}
