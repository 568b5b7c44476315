import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { compared, spelled } from './facts';
import { packPath, root } from './packs';
import { clipTexts, languageOf, languageTags } from './registry';

/** What there is of a language. */
export interface LanguageRow {
  tag: string;
  name: string;
  clips: number;
  /** Of the pack; undefined when it is not built yet. */
  bytes: number | undefined;
  /** Spell-out facts, and how many of them the number words are. */
  facts: number;
  agree: number;
  deviations: string[];
  screens: boolean;
  /** What speaks it, as far as it is not recorded. */
  source: string;
}

/** All languages, one row each. */
export function languageTable(): LanguageRow[] {
  return languageTags.map((tag) => {
    const { name, engine } = languageOf(tag);
    const own = spelled.filter((one) => one.tag === tag);
    const all = own.map(compared);
    const facts = all.reduce((sum, one) => sum + one.facts, 0);
    const wrong = all.flatMap((one) => one.wrong);
    return {
      ...{ tag, name, clips: clipTexts(languageOf(tag)).length },
      bytes: existsSync(packPath(tag)) ? statSync(packPath(tag)).size : undefined,
      ...{ facts, agree: facts - wrong.length },
      deviations: [
        ...own.flatMap(({ deviation }) =>
          deviation === undefined ? [] : [`${deviation.ours} for ${deviation.theirs}: ${deviation.why}`],
        ),
        ...wrong,
      ],
      screens: existsSync(join(root(), 'tools', 'screens', 'texts', `${tag}.json`)),
      source:
        engine === undefined
          ? 'to be recorded; until then --languages names who speaks for it'
          : `espeak-ng ${engine.voice}`,
    };
  });
}

/** The same for people. */
export function tableText(rows: LanguageRow[]): string {
  const lines = rows.map(({ tag, name, clips, bytes, facts, agree, deviations, screens, source }) => {
    const size = bytes === undefined ? 'no pack yet' : `${(bytes / 1000).toFixed(1)} kB`;
    const cells = [
      tag.padEnd(6),
      name.padEnd(16),
      `${clips} clips`.padStart(9),
      size.padStart(12),
      `${agree} of ${facts} facts`.padStart(19),
      (screens ? 'screens' : 'no screens').padEnd(10),
    ];
    return [`${cells.join('  ')}  ${source}`, ...deviations.map((one) => `        ${one}`)].join('\n');
  });
  return lines.join('\n');
}
