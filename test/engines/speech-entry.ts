// What speech.test.ts runs inside a real Espruino: the firmware's composer, pack reader and DAC driver on the platform's own
// sample clock. Its Linux build has no sample timer, so the script turns the clock itself.
import type { Utterance } from '../../firmware/app/effects';
import type { Assets } from '../../firmware/drivers/ports';
import { esp32Dac } from '../../firmware/drivers/audio/esp32-dac/driver';
import { waveOut } from '../../firmware/platforms/espruino/wave-out';
import { compose } from '../../firmware/speech/compose';
import { openPack, spansOf } from '../../firmware/speech/pack';

interface Wave {
  buffer: Uint8Array;
  /** Undefined for the beginning, which has one buffer. */
  buffer2: Uint8Array | undefined;
  emit(event: 'buffer' | 'finish', half: Uint8Array): void;
}
declare const E: { CRC32(bytes: string): number };
declare const STORAGE: { read(name: string, offset: number, bytes: number): string | undefined };
declare const D26: never;
declare function print(line: string): void;
declare function quit(): void;
declare function setTimeout(run: () => void, ms: number): number;
declare const WAVES: Wave[];
declare const TURNED: boolean;
declare const UTTERANCES: Utterance[];

const assets: Assets = {
  read: (file, offset, bytes) => STORAGE.read(file, offset, bytes) ?? '',
};

function hash(half: Uint8Array): string {
  let bytes = '';
  for (let i = 0; i < half.length; i++) bytes += String.fromCharCode(half[i] ?? 0);
  return String(E.CRC32(bytes));
}

const speaker = esp32Dac(waveOut(D26), assets);

function next(index: number): void {
  const utterance = UTTERANCES[index];
  if (utterance === undefined) {
    quit();
    return;
  }
  const pack = openPack(assets, utterance.language, (bytes) => E.CRC32(bytes));
  const clips = pack === undefined ? [] : compose(pack.words, utterance);
  const spans = pack === undefined ? undefined : spansOf(pack, clips);
  print('clips ' + clips.join(' '));
  if (pack === undefined || spans === undefined) return;
  let over = false;
  speaker.play(pack.file, spans, 7, (fault) => {
    over = true;
    print('done ' + (fault === undefined ? 'heard' : fault));
    if (!TURNED) quit();
  });
  if (!TURNED) return;
  // An emitted event is delivered when the script is idle, so the clock is turned from a timer.
  const turn = (turns: number, before: Wave | undefined): void => {
    const wave = WAVES[WAVES.length - 1];
    if (over || wave === undefined || turns > 200) {
      next(index + 1);
      return;
    }
    // A Waveform begins with its first buffer.
    const place = wave === before ? turns : 0;
    const half = place % 2 === 1 && wave.buffer2 !== undefined ? wave.buffer2 : wave.buffer;
    print('half ' + hash(half));
    wave.emit(wave.buffer2 === undefined ? 'finish' : 'buffer', half);
    setTimeout(() => turn(place + 1, wave), 0);
  };
  turn(0, undefined);
}
next(0);
