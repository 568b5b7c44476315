// What the ESP32_CYD build of Espruino has by itself besides its panel (boards/ESP32_CYD.py).

/** The three-colour LED. Its pins are marked NEGATED in boards/ESP32_CYD.py: to a program 1 is lit. */
export function showLed(colour: 'off' | 'green' | 'red' | 'blue'): void {
  digitalWrite([LED1, LED2, LED3], colour === 'red' ? 4 : colour === 'green' ? 2 : colour === 'blue' ? 1 : 0);
}

/** The touch surface over the panel. */
export function onTouch(handler: (xPx: number, yPx: number, down: boolean) => void): void {
  E.on('touch', (touch) => handler(touch.x, touch.y, touch.b > 0));
}
