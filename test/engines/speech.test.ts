import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Utterance } from '../../firmware/app/effects';
import { esp32Dac } from '../../firmware/drivers/audio/esp32-dac/driver';
import { openPack, spansOf } from '../../firmware/speech/pack';
import { currencies } from '../../firmware/wire/currencies';
import { crc32 } from '../../tools/voice/crc32';
import { writePack } from '../../tools/voice/pack';
import { builtPacks } from '../../tools/voice/packs';
import { clipTexts, languageOf } from '../../tools/voice/registry';
import { wordsSection } from '../../tools/voice/words';
import { seededAmounts } from '../support/amounts';
import { runInEspruino } from '../support/espruino';
import { need } from '../support/need';
import { clipsOf, engineCrc32 } from '../support/voice-pack';
import { handWaveOut } from '../support/wave-out';

/** One with plurals and one that has a word for each number below a hundred. */
const languages = ['en', 'ne'];
const HALF_SAMPLES = 1024;
const VOLUME = 7;
let bundle = '';
let folder = '';
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ghanti-speech-'));
  const entry = fileURLToPath(new URL('./speech-entry.ts', import.meta.url));
  const built = await build({
    entryPoints: [entry],
    bundle: true,
    write: false,
    format: 'iife',
    target: 'es2015',
    charset: 'ascii',
    minify: true,
  });
  bundle = built.outputFiles[0]?.text ?? '';
});

afterAll(() => rmSync(folder, { recursive: true }));

/**
 * Runs utterances in Espruino; with `turned` the script plays the part of the sample timer. The packs are put into its
 * Storage first, in pieces, because the interpreter has less memory than a pack.
 */
function speak(folder: string, utterances: Utterance[], turned: boolean): Promise<string[]> {
  const globals = [
    'var WAVES=[];var Engine=Waveform;var STORAGE=require("Storage");',
    // The constructor finds its prototype by the global's name, so the name is given back for the moment.
    'function Watched(n,o){Waveform=Engine;var w=new Waveform(n,o);Waveform=Watched;WAVES=[w];return w;}Waveform=Watched;',
    `var TURNED=${turned};var UTTERANCES=${JSON.stringify(utterances)};`,
  ];
  for (const [name, pack] of Object.entries(packsFor(utterances))) {
    const path = join(folder, name);
    writeFileSync(path, pack);
    globals.push(`var f=E.openFile(${JSON.stringify(path)},"r");var at=0;var part;`);
    globals.push(`while((part=f.read(512))){STORAGE.write("${name}",part,at,${pack.length});at+=part.length;}`);
    globals.push('f.close();');
  }
  return runInEspruino(`${globals.join('\n')}\n${bundle}`, { limitMs: 60_000 });
}

/** Packs with the sound of only those clips that the utterances need: Espruino's Storage on Linux holds 256 kB. */
function packsFor(utterances: Utterance[]): Record<string, Uint8Array> {
  const assets = builtPacks(languages);
  const packs = languages.map((tag): [string, Uint8Array] => {
    const mine = utterances.filter((utterance) => utterance.language === tag);
    const used = new Set(mine.flatMap((utterance) => clipsOf(utterance)));
    const pack = openPack(assets, tag, engineCrc32);
    const clips = clipTexts(languageOf(tag)).map(({ id }) => {
      const span = pack === undefined || !used.has(id) ? undefined : spansOf(pack, [id])?.[0];
      const coded = span === undefined ? '' : assets.read(`voice-${tag}`, span.offset, span.bytes);
      return Buffer.from(coded, 'latin1');
    });
    return [`voice-${tag}`, writePack(tag, wordsSection(languageOf(tag)), clips)];
  });
  return Object.fromEntries(packs);
}

/** The same in Node: the clips, the CRC-32 of each half buffer, and the end. */
function expected(utterance: Utterance): string[] {
  const assets = builtPacks(languages);
  const clips = clipsOf(utterance);
  const pack = openPack(assets, utterance.language, engineCrc32);
  const spans = pack === undefined ? undefined : spansOf(pack, clips);
  if (pack === undefined || spans === undefined) throw new Error('not in the pack');
  const out = handWaveOut(HALF_SAMPLES);
  out.playsLead = true;
  esp32Dac(out, assets).play(pack.file, spans, VOLUME, () => undefined);
  for (let more = true; more;) more = out.turn();
  return [`clips ${clips.join(' ')}`, ...out.heard.map((half) => `half ${crc32(half)}`), 'done heard'];
}

need('ESPRUINO_BIN', 'a real Espruino', () => {
  test('speaks the same samples as Node, to the last one', { timeout: 90_000 }, async () => {
    const amounts = seededAmounts(10, 3);
    const utterances = languages.flatMap((language) =>
      amounts.map((amountMinor, index): Utterance => ({
        say: 'paid',
        kind: 'new',
        amountMinor,
        currency: currencies[index % currencies.length]?.numeric ?? 0,
        seqs: [index],
        language,
        // Every second one as a new payment is told, with the three notes of a box.
        ...(index % 2 === 0 ? {} : { motif: '142' }),
      })),
    );
    const lines = await speak(folder, utterances, true);
    // The engine asks for one half more than holds sound: the one that is heard while the last is let go.
    const wanted = utterances.flatMap(expected);
    const silent = `half ${crc32(new Uint8Array(HALF_SAMPLES))}`;
    expect(lines.filter((line) => line !== silent)).toEqual(wanted.filter((line) => line !== silent));
  });

  test('whose sample timer never comes is given up four seconds late and says so', { timeout: 30_000 }, async () => {
    const utterance: Utterance = { say: 'online', seqs: [], language: 'en' };
    const lines = await speak(folder, [utterance], false);
    expect(lines.slice(1)).toEqual(['done audio-timeout']);
  });
});
