// The wire as the page shows it: the bridge's own tap, and what a story's hostile broker slipped in.
import type { WireTap } from '../../bridge/gateway/port';
import type { WireRecord } from './events';

const KEPT = 80;
/** Fields that hold bytes and not text. */
const BINARY = new Set(['codewords', 'hash', 'code']);
const SHOWN_BYTES = 12;

export class WireLog {
  readonly records: WireRecord[] = [];
  private count = 0;

  constructor(private readonly added: (record: WireRecord) => void) {}

  readonly tap: WireTap = ({ atMs, device, direction, message, bytes, reason }) => {
    this.add({ atMs, device, direction, is: message?.is ?? '', fields: fieldsOf(message), bytes, reason });
  };

  /** A message that did not come from the bridge. `reason` is how the box answered it. */
  forged(device: string, what: string, bytes: Uint8Array, reason: string): void {
    this.add({ atMs: Date.now(), device, direction: 'forged', is: what, fields: [], bytes, reason });
  }

  private add(record: Omit<WireRecord, 'number' | 'hex' | 'bytes'> & { bytes: Uint8Array }): void {
    const { bytes, ...rest } = record;
    const shown = { ...rest, number: ++this.count, hex: Buffer.from(bytes).toString('hex'), bytes: bytes.length };
    this.records.push(shown);
    if (this.records.length > KEPT) this.records.shift();
    this.added(shown);
  }
}

function fieldsOf(message: object | undefined): [string, string][] {
  return Object.entries(message ?? {})
    .filter(([name, value]) => name !== 'is' && value !== undefined)
    .map(([name, value]) => [name, shown(name, value)]);
}

function shown(name: string, value: unknown): string {
  if (typeof value !== 'string') return typeof value === 'object' ? JSON.stringify(value) : String(value);
  const bytes = Buffer.from(value, 'latin1');
  if (!BINARY.has(name)) return bytes.toString('utf8');
  const start = bytes.subarray(0, SHOWN_BYTES).toString('hex');
  return bytes.length > SHOWN_BYTES ? `${start}… (${bytes.length} bytes)` : start;
}
