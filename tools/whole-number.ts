/** The number that an option's text says. @throws Error naming the option, when it is none or below `least` */
export function wholeNumber(option: string, text: string, least = 1): number {
  const value = Number(text);
  if (text.trim() !== '' && Number.isSafeInteger(value) && value >= least) return value;
  throw new Error(`${option} is a whole number, ${least} or more; "${text}" is not.`);
}
