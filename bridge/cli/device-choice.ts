// What an operator chooses for a box, when it is added and later.
import { languages } from '../../boards/languages';
import { shaped } from '../gateway/arabic';
import type { Device } from '../store/port';
import { switches } from '../switches/registry';

/** As they stand on the command line. */
export interface DeviceChoice {
  title?: string;
  /** Ids with commas between, the preferred one first. */
  switches?: string;
  language?: string;
  /** 0 to 10. */
  volume?: string;
}

const SHOP_LIMIT_BYTES = 40;
const LOUDEST = 10;

/** What was named, checked. Throws with the option that is wrong and what it may be. */
export function choiceOf(options: DeviceChoice): Partial<Pick<Device, 'title' | 'switches' | 'language' | 'volume'>> {
  const { title, switches: ids, language, volume } = options;
  return {
    ...(title !== undefined && { title: checkedTitle(title) }),
    ...(ids !== undefined && { switches: checkedSwitches(ids) }),
    ...(language !== undefined && { language: checkedLanguage(language) }),
    ...(volume !== undefined && { volume: checkedVolume(volume) }),
  };
}

function checkedTitle(title: string): string {
  if (Buffer.byteLength(shaped(title)) <= SHOP_LIMIT_BYTES) return title;
  throw new Error(`--title: at most ${SHOP_LIMIT_BYTES} bytes of UTF-8 (an Arabic letter takes three on its way).`);
}

function checkedSwitches(ids: string): string[] {
  const bound = ids.split(',').map((one) => one.trim());
  const stranger = bound.find((one) => !Object.hasOwn(switches, one));
  if (stranger === undefined) return bound;
  throw new Error(`--switches: there is no switch ${stranger}; known: ${Object.keys(switches).join(', ')}.`);
}

function checkedLanguage(language: string): string {
  if (languages[language] !== undefined) return language;
  throw new Error(`--language: there is no ${language}; known: ${Object.keys(languages).join(', ')}.`);
}

function checkedVolume(text: string): number {
  const volume = Number(text);
  if (text.trim() !== '' && Number.isInteger(volume) && volume >= 0 && volume <= LOUDEST) return volume;
  throw new Error('--volume: take 0 to 10.');
}
