import { builtPacks } from '../packs';
import { play } from '../play';

/** What a box plays for these clips from the pack that lies in the repository, between -1 and 1, 8 kHz. */
export function playedClips(tag: string, clips: number[]): Float64Array {
  return Float64Array.from(play(builtPacks([tag]), tag, clips, 10), (sample) => (sample - 128) / 128);
}
