// boards/README.md and the pictures beside it, from the data of all boards.
import { boards } from '../../boards/registry';
import { pictureOf } from './picture';
import { sheetOf } from './sheet';
import { LIST_HEAD, factsOf, listRow, minds, wiringOf } from './text';

const INTRO = `# Boards

What a box can be built on, as data: one file a board. This page and its pictures are made from them by
\`ghanti board readme\`; \`ghanti board show <board>\` prints one, \`--svg\` draws it. Pictures show the module from above.

Power is not in the data: 3V3 is the module's own regulator, 5V the USB socket's. All grounds belong together.
**None of these boards was run on a device yet.**
`;

/** The page, and each board's picture, by path. `root` is the project's. */
export function readmeFiles(root: string): Record<string, string> {
  const sheets = Object.keys(boards).map((id) => sheetOf(root, id));
  const page = [
    INTRO,
    table([LIST_HEAD, ...sheets.map(listRow).map(([id, ...rest]) => [`[${id}](#${id})`, ...rest])]),
    ...sheets.flatMap((sheet) => [
      `## ${sheet.id}\n\n${sheet.title}\n`,
      table([['', ''], ...factsOf(sheet).filter(([name]) => name !== 'flash')]),
      `![Wiring of ${sheet.id}](pictures/${sheet.id}.svg)\n`,
      table(wiringOf(sheet)),
      ...minds(sheet).map((line) => `- ${line}`),
      ...(minds(sheet).length > 0 ? [''] : []),
    ]),
  ].join('\n');
  return {
    'boards/README.md': `${page.trimEnd()}\n`,
    ...Object.fromEntries(sheets.map((sheet) => [`boards/pictures/${sheet.id}.svg`, pictureOf(sheet)])),
  };
}

function table([head, ...rows]: string[][]): string {
  const line = (cells: string[]): string => `| ${cells.join(' | ')} |`.replaceAll('|  |', '| |');
  return [line(head!), line(head!.map(() => '---')), ...rows.map(line), ''].join('\n');
}
