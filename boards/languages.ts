/** How a language is written on a screen. */
export interface Writing {
  /** ISO 15924. */
  script: 'Arab' | 'Beng' | 'Deva' | 'Gujr' | 'Khmr' | 'Latn';
  /** CLDR's name of the numbering system; undefined for 0 to 9. */
  digits: 'beng' | 'deva' | undefined;
}

const latin: Writing = { script: 'Latn', digits: undefined };

/** The languages that a box can be given, by BCP 47 tag. Script and digits are CLDR's defaults, as a test says. */
export const languages: Record<string, Writing> = {
  en: latin,
  'en-IN': latin,
  bn: { script: 'Beng', digits: 'beng' },
  gu: { script: 'Gujr', digits: undefined },
  hi: { script: 'Deva', digits: undefined },
  id: latin,
  km: { script: 'Khmr', digits: undefined },
  mr: { script: 'Deva', digits: 'deva' },
  ne: { script: 'Deva', digits: 'deva' },
  ur: { script: 'Arab', digits: undefined },
  vi: latin,
};
