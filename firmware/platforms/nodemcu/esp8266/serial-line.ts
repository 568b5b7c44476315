import type { SerialLine } from '../../../drivers/ports';
import type { UartBus } from '../chip';
import { timers } from '../timers';

/** The console, and the only one with an input (GPIO 3). */
const HEARS = 0;
/** An output alone, on GPIO 2. */
const SAYS = 1;
const NO_ECHO = 0;
const EVERY_BYTE = 0;
const NOT_TO_THE_INTERPRETER = 0;

/** A part that is told on UART 1 and heard on UART 0 (docs/modules/uart.md: only UART 0 can receive). */
export function serialLine(bus: UartBus): SerialLine {
  let heard: (bytes: string) => void = () => undefined;
  let isOpen = false;

  function setUp(port: number): void {
    uart.setup(port, bus.baud, 8, uart.PARITY_NONE, uart.STOPBITS_1, NO_ECHO);
  }
  // Not before it is needed: until then the box can be flashed over its console.
  function open(): void {
    isOpen = true;
    setUp(SAYS);
    setUp(HEARS);
    uart.on('data', EVERY_BYTE, (bytes) => heard(bytes), NOT_TO_THE_INTERPRETER);
  }

  return {
    after: timers.after,
    cancel: timers.cancel,
    write(bytes) {
      if (!isOpen) open();
      uart.write(SAYS, bytes);
    },
    onBytes(handler) {
      heard = handler;
    },
  };
}
