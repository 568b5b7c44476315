import type { Command } from 'commander';
import { languageOf, languageTags } from '../registry';
import type { Language } from '../language';
import type { Check, Voice } from './check';
import type { Hearing } from './ear';
import { wholeNumber } from '../../whole-number';

const ANNOUNCEMENTS = 60;
const SEED = 1;

interface CheckOptions {
  announcements: string;
  seed: string;
  recordings?: string;
  accept?: boolean;
  json?: boolean;
}

interface Report extends Check {
  /** By ear, where there is one. `sources` is the gate, `box` a trend. */
  sources: Hearing | undefined;
  box: Hearing | undefined;
}

/** ghanti voice check. */
export function registerCheck(voice: Command): void {
  voice
    .command('check')
    .description('prove what a box says: clip by clip against the sources, by figures, and English by a recogniser')
    .argument('[language...]', `one of ${languageTags.join(', ')}; without any, all that a free voice speaks`)
    .option('--announcements <n>', 'how many with amounts', String(ANNOUNCEMENTS))
    .option('--seed <n>', 'which amounts', String(SEED))
    .option('--recordings <folder>', 'WAV files of one language that a person spoke')
    .option('--accept', 'take the lengths of the clips as right from now on, after listening to them')
    .option('--json', 'print figures as JSON')
    .action(check);
}

async function check(tags: string[], options: CheckOptions): Promise<void> {
  const { acceptDurations } = await import('./durations');
  const { clipMs, voiceOf } = await import('./check');
  const named = tags.length > 0 ? tags : languageTags.filter((tag) => languageOf(tag).engine !== undefined);
  if (options.recordings !== undefined && named.length !== 1)
    throw new Error('voice: --recordings takes exactly one language.');
  const [count, seed] = [wholeNumber('--announcements', options.announcements), wholeNumber('--seed', options.seed, 0)];
  const reports: Report[] = [];
  for (const language of named.map(languageOf)) {
    const voice = voiceOf(language, options.recordings);
    if (options.accept === true) acceptDurations(language, clipMs(voice));
    reports.push(await reportOn(language, voice, count, seed));
    if (options.json !== true) print(reports.at(-1)!);
  }
  if (options.json === true) console.log(JSON.stringify(reports));
  const faults = reports.flatMap(({ tag, faults }) => faults.map((fault) => `${tag}: ${fault}`));
  if (faults.length > 0) throw new Error(`voice: not proven:\n  ${faults.join('\n  ')}`);
}

async function reportOn(language: Language, voice: Voice, count: number, seed: number): Promise<Report> {
  const { checkVoice } = await import('./check');
  const { hasEar, hearBox, hearSources, hearingFaults } = await import('./ear');
  const found = checkVoice(voice, count, seed);
  const sources = hasEar(language) ? hearSources(language, count, seed) : undefined;
  const box = hasEar(language) ? hearBox(language, count, seed) : undefined;
  const misheard = sources === undefined ? [] : hearingFaults(sources);
  return { ...found, faults: [...found.faults, ...misheard], sources, box };
}

function print(report: Report): void {
  const { tag, clips, announcements, matched, leastMatch, leadInMs, snrDb, leastSnrDb, least, most } = report;
  console.log(`${languageOf(tag).name}: ${matched} of ${announcements} announcements match clip by clip`);
  console.log(
    `  ${clips} clips, correlation with their sources at least ${leastMatch.toFixed(4)}, lead-in ${leadInMs} ms`,
  );
  console.log(`  SNR ${snrDb.toFixed(1)} dB, of the worst clip ${leastSnrDb.toFixed(1)} dB`);
  for (const name of Object.keys(least) as (keyof typeof least)[])
    console.log(`  ${name.padEnd(15)} ${least[name].toFixed(2)} to ${most[name].toFixed(2)}`);
  const hearing = (what: string, heard: Hearing | undefined): void => {
    if (heard === undefined) return;
    const share = `${heard.understood} of ${heard.announcements} understood`;
    const wrong = ((100 * heard.wordErrors) / heard.words).toFixed(1);
    console.log(`  ${what}: ${share}, ${wrong} % of words wrong`);
  };
  hearing('recogniser, sources at 16 kHz', report.sources);
  hearing('recogniser, the box at 8 kHz (no gate)', report.box);
}
