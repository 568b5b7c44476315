// What portable.test.ts runs on every engine: utterances in, clips and where they lie in the voice pack out.
import type { Utterance } from '../../firmware/app/effects';
import { amountText } from '../../firmware/canvas/amount';
import { compose } from '../../firmware/speech/compose';
import { openPack, spansOf } from '../../firmware/speech/pack';

declare const PACKS: Record<string, string>;
declare const UTTERANCES: Utterance[];
declare function print(line: string): void;

const assets = {
  read: (file: string, offset: number, bytes: number) => (PACKS[file] ?? '').substring(offset, offset + bytes),
};

/** CRC-32 (IEEE 802.3), which an engine has of its own. */
function crc32(bytes: string): number {
  let crc = 0xffffffff;
  for (let i = 0; i < bytes.length; i++) {
    crc ^= bytes.charCodeAt(i);
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ ((crc & 1) === 1 ? 0xedb88320 : 0);
  }
  return crc ^ 0xffffffff;
}

for (const utterance of UTTERANCES) {
  const pack = openPack(assets, utterance.language, crc32);
  const clips = compose(pack === undefined ? '' : pack.words, utterance);
  let line = 'amountMinor' in utterance ? amountText(utterance.amountMinor, utterance.currency) + ':' : ':';
  for (const clip of clips) line += ' ' + clip;
  const spans = pack === undefined ? undefined : spansOf(pack, clips);
  for (const span of spans ?? []) line += ' ' + span.offset + '+' + span.bytes + '/' + span.samples;
  print(line);
}
