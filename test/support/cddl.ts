import fc from 'fast-check';

/** A CDDL type of the kinds that wire.cddl uses (RFC 8610). */
type Kind =
  | { is: 'range'; least: number; most: number }
  | { is: 'bytes' | 'text'; least: number; most: number }
  | { is: 'tuple'; of: Kind[] }
  | { is: 'list'; of: Kind; least: number; most: number }
  | { is: 'map'; entries: { key: number; optional: boolean; of: Kind }[] }
  | { is: 'any-of'; of: Kind[] };

/** The rules of a CDDL text by name; only the forms that wire.cddl uses are read, any other is an error. */
export function readCddl(source: string): Map<string, string> {
  const text = source.replace(/;.*$/gm, '');
  const rules = new Map<string, string>();
  for (const [, name, body] of text.matchAll(/^([a-z][a-z0-9-]*) = ((?:.|\n)+?)(?=\n[a-z][a-z0-9-]* = |$(?![\s\S]))/gm))
    rules.set(name!, body!.trim());
  return rules;
}

/** One rule, with the names in it looked up. */
export function kindOf(rules: Map<string, string>, body: string): Kind {
  const text = body.trim();
  const rule = rules.get(text);
  if (rule !== undefined) return kindOf(rules, rule);
  const range = /^(\d+)(?:\.\.(\d+))?$/.exec(text);
  if (range) return { is: 'range', least: Number(range[1]), most: Number(range[2] ?? range[1]) };
  const string = /^([bt])str \.size (?:(\d+)|\((\d+)\.\.(\d+)\))$/.exec(text);
  if (string)
    return {
      is: string[1] === 'b' ? 'bytes' : 'text',
      least: Number(string[2] ?? string[3]),
      most: Number(string[2] ?? string[4]),
    };
  const words = /^&\((.*)\)$/.exec(text);
  if (words) return { is: 'range', least: 0, most: words[1]!.split(',').length - 1 };
  const list = /^\[(\d+)\*(\d+) (.*)\]$/.exec(text);
  if (list) return { is: 'list', of: kindOf(rules, list[3]!), least: Number(list[1]), most: Number(list[2]) };
  const tuple = /^\[(.*)\]$/.exec(text);
  if (tuple) return { is: 'tuple', of: tuple[1]!.split(',').map((part) => kindOf(rules, part.split(':')[1]!)) };
  if (text.startsWith('{')) return { is: 'map', entries: entriesOf(rules, text) };
  if (text.includes(' / ')) return { is: 'any-of', of: text.split(' / ').map((part) => kindOf(rules, part)) };
  throw new Error(`test/support/cddl.ts cannot read "${text}"; add the form there or write the rule in another.`);
}

function entriesOf(rules: Map<string, string>, text: string): { key: number; optional: boolean; of: Kind }[] {
  return [...text.matchAll(/^\s*(\? )?(k-[a-z-]+) \^ => (.+),\s*$/gm)].map(([, optional, key, of]) => ({
    key: Number(rules.get(key!)),
    optional: optional !== undefined,
    of: kindOf(rules, of!),
  }));
}

/** Values of a kind as a CBOR library takes them: numbers, bytes, text, arrays, maps. Sizes near their limits are likely. */
export function valuesOf(kind: Kind): fc.Arbitrary<unknown> {
  switch (kind.is) {
    case 'range':
      return fc.oneof(fc.integer({ min: kind.least, max: kind.most }), fc.constantFrom(kind.least, kind.most));
    case 'bytes':
      return sizes(kind).chain((size) => fc.uint8Array({ minLength: size, maxLength: size }));
    case 'text':
      return sizes(kind).chain((size) =>
        fc.string({ unit: 'grapheme', maxLength: size }).map((text) => fit(text, size)),
      );
    case 'tuple':
      return fc.tuple(...kind.of.map(valuesOf));
    case 'list':
      return fc.array(valuesOf(kind.of), { minLength: kind.least, maxLength: kind.most });
    case 'any-of':
      return fc.oneof(...kind.of.map(valuesOf));
    case 'map':
      return fc
        .tuple(
          ...kind.entries.map((entry) =>
            entry.optional ? fc.option(valuesOf(entry.of), { nil: undefined }) : valuesOf(entry.of),
          ),
        )
        .map(
          (values) =>
            new Map(
              values
                .map((value, i) => [kind.entries[i]!.key, value] as const)
                .filter(([, value]) => value !== undefined),
            ),
        );
  }
}

const sizes = (kind: { least: number; most: number }): fc.Arbitrary<number> =>
  fc.oneof(fc.integer({ min: kind.least, max: kind.most }), fc.constantFrom(kind.least, kind.most));

/** Exactly `size` bytes of UTF-8. */
function fit(text: string, size: number): string {
  let cut = [...text];
  while (Buffer.byteLength(cut.join('')) > size) cut = cut.slice(0, -1);
  return cut.join('') + '-'.repeat(size - Buffer.byteLength(cut.join('')));
}

/** Whether a decoded value is of a kind, with no entry that the kind does not have. */
export function isOfKind(kind: Kind, value: unknown): boolean {
  switch (kind.is) {
    case 'range':
      return typeof value === 'number' && Number.isInteger(value) && value >= kind.least && value <= kind.most;
    case 'bytes':
      return value instanceof Uint8Array && value.length >= kind.least && value.length <= kind.most;
    case 'text':
      return (
        typeof value === 'string' && Buffer.byteLength(value) >= kind.least && Buffer.byteLength(value) <= kind.most
      );
    case 'tuple':
      return (
        Array.isArray(value) && value.length === kind.of.length && kind.of.every((of, i) => isOfKind(of, value[i]))
      );
    case 'list':
      return (
        Array.isArray(value) &&
        value.length >= kind.least &&
        value.length <= kind.most &&
        value.every((one) => isOfKind(kind.of, one))
      );
    case 'any-of':
      return kind.of.some((of) => isOfKind(of, value));
    case 'map':
      return (
        value instanceof Map &&
        [...value.keys()].every((key) => kind.entries.some((entry) => entry.key === key)) &&
        kind.entries.every((entry) =>
          value.has(entry.key) ? isOfKind(entry.of, value.get(entry.key)) : entry.optional,
        )
      );
  }
}
