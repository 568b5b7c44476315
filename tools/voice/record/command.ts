import { join, resolve } from 'node:path';
import type { Command } from 'commander';
import { languageOf, languageTags } from '../registry';

/** ghanti voice record. */
export function registerRecord(voice: Command): void {
  voice
    .command('record')
    .description('a page on this machine on which a speaker records the clips of a language')
    .argument('<language>', `one of ${languageTags.join(', ')}`)
    .option('--recordings <folder>', 'where the WAV files go (default: recordings/<language>)')
    .option('--port <n>', '0 takes a free one', '0')
    .action(record);
}

async function record(tag: string, options: { recordings?: string; port: string }): Promise<void> {
  const language = languageOf(tag);
  const port = Number(options.port);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new Error(`voice: "${options.port}" is no port.`);
  const folder = resolve(options.recordings ?? join('recordings', tag));
  const { startRecording } = await import('./server');
  const { address, close } = await startRecording(language, folder, port);
  console.log(`Record ${language.name} on ${address} (this machine only). The takes are in ${folder}.
When all are there: ghanti voice build ${tag} --recordings ${folder}
Ctrl-C stops; what is recorded stays.`);
  await new Promise<void>((stop) => {
    process.once('SIGINT', () => stop());
    process.once('SIGTERM', () => stop());
  });
  await close();
}
