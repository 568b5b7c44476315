/** The three-colour LED of CYD. Its pins are marked NEGATED in boards/ESP32_CYD.py: to a program 1 is lit. */
export function showLed(colour: 'off' | 'green' | 'red' | 'blue'): void {
  digitalWrite(LED1, colour === 'red' ? 1 : 0);
  digitalWrite(LED2, colour === 'green' ? 1 : 0);
  digitalWrite(LED3, colour === 'blue' ? 1 : 0);
}
