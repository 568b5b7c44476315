/** The three-colour LED of CYD: its pins light at 0 (common anode). */
export function showLed(colour: 'off' | 'green' | 'red' | 'blue'): void {
  digitalWrite(LED1, colour === 'red' ? 0 : 1);
  digitalWrite(LED2, colour === 'green' ? 0 : 1);
  digitalWrite(LED3, colour === 'blue' ? 0 : 1);
}
