import type { Board, Part } from '../../../boards/board';
import type { Entry } from './compile';

/** What stands before a board's program for NodeMCU: the platform, the drivers that the board names, and its data. */
export function luaEntry(id: string, board: Board, version: string): Entry {
  const drivers = [
    `import { ${nameOf(board.display.driver)} } from './drivers/display/${board.display.driver}/driver';`,
    `import { ${nameOf(board.audio.driver)} } from './drivers/audio/${board.audio.driver}/driver';`,
    ...board.inputs.map(({ driver }) => `import { ${nameOf(driver)} } from './drivers/input/${driver}/driver';`),
  ];
  const image = [
    `board: ${JSON.stringify(id)}`,
    `version: ${JSON.stringify(version)}`,
    `display: ${withFactory(board.display)}`,
    `audio: ${withFactory(board.audio)}`,
    `inputs: [${board.inputs.map(withFactory).join(', ')}]`,
  ];
  const text = [...drivers, `import { start } from './platforms/nodemcu/main';`, `start({ ${image.join(', ')} });`];
  return { path: `firmware/${id}.ts`, text: text.join('\n') };
}

/** A part with its driver's factory in place of the driver's name. */
function withFactory({ driver, ...part }: Part): string {
  return `{ make: ${nameOf(driver)}, ${JSON.stringify(part).slice(1)}`;
}

/** A driver's factory has the chip's name: esp32-dac is esp32Dac. */
function nameOf(chip: string): string {
  return chip.replace(/-(\w)/g, (_all, letter: string) => letter.toUpperCase());
}
