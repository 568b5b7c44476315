// What the model is worth: it must notice each rule that is taken away.
import { describe, expect, test } from 'vitest';
import { findingOf } from '../support/mutant';
import type { Mutant } from '../support/mutant';

const RUNS = 1_000;
const LIMIT_MS = 300_000;

const mutants: Record<string, Mutant> = {
  'a box that owns up to what its flash did not take': {
    file: 'firmware/app/announce.ts',
    rule: 'if (!ok) {',
    broken: 'if (!ok && draft === undefined) {',
  },
  'a box that says again, after a power cut, as if it were new': {
    file: 'firmware/app/start.ts',
    rule: 'again: true,',
    broken: 'again: false,',
  },
  'a box that does not know what it has spoken': {
    file: 'firmware/app/announce.ts',
    rule: 'if (includes(state.spoken, seq)) {',
    broken: 'if (seq === 0) {',
  },
  'a box that counts a payment twice': {
    file: 'firmware/app/announce.ts',
    rule: "(entry.kind === 'recap' ? entry.count : 1)",
    broken: "(entry.kind === 'recap' ? entry.count : 2)",
  },
  'a box that answers "spoken" when it begins to speak': {
    file: 'firmware/app/voice.ts',
    rule: "draft.effects.push({ run: 'say', token, volume: volumeOf(draft.state.settings), utterance });",
    broken:
      "draft.effects.push({ run: 'say', token, volume: volumeOf(draft.state.settings), utterance });\n  for (const seq of tells) ack(draft, seq, 'spoken', undefined);",
  },
  'a box that takes a torn record for a whole one': {
    file: 'firmware/platforms/record.ts',
    rule: '|| !crcHolds(crc32, bytes, CRC_AT)) return',
    broken: ') return',
  },
  'a bridge that says paid whatever the amount was': {
    file: 'bridge/payments/match.ts',
    rule: "return 'amount-mismatch'",
    broken: 'return undefined',
  },
  'a bridge that takes a payment to another payee': {
    file: 'bridge/payments/match.ts',
    rule: "return 'payee-mismatch'",
    broken: 'return undefined',
  },
  'a bridge that announces one payment at every word of it': {
    file: 'bridge/payments/ingest.ts',
    rule: "if (charge.state === 'paid') return payAgain(charge, txnId);",
    broken: '',
  },
  'a bridge that does not send again': {
    file: 'bridge/gateway/delivery.ts',
    rule: 'this.#send(sent.posting);',
    broken: '',
  },
  'a bridge that publishes before the disk has it': {
    file: 'bridge/gateway/gateway.ts',
    rule: 'booked.push(await book(tx, notice, greeting.planFor, clock.nowMs()));',
    broken: 'delivery.post(await book(tx, notice, greeting.planFor, clock.nowMs()));',
  },
  'a bridge that believes an expired QR cannot be paid': {
    file: 'bridge/payments/ingest.ts',
    rule: "if (charge.state === 'reversed') return reject(charge, 'after-final');\n  const paidAtMs",
    broken: "if (!isLive(charge.state)) return reject(charge, 'after-final');\n  const paidAtMs",
  },
};

describe.concurrent('the model notices', () => {
  for (const [name, mutant] of Object.entries(mutants))
    test(name, { timeout: LIMIT_MS }, async () => {
      expect(await findingOf(mutant, RUNS)).toBeDefined();
    });
});
