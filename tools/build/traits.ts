import type { Board } from '../../boards/board';

/** The file of the firmware that is written anew for each board. */
export const TRAITS = 'firmware/app/traits.ts';

/** Inputs that give neither digits nor codes but these; one that is not known here may give anything. */
const LIMITED = ['buttons', 'touch'];
const WITHOUT_DIGITS = [...LIMITED, 'gm65'];
const WITHOUT_CODES = [...LIMITED, 'keypad', 'rotary', 'typed-keys'];

/** What the board's inputs can give, as the text of that file. */
export function traitsOf({ inputs }: Board): string {
  const gives = (without: string[]): boolean => inputs.some(({ driver }) => !without.includes(driver));
  return [
    `export const GIVES_DIGITS: boolean = ${gives(WITHOUT_DIGITS)};`,
    `export const GIVES_CODES: boolean = ${gives(WITHOUT_CODES)};`,
  ].join('\n');
}
