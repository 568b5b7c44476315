// What a shop hears: the built image in the simulated box, from the switch's word to the loudspeaker, held against the
// sources of the voice. Nothing here asks the box what it believes to have said.
import { expect, onTestFinished, test } from 'vitest';
import { motifOf } from '../../firmware/wire/motif';
import { startBox } from '../../tools/simulator/box';
import { readImage } from '../../tools/simulator/image';
import { fromBytes, voiceOf } from '../../tools/voice/proof/check';
import { figureFaults, figuresOf } from '../../tools/voice/proof/figures';
import { transcribe } from '../../tools/voice/proof/templates';
import { languageOf, words } from '../../tools/voice/registry';
import { builtImage } from '../support/built-image';
import { startTestBridge } from '../support/bridge';
import { identity } from '../support/bridge-config';
import { need } from '../support/need';
import { nativeSha256 } from '../support/wire';

const ID = 'counter-1';
const LIMIT_MS = 120_000;
const WAV_HEADER_BYTES = 44;
/** 60 ms. */
const REST_SAMPLES = 480;

need('espeak-ng', 'the loudspeaker of a box', () => {
  test(
    'says a payment of NPR 1,250.50 word by word, at a good level, without clicks or holes',
    async () => {
      const shop = await startTestBridge({ devices: [{ language: 'ne', volume: 10 }] });
      const folder = await builtImage('esp32-cyd');
      const { id, key, password } = identity(ID);
      const hex = Buffer.from(key, 'latin1').toString('hex');
      const wifi = { ssid: 'shop', password: '' };
      const settings = { id, host: '127.0.0.1', port: shop.mqttPort!, password, key: hex, wifi };
      const box = startBox(readImage(folder), settings, { soundSpeed: 20 });
      onTestFinished(() => box.close());
      await box.line((line) => line === '{"screen":"idle"}', LIMIT_MS);
      await shop.charge();
      await shop.till.tell('session-1', 'paid', { txnId: 'T-1' });
      await box.line((line) => line.startsWith('{"said"') && line.includes('"kind":"new"'), LIMIT_MS);

      const sound = fromBytes(box.speakerWav().subarray(WAV_HEADER_BYTES));
      const { heard, restSamples } = transcribe(sound, voiceOf(languageOf('ne')).sources);
      const spoken = words(
        'ne',
        heard.map(({ clip }) => clip),
      );
      expect(spoken).toBe('एक हजार दुई सय पचास रुपैयाँ पचास पैसा प्राप्त भयो');
      // The way down to 0 V, as the loudspeaker's capacitor lets it through.
      expect(restSamples).toBeLessThan(REST_SAMPLES);
      // The box plays what the bridge's own derivation of its key gives.
      const notes = heard.slice(0, 3).map(({ clip }) => clip);
      expect(notes.join('')).toBe(motifOf(nativeSha256, key));
      // Behind the motif, where the loudspeaker's capacitor has settled.
      const said = heard.slice(notes.length);
      const from = said[0]!.start;
      const voice = sound.subarray(from, said.at(-1)!.end);
      const clips = said.map(({ start, end, ...one }) => ({ ...one, start: start - from, end: end - from }));
      expect(figureFaults(figuresOf(voice, clips))).toEqual([]);
    },
    LIMIT_MS,
  );
});
