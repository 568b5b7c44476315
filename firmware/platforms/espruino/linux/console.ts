/** Words that are typed at Espruino's own console as key("word"); its prompt goes, so that it prints what we print alone. */
export function onWord(handler: (word: string) => void): void {
  echo(false);
  global['key'] = handler;
}
