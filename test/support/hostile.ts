import { readFileSync } from 'node:fs';
import { mutated } from '../../tools/fuzz/mutate';
import { seeded } from '../../tools/seeded';
import { fromHex } from './wire';
import { goldenTopic } from './wire-vectors';
import type { GoldenMessage } from './wire-vectors';

/** One input for the wire. `bytes` is a binary string. */
export interface HostileStep {
  is: 'sealed' | 'payload';
  down: boolean;
  topic: string;
  bytes: string;
  [name: string]: string | boolean;
}

/** Every so many steps one is a whole frame: its tag costs the portable SHA-256, which is slow in Lua. */
const SEALED_EVERY = 20;

/** Golden messages, changed as trouble and malice do. The seed makes them; at most 900 bytes, as the wire allows. */
export function hostileSteps(count: number, seed: number): HostileStep[] {
  const random = seeded(seed);
  const golden = JSON.parse(readFileSync('test/golden/wire/messages.json', 'utf8')) as GoldenMessage[];
  const of = (name: 'payload' | 'sealed') => golden.map((one) => Buffer.from(fromHex(one[name]), 'latin1'));
  const inputs = { payload: of('payload'), sealed: of('sealed') };
  return Array.from({ length: count }, (_, i) => {
    const is = i % SEALED_EVERY === 0 ? 'sealed' : 'payload';
    const which = Math.floor(random() * golden.length);
    const { direction } = golden[which]!;
    const bytes = mutated(inputs[is][which]!, inputs[is], random).subarray(0, 900);
    const step = { is, down: direction === 'down', topic: goldenTopic[direction] } as const;
    return { ...step, bytes: Buffer.from(bytes).toString('latin1') };
  });
}
