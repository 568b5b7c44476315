import { connect as netConnect } from 'node:net';
import type { Connect } from '../../firmware/platforms/espruino/mqtt';

/** Espruino's require('net').connect over Node's: binary strings, the same events. */
export const nodeConnect: Connect = ({ host, port }, connected) => {
  const socket = netConnect({ host, port }, connected);
  socket.setEncoding('latin1');
  return {
    write: (bytes: string) => socket.write(bytes, 'latin1'),
    end: () => socket.end(),
    on(event: string, handler: (value: never) => void) {
      socket.on(event, handler as () => void);
    },
  };
};
