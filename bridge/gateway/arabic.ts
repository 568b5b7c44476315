// Arabic script for boxes, which draw glyph after glyph from left to right and know no joining: each letter becomes the
// form that it has beside its neighbours (The Unicode Standard 15.0, chapter 9.2, "Arabic Cursive Joining"; Arabic
// Presentation Forms-A and -B), and the letters of each word are put in the order in which they are seen. Words keep
// their order: the box breaks lines first and then puts words from right to left.

/** First form of each letter; behind it come final, initial and medial, or final alone where it joins no next letter. */
const joining =
  'ئ:fe89 ب:fe8f پ:fb56 ت:fe95 ٹ:fb66 ث:fe99 ج:fe9d چ:fb7a ح:fea1 خ:fea5 س:feb1 ش:feb5 ص:feb9 ض:febd ط:fec1 ظ:fec5 ' +
  'ع:fec9 غ:fecd ف:fed1 ق:fed5 ک:fb8e ك:fed9 گ:fb92 ل:fedd م:fee1 ن:fee5 ہ:fba6 ه:fee9 ھ:fbaa ی:fbfc ي:fef1';
const ending =
  'ا:fe8d آ:fe81 أ:fe83 إ:fe87 ؤ:fe85 د:fea9 ڈ:fb88 ذ:feab ر:fead ڑ:fb8c ز:feaf ژ:fb8a ں:fb9e و:feed ۂ:fba4 ة:fe93 ے:fbae ' +
  'ۓ:fbb0 ى:feef';
/** Lam and alef are one letter. */
const lamAlef: Record<string, string> = { ا: 'fefb', آ: 'fef5', أ: 'fef7', إ: 'fef9' };
const ALONE = 'ء';
const ALONE_FORM = 'fe80';
const [FINAL, INITIAL, MEDIAL] = [1, 2, 3];

interface Letter {
  first: number;
  joinsNext: boolean;
}

const letters = new Map<string, Letter>();
for (const [list, joinsNext] of [
  [joining, true],
  [ending, false],
] as const)
  for (const one of list.split(' ')) letters.set(one[0]!, { first: parseInt(one.slice(2), 16), joinsNext });

const SIGNS = /[\u064b-\u0652\u0670\u0640]/g;
const ARABIC = /[\u0600-\u06ff]/;
const LEFT_TO_RIGHT = /[0-9A-Za-z][0-9A-Za-z.,:%-]*/g;

/** A text as boxes take it; one without Arabic letters stays as it is. Vowel signs are left out. */
export function shaped(text: string): string {
  if (!ARABIC.test(text)) return text;
  const words = text.normalize('NFC').replace(SIGNS, '').split(' ');
  return words.map((word) => (ARABIC.test(word) ? backwards(joined([...word])) : word)).join(' ');
}

/** Every form that `shaped` writes, for the font. */
export function arabicForms(): string[] {
  const forms = [...letters.values()].flatMap(({ first, joinsNext }) =>
    Array.from({ length: joinsNext ? 4 : 2 }, (_none, i) => first + i),
  );
  const ligatures = Object.values(lamAlef).flatMap((hex) => [parseInt(hex, 16), parseInt(hex, 16) + FINAL]);
  return [...forms, ...ligatures, parseInt(ALONE_FORM, 16)].map((code) => String.fromCharCode(code));
}

function joined(word: string[]): string[] {
  const forms: string[] = [];
  let joinsHere = false;
  for (let i = 0; i < word.length; i++) {
    const letter = letters.get(word[i]!);
    const ligature = word[i] === 'ل' ? lamAlef[word[i + 1] ?? ''] : undefined;
    if (ligature !== undefined) {
      forms.push(String.fromCharCode(parseInt(ligature, 16) + (joinsHere ? FINAL : 0)));
      joinsHere = false;
      i++;
    } else if (letter === undefined) {
      forms.push(word[i] === ALONE ? String.fromCharCode(parseInt(ALONE_FORM, 16)) : word[i]!);
      joinsHere = false;
    } else {
      const goesOn = letter.joinsNext && letters.has(word[i + 1] ?? '');
      const form = joinsHere ? (goesOn ? MEDIAL : FINAL) : goesOn ? INITIAL : 0;
      forms.push(String.fromCharCode(letter.first + form));
      joinsHere = goesOn;
    }
  }
  return forms;
}

/** As it is seen from the left; numbers and Latin words in it keep their order. */
function backwards(word: string[]): string {
  return word
    .reverse()
    .join('')
    .replace(LEFT_TO_RIGHT, (run) => [...run].reverse().join(''));
}
