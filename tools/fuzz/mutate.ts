// Changes bytes as trouble and malice do: bits, lengths, pieces of other inputs, numbers at the edge.

export type Random = () => number;

const EDGES = [0, 1, 0x17, 0x18, 0x1f, 0x7f, 0x80, 0xbf, 0xc2, 0xe0, 0xf4, 0xfe, 0xff];
const WORDS = [
  'null',
  '-1',
  '0',
  '1e309',
  '0.1',
  '2147483648',
  '"__proto__"',
  '[]',
  '{}',
  '[[[[[[[[',
  '\\u0000',
  '9'.repeat(40),
];
const MOST_CHANGES = 4;
const LONGEST_BYTES = 2048;

/** One to four changes at random; `others` are inputs from which pieces may be taken. */
export function mutated(input: Uint8Array, others: readonly Uint8Array[], random: Random): Uint8Array {
  let bytes = input;
  const changes = 1 + below(MOST_CHANGES, random);
  for (let i = 0; i < changes; i++) bytes = changed(bytes, others, random);
  return bytes.subarray(0, LONGEST_BYTES);
}

function changed(bytes: Uint8Array, others: readonly Uint8Array[], random: Random): Uint8Array {
  const at = below(bytes.length + 1, random);
  const length = Math.min(bytes.length - at, 1 + below(8, random));
  switch (below(8, random)) {
    case 0:
      return bytes.map((byte, i) => (i === at ? byte ^ (1 << below(8, random)) : byte));
    case 1:
      return bytes.map((byte, i) => (i === at ? EDGES[below(EDGES.length, random)]! : byte));
    case 2:
      return joined(bytes.subarray(0, at), bytes.subarray(at + length));
    case 3:
      return joined(bytes.subarray(0, at), Uint8Array.of(below(256, random)), bytes.subarray(at));
    case 4:
      return joined(bytes.subarray(0, at + length), bytes.subarray(at));
    case 5:
      return bytes.subarray(0, at);
    case 6:
      return joined(
        bytes.subarray(0, at),
        Buffer.from(WORDS[below(WORDS.length, random)]!),
        bytes.subarray(at + length),
      );
    default: {
      const other = others[below(others.length, random)] ?? bytes;
      return joined(bytes.subarray(0, at), other.subarray(below(other.length + 1, random)));
    }
  }
}

function joined(...parts: Uint8Array[]): Uint8Array {
  return Buffer.concat(parts);
}

function below(limit: number, random: Random): number {
  return Math.floor(random() * limit);
}
