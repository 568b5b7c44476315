// What each script's part of the font holds beside its languages' own texts: what shops' names are written with.
import { languages } from '../../boards/languages';
import type { Writing } from '../../boards/languages';
import { arabicForms } from '../../bridge/gateway/arabic';

export interface Script {
  /** A file of Debian's fonts-noto-core. */
  font: string;
  /** Drawn as they stand: letters, and clusters of a consonant with one sign. */
  glyphs: string[];
  /** Signs that go over or under whatever stands before them. */
  marks: string[];
}

/** Every consonant alone and with each sign. */
function syllables(consonants: string, signs: string): string[] {
  return [...new Intl.Segmenter('ne').segment(consonants)].flatMap(({ segment }) =>
    ['', ...signs].map((sign) => (segment + sign).normalize('NFC')),
  );
}

/** Vietnamese: every vowel with every tone. */
const TONES = ['', '\u0300', '\u0301', '\u0303', '\u0309', '\u0323'];
const vietnamese = [...'aăâeêioôơuưyAĂÂEÊIOÔƠUƯY']
  .flatMap((vowel) => TONES.map((tone) => (vowel + tone).normalize('NFC')))
  .filter((letter) => letter > '~')
  .concat('đ', 'Đ');

const KHMER = 'កខគឃងចឆជឈញដឋឌឍណតថទធនបផពភមយរលវសហឡអ';

/** By ISO 15924, as CLDR names a language's likely script. */
export const scripts: Record<Writing['script'], Script> = {
  Latn: { font: 'NotoSans-Bold.ttf', glyphs: vietnamese, marks: [] },
  Deva: {
    font: 'NotoSansDevanagari-Bold.ttf',
    glyphs: [...syllables('कखगघङचछजझञटठडढणतथदधनपफबभमयरलळवशषसहड़ढ़', 'ािीुूृेैोौं्'), ...'अआइईउऊऋएऐऑओऔ।०१२३४५६७८९'],
    marks: [...'ँंः़ॅॉािीुूृेैोौ्'],
  },
  Beng: {
    font: 'NotoSansBengali-Bold.ttf',
    glyphs: [...syllables('কখগঘঙচছজঝঞটঠডঢণতথদধনপফবভমযরলশষসহড়ঢ়য়', 'ািীুূৃেৈোৌ্'), ...'অআইঈউঊঋএঐওঔৎ।০১২৩৪৫৬৭৮৯'],
    marks: [...'ঁংঃ়ািীুূৃেৈোৌ্'],
  },
  Gujr: {
    font: 'NotoSansGujarati-Bold.ttf',
    glyphs: [...syllables('કખગઘઙચછજઝઞટઠડઢણતથદધનપફબભમયરલળવશષસહ', 'ાિીુૂૃેૈોૌં્'), ...'અઆઇઈઉઊઋઍએઐઑઓઔ૦૧૨૩૪૫૬૭૮૯'],
    marks: [...'ઁંઃૅૉાિીુૂૃેૈોૌ્'],
  },
  Khmr: {
    font: 'NotoSansKhmer-Bold.ttf',
    glyphs: [...syllables(KHMER, 'ាិីឹឺុូួើឿៀេែៃោៅំះ'), ...'ឥឦឧឩឪឫឬឭឮឯឰឱឳ។៖ៗ០១២៣៤៥៦៧៨៩'],
    marks: [...'៉៊់៌៍័៏ំះាិីឹឺុូួើឿៀេែៃោៅ', ...[...KHMER].map((letter) => `\u17d2${letter}`)],
  },
  Arab: { font: 'NotoNaskhArabic-Bold.ttf', glyphs: [...arabicForms(), ...'،؛؟۔'], marks: [] },
};

/** Digits that stand in the place of 0 to 9 where a language's own are used (CLDR's names of numbering systems). */
export const digitSets: Record<NonNullable<Writing['digits']>, string> = { deva: '०१२३४५६७८९', beng: '০১২৩৪৫৬৭৮৯' };

/** The digit sets that these languages need, in the order in which their font has them. */
export function digitSetsOf(tags: string[]): (keyof typeof digitSets)[] {
  const used = tags.map((tag) => languages[tag]?.digits);
  return (Object.keys(digitSets) as (keyof typeof digitSets)[]).filter((set) => used.includes(set));
}
