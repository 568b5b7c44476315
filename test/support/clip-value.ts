import type { Language } from '../../firmware/speech/language';

/** The number that clips say, read back word by word; undefined when one of them is no number word. */
export function numberOf(language: Language, clips: number[]): number | undefined {
  const { zero, below, twenty } = language.number;
  const scales = language.currencies.flatMap((words) => words.scales);
  let [total, part] = [0, 0];
  for (const clip of clips) {
    const scale = scales.find((one) => one.clip === clip);
    if (clip >= zero && clip < zero + below) part += clip - zero;
    else if (twenty !== undefined && clip >= twenty && clip < twenty + 8) part += (clip - twenty + 2) * 10;
    else if (scale?.value === 100) part *= 100;
    else if (scale !== undefined) [total, part] = [total + part * scale.value, 0];
    else return undefined;
  }
  return clips.length === 0 ? undefined : total + part;
}

/** The minor units that an amount's clips say in a currency; undefined when they are no amount. */
export function amountOf(language: Language, numeric: number, clips: number[]): number | undefined {
  const words = language.currencies.find((one) => one.numeric === numeric);
  if (words === undefined) return undefined;
  const major = clips.findIndex((clip) => clip === words.one || clip === words.many);
  const units = major < 0 ? 0 : numberOf(language, clips.slice(0, major));
  const rest = clips.slice(major + 1);
  if (units === undefined || words.minorOne === undefined) return rest.length === 0 ? units : undefined;
  if (rest.length === 0) return units * 100;
  const end = rest.pop();
  const minor = numberOf(language, rest);
  if (minor === undefined || minor >= 100 || (end !== words.minorOne && end !== words.minorMany)) return undefined;
  return units * 100 + minor;
}
