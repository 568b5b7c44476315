/** MQTT topics of one box: `d` down (bridge to box), `u` up, `s` presence. */
export type Direction = 'd' | 'u' | 's';

/** A box id: 1 to 24 of a-z 0-9 and '-', so that client id, user name and topics fit NodeMCU's 32 characters. */
export const DEVICE_ID_LIMIT = 24;

export function topicOf(device: string, direction: Direction): string {
  return 'g/' + device + '/' + direction;
}

export function isDeviceId(id: string): boolean {
  if (id.length < 1 || id.length > DEVICE_ID_LIMIT) return false;
  for (let i = 0; i < id.length; i++) {
    const c = id.charCodeAt(i);
    const letter = c >= 97 && c <= 122;
    const digit = c >= 48 && c <= 57;
    if (!letter && !digit && c !== 45) return false;
  }
  return true;
}
