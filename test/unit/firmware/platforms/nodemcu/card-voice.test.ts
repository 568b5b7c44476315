import { beforeEach, describe, expect, test, vi } from 'vitest';
import type { Utterance } from '../../../../../firmware/app/effects';
import type { TrackPlayer } from '../../../../../firmware/drivers/ports';
import { cardVoice } from '../../../../../firmware/platforms/nodemcu/card-voice';
import { assetsOf } from '../../../../../tools/voice/assets';
import { languageOf } from '../../../../../tools/voice/registry';
import { wordsSection } from '../../../../../tools/voice/words';
import { clipsOf } from '../../../../support/voice-pack';

let printed: string[] = [];
beforeEach(() => {
  printed = [];
  vi.stubGlobal('print', (line: string) => void printed.push(line));
  return () => vi.unstubAllGlobals();
});

function voice(files: string[]) {
  const played: unknown[][] = [];
  let end: (fault: string | undefined) => void = () => undefined;
  const player: TrackPlayer = {
    play(folder, clips, volume, done) {
      played.push([folder, clips, volume]);
      end = done;
    },
    stop: () => void played.push(['stop']),
  };
  const words = files.map((tag) => [`words-${tag}`, Buffer.from(wordsSection(languageOf(tag)), 'latin1')]);
  const assets = assetsOf(Object.fromEntries(words) as Record<string, Uint8Array>);
  return { says: cardVoice(player, assets, ['en', 'ne']), played, end: (fault?: string) => end(fault) };
}

const paid = (language: string): Utterance => ({
  say: 'paid',
  kind: 'new',
  amountMinor: 125_050,
  currency: 524,
  seqs: [7],
  language,
});

describe('a voice on a card', () => {
  test('plays a language’s own folder, and tells the console when it begins and when all was said', () => {
    const { says, played, end } = voice(['en', 'ne']);
    const ended: (string | undefined)[] = [];
    const ms = says.say(paid('ne'), 6, (fault) => ended.push(fault));
    const clips = clipsOf(paid('ne'));
    expect([played, ms]).toEqual([[[2, clips, 6]], clips.length * 2500]);
    expect(printed).toEqual(['{"saying":{"seqs":[7],"kind":"new"}}']);
    end();
    expect([ended, JSON.parse(printed[1]!)]).toEqual([
      [undefined],
      { said: { seqs: [7], clips, kind: 'new', language: 'ne' } },
    ]);
  });

  test('speaks the first language when it has none of the one that it was told', () => {
    const { says, played } = voice(['en', 'ne']);
    says.say(paid('km'), 6, () => undefined);
    expect(played).toEqual([[1, clipsOf(paid('en')), 6]]);
  });

  test('does not say that it said what the module did not play', () => {
    const { says, end } = voice(['en', 'ne']);
    const ended: (string | undefined)[] = [];
    says.say(paid('en'), 6, (fault) => ended.push(fault));
    end('audio-missing');
    expect([ended, printed.length]).toEqual([['audio-missing'], 1]);
  });

  test('without its words reports it at once', () => {
    const { says, played } = voice(['en']);
    const ended: (string | undefined)[] = [];
    expect(says.say(paid('ne'), 6, (fault) => ended.push(fault))).toBe(0);
    expect([ended, played]).toEqual([['audio-missing'], []]);
  });
});
