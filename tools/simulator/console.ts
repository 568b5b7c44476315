// What a simulated box prints, whatever runs it.
import { voiceOf } from '../build/languages';
import { words } from '../voice/registry';

/** One thing that the box said, as it reported it on its console. `seq` is the first of `seqs`, 0 when it announced nothing. */
export interface Said {
  seq: number;
  seqs: number[];
  clips: number[];
  text: string;
  kind: string;
  language: string;
}

/** What a console line that begins with {"said" says; the box has these languages. */
export function saidIn(line: string, languages: string[]): Said {
  const { said } = JSON.parse(line) as { said: Omit<Said, 'seq' | 'text'> };
  return { seq: said.seqs[0] ?? 0, ...said, text: words(voiceOf(languages, said.language), said.clips) };
}

/** A box whose console can be read. */
interface Talker {
  readonly id: string;
  readonly consoleLines: readonly string[];
  onEvent(handler: (event: { type: string; line?: string }) => void): () => void;
}

/** The first console line, past ones included, that `wanted` accepts; rejects after `limitMs` of the time of the wall. */
export function lineOf(box: Talker, wanted: (line: string) => boolean, limitMs: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const past = box.consoleLines.find(wanted);
    if (past !== undefined) {
      resolve(past);
      return;
    }
    const limit = setTimeout(() => {
      stop();
      reject(
        new Error(
          `box ${box.id}: no such line within ${limitMs} ms. Its last lines:\n${box.consoleLines.slice(-15).join('\n')}`,
        ),
      );
    }, limitMs);
    const stop = box.onEvent((event) => {
      if (event.line === undefined || !wanted(event.line)) return;
      clearTimeout(limit);
      stop();
      resolve(event.line);
    });
  });
}
