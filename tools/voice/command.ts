import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Command } from 'commander';
import { boards } from '../../boards/registry';
import type { Utterance } from '../../firmware/app/effects';
import type { Assets } from '../../firmware/drivers/ports';
import { PACK_UNIT_SAMPLES } from '../../firmware/drivers/ports';
import { compose } from '../../firmware/speech/compose';
import { wished } from '../build/languages';
import { LANGUAGES } from '../build/option';
import { currencyOfCode, minorUnits } from './amount';
import { assetsOf } from './assets';
import { encode } from './bfp6';
import { buildPack, clipSamples } from './build';
import type { PackReport } from './build';
import { cardOf, hasCard, writeCard } from './card';
import { writePack } from './pack';
import { builtPacks, overfullBoards, packPath, tagsWithPack } from './packs';
import { play } from './play';
import { registerCheck } from './proof/command';
import { registerRecord } from './record/command';
import { toRecord } from './recordings';
import { clipTexts, languageOf, languageTags, words } from './registry';
import { RATE_HZ } from './sound';
import { wavOfBytes } from './wav';
import { languageTable, tableText } from './table';
import { wordsSection } from './words';

interface SayOptions {
  lang: string;
  currency: string;
  amount: string;
  kind: string;
  count: string;
  volume: string;
  wav?: string;
  json?: boolean;
}

/** ghanti voice build, list, card, check, record; ghanti say. */
export function register(program: Command): void {
  const voice = program.command('voice').description('build the voice packs that boxes speak from');
  voice
    .command('build')
    .description('render, check and code the pack of each language (the committed ones when none is named)')
    .argument('[language...]', `one of ${languageTags.join(', ')}`)
    .option('--out <file>', 'write the pack of one language here instead of into firmware/speech/packs')
    .option('--recordings <folder>', 'WAV files of one language that a person spoke, named as `voice list` says')
    .option('--json', 'print the table as JSON')
    .action(build);
  voice
    .command('list')
    .description(
      'all languages: clips, size, agreement with spell-out facts, screens, voice; of one, what to record for it',
    )
    .argument('[language]', `one of ${languageTags.join(', ')}`)
    .option('--json', 'print it as JSON')
    .action(list);
  voice
    .command('card')
    .description("write the card of a board's MP3 module: a folder a language, a WAV file a clip")
    .argument('<board>', 'board id: a file name in boards/')
    .argument('<folder>', 'where the card is mounted')
    .option(...LANGUAGES)
    .option('--json', 'print what was written as JSON')
    .action(card);
  registerCheck(voice);
  registerRecord(voice);
  program
    .command('say')
    .description('show what a box says for an amount, and write what it would play')
    .requiredOption('--lang <tag>', `one of ${languageTags.join(', ')}`)
    .requiredOption('--currency <code>', 'ISO 4217 letters: NPR, INR, KHR, USD, ZAR')
    .requiredOption('--amount <decimal>', 'for example 1250.50')
    .option('--kind <kind>', 'new, again, replay, recap or reversed', 'new')
    .option('--count <n>', 'payments in a recap', '3')
    .option('--volume <0-10>', 'as the box is told', '10')
    .option('--wav <file>', 'write 8 kHz, 8-bit, mono')
    .option('--json', 'print one JSON object')
    .action(say);
}

function build(languages: string[], options: { out?: string; recordings?: string; json?: boolean }): void {
  const tags = languages.length > 0 ? languages : tagsWithPack();
  if ((options.out ?? options.recordings) !== undefined && tags.length !== 1)
    throw new Error('voice: --out and --recordings take exactly one language.');
  const reports = tags.map((tag) => {
    const { pack, report } = buildPack(tag, (done, of) => progress(tag, done, of), options.recordings);
    const path = options.out ?? packPath(tag);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, pack);
    if (options.json !== true) print(report, path);
    return report;
  });
  if (options.json === true) console.log(JSON.stringify(reports));
  const overfull = options.out === undefined ? overfullBoards() : [];
  if (overfull.length > 0) throw new Error(`voice: packs do not fit:\n  ${overfull.join('\n  ')}`);
}

function list(tag: string | undefined, options: { json?: boolean }): void {
  if (tag === undefined) {
    const rows = languageTable();
    return console.log(options.json === true ? JSON.stringify(rows) : tableText(rows));
  }
  const clips = toRecord(languageOf(tag));
  console.log(
    options.json === true ? JSON.stringify(clips) : clips.map(({ file, text }) => `${file}  ${text}`).join('\n'),
  );
}

