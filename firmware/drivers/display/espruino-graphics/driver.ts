import type { Panel } from '../../ports';

/**
 * A panel that Espruino's own Graphics drives without a buffer (LCD_SPI_UNBUF): each call is on the glass when it
 * returns, so there is nothing left to send, nothing to wait for and one kind of refresh.
 */
export function espruinoGraphics(): Panel {
  return {
    show(_whole, done) {
      done(undefined);
    },
  };
}
