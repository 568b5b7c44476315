import type { TonePlayer } from '../../drivers/ports';
import { toneVoice } from '../tone-voice';
import type { Voice } from './voice';

/** Says sentences as tones. `log` hears of each when it begins and when all of it was played. */
export function beeps(player: TonePlayer, log: (name: string, value: unknown) => void): Voice {
  return toneVoice(player, (utterance, over) => {
    const seqs = utterance.seqs;
    const kind = utterance.say === 'paid' ? utterance.kind : utterance.say;
    // Quoted: these names are read outside, so the build must not shorten them.
    // prettier-ignore
    if (over) log('"said"', { 'seqs': seqs, 'clips': [], 'kind': kind, 'language': utterance.language });
    // prettier-ignore
    else log('"saying"', { 'seqs': seqs, 'kind': kind });
  });
}