function card(id: string, folder: string, options: { languages?: string; json?: boolean }): void {
  const board = boards[id];
  if (board === undefined)
    throw new Error(`voice: there is no board "${id}". Boards: ${Object.keys(boards).join(', ')}.`);
  if (!hasCard(board)) throw new Error(`voice: ${id} has no card; its sounds go onto it with: ghanti flash ${id}`);
  const languages = wished(options.languages, board.languages);
  const tracks = cardOf(languages);
  const bytes = writeCard(folder, tracks);
  const written = { board: id, folder, languages, files: tracks.length, bytes };
  console.log(
    options.json === true
      ? JSON.stringify(written)
      : `${folder}: ${tracks.length} files, ${bytes} bytes (${languages.join(', ')}). The card must be FAT32.`,
  );
}

function progress(tag: string, done: number, of: number): void {
  if (!process.stderr.isTTY) return;
  process.stderr.write(`\r${tag}: ${done}/${of} clips${done === of ? '\n' : ''}`);
}

function print(report: PackReport, path: string): void {
  console.log('  id     ms  peak dB  level dB  bytes  SNR dB  words');
  for (const clip of report.clips) {
    const figures = [
      String(clip.id).padStart(4),
      String(clip.ms).padStart(6),
      clip.peakDb.toFixed(1).padStart(8),
      clip.levelDb.toFixed(1).padStart(9),
      String(clip.bytes).padStart(6),
      clip.snrDb.toFixed(1).padStart(7),
    ];
    console.log(`${figures.join(' ')}  ${clip.text === '' ? '(chime)' : clip.text}`);
  }
  const seconds = report.seconds.toFixed(1);
  console.log(
    `${languageOf(report.tag).name}: ${report.clips.length} clips, ${seconds} s, ${report.bytes} bytes, SNR ${report.snrDb.toFixed(1)} dB -> ${path}`,
  );
}

function say(options: SayOptions): void {
  const language = languageOf(options.lang);
  const currency = currencyOfCode(options.currency);
  const amountMinor = minorUnits(options.amount, currency);
  const clips = compose(wordsSection(language), utterance(options, amountMinor, currency.numeric));
  const text = words(options.lang, clips);
  const samples = sound(options, clips);
  if (options.wav !== undefined && samples !== undefined) writeFileSync(options.wav, wavOfBytes(samples, RATE_HZ));
  const ms = samples === undefined ? undefined : Math.round((samples.length * 1000) / RATE_HZ);
  const said = { language: options.lang, currency: currency.code, amountMinor, kind: options.kind, clips, text, ms };
  const length = ms === undefined ? `no pack yet: ghanti voice build ${options.lang}` : `${ms} ms`;
  console.log(options.json === true ? JSON.stringify(said) : `${text}\nclips ${clips.join(' ')}\n${length}`);
}

/** What a box would play; undefined when the language's pack is not built and no file is asked for. */
function sound({ lang, volume, wav }: SayOptions, clips: number[]): Uint8Array | undefined {
  const isBuilt = tagsWithPack().includes(lang);
  if (!isBuilt && wav === undefined) return undefined;
  return play(isBuilt ? builtPacks([lang]) : passingPack(lang, clips), lang, clips, Number(volume));
}

/** A pack in memory for one sentence of a language whose pack is not built: its other clips are silent. */
function passingPack(tag: string, clips: number[]): Assets {
  const language = languageOf(tag);
  const silent = encode(new Float64Array(PACK_UNIT_SAMPLES));
  const coded = clipTexts(language).map((clip) =>
    clips.includes(clip.id) ? encode(clipSamples(language, clip)) : silent,
  );
  return assetsOf({ [`voice-${tag}`]: writePack(tag, wordsSection(language), coded) });
}

function utterance(options: SayOptions, amountMinor: number, currency: number): Utterance {
  const told = { amountMinor, currency, seqs: [], language: options.lang };
  const { kind } = options;
  if (kind === 'new' || kind === 'again' || kind === 'replay') return { say: 'paid', kind, ...told };
  if (kind === 'reversed') return { say: 'reversed', again: false, ...told };
  if (kind !== 'recap') throw new Error(`say: no kind "${kind}". There are: new, again, replay, recap, reversed.`);
  const count = Number(options.count);
  if (!Number.isInteger(count) || count < 1) throw new Error(`say: --count is "${options.count}"; it takes 1 or more.`);
  return { say: 'recap', count, again: false, ...told };
}
