import type { Utterance } from '../app/effects';
import type { Assets, ClipSpan } from '../drivers/ports';
import { compose } from '../speech/compose';
import { openPack, spansOf } from '../speech/pack';
import { idiv } from '../wire/idiv';
import type { Crc32 } from './record';

/** A sentence ready to be played. */
export interface Sentence {
  file: string;
  clips: number[];
  spans: ClipSpan[];
  ms: number;
}

/** From a sentence to the stretches of the voice pack; undefined when the pack or a clip is missing. */
export function sentenceOf(assets: Assets, crc32: Crc32, utterance: Utterance): Sentence | undefined {
  const pack = openPack(assets, utterance.language, crc32);
  if (pack === undefined) return undefined;
  const clips = compose(pack.words, utterance);
  const spans = spansOf(pack, clips);
  if (spans === undefined || clips.length === 0) return undefined;
  let samples = 0;
  for (const span of spans) samples += span.samples;
  return { file: pack.file, clips, spans, ms: idiv(samples, pack.rateHz) * 1000 + 1000 };
}
