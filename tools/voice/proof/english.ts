// The English that the recogniser is told to expect: any amount of any size in the language's sentences, and no more. Its
// numbers are written down here a second time, on purpose: what the language's own rules get wrong is then not understood.
import { AMOUNT, COUNT } from '../../../firmware/speech/words';
import { clipTexts } from '../registry';
import type { Language } from '../language';
import { plain } from './announcements';
import type { Grammar } from './recogniser';

// Parts of a number may be left out, which lets "hundred" alone pass too: a strict grammar is ten times as large.
const NUMBERS = `
<unit> = one | two | three | four | five | six | seven | eight | nine;
<teen> = ten | eleven | twelve | thirteen | fourteen | fifteen | sixteen | seventeen | eighteen | nineteen;
<ten> = twenty | thirty | forty | fifty | sixty | seventy | eighty | ninety;
<two> = <unit> | <teen> | <ten> [<unit>];
<three> = [<unit> hundred] [<two>];
<indian> = [<three> crore] [<two> lakh] [<two> thousand] <three>;
<western> = [<unit> billion] [<three> million] [<three> thousand] <three>;
`;

/** Written as the pinned British voice says them (ARPAbet): the model's own dictionary is American. */
const SPOKEN: Record<string, string[]> = {
  four: ['F AO'],
  twelve: ['T W EH L V', 'T W EH L OW V'],
  thirteen: ['TH ER T IY N'],
  fourteen: ['F AO T IY N'],
  twenty: ['T W EH N T IY', 'T W EH N D IY'],
  thirty: ['TH ER T IY', 'TH ER D IY'],
  forty: ['F AO T IY', 'F AO D IY'],
  fifty: ['F IH F T IY', 'F IH F D IY'],
  sixty: ['S IH K S T IY', 'S IH K S D IY'],
  seventy: ['S EH V AH N T IY', 'S EH V AH N D IY'],
  eighty: ['EY T IY', 'AE AY T IY'],
  ninety: ['N AY N T IY', 'N AY N D IY', 'N AA IY N T IY', 'N AA IY D IY'],
  hundred: ['HH AH N D R IH D'],
  thousand: ['TH AW Z AH N D'],
  lakh: ['L AA K', 'L AE K'],
  crore: ['K R AO R', 'K R AO'],
  million: ['M IH L IY AH N'],
  billion: ['B IH L IY AH N'],
  dollar: ['D AO L AH'],
  dollars: ['D AO L AH Z'],
  cents: ['S EH N T S'],
  paisa: ['P AY S AA', 'P AY S AH'],
  paise: ['P AY S EY'],
  received: ['R IH S IY V D'],
  again: ['AH G EH N'],
  last: ['L AA S T'],
  reversed: ['R IH V ER S T'],
  while: ['W AY L'],
};

/** The grammar of one of the English languages. */
export function englishGrammar(language: Language): Grammar {
  const fixed = Object.values(language.sentences).filter((parts) => !parts.includes(AMOUNT));
  const told = Object.values(language.sentences).filter((parts) => parts.includes(AMOUNT));
  const text = sentenceText(language);
  // Before a payment that is told again or late goes a sentence of its own.
  const before = ['again', 'late'].map((name) => text(language.sentences[name] ?? []));
  const jsgf = `#JSGF V1.0;
grammar box;
${NUMBERS}<amount> = ${amounts(language)};
public <said> = [${before.join(' | ')}] (${oneOf(told.map(text))}) | ${oneOf(fixed.map(text))};
`;
  return { jsgf, words: [...new Set(jsgf.match(/\b[a-z]+\b/g))], spoken: SPOKEN };
}

const oneOf = (ways: string[]): string => [...new Set(ways)].filter((way) => way !== '').join(' | ');

function sentenceText(language: Language): (parts: number[]) => string {
  const clips = clipTexts(language);
  const part = (id: number): string =>
    id === AMOUNT ? '(<amount>)' : id === COUNT ? '<two>' : plain(clips[id]?.text ?? '');
  return (parts) => parts.map(part).join(' ').trim();
}

type Word = 'one' | 'many' | 'minorOne' | 'minorMany';

/** Rupees by lakh and crore, other money by million where the language says so; riel without a smaller unit. */
function amounts(language: Language): string {
  const text = sentenceText(language);
  const { currencies } = language;
  const money = (number: string, word: Word, of: typeof currencies): string => {
    const words = oneOf(of.map((one) => text([one[word] ?? []].flat())));
    return words === '' ? '' : `${number} (${words})`;
  };
  const isWestern = ({ rules }: (typeof currencies)[number]): boolean => rules.some(({ by }) => by === 1_000_000);
  const majors = (of: typeof currencies): string =>
    oneOf([
      money('one', 'one', of),
      money('<western>', 'many', of.filter(isWestern)),
      money(
        '<indian>',
        'many',
        of.filter((one) => !isWestern(one)),
      ),
    ]);
  const decimal = currencies.filter(({ minorOne }) => minorOne !== undefined);
  const whole = currencies.filter(({ minorOne }) => minorOne === undefined);
  const minors = oneOf([money('one', 'minorOne', decimal), money('<two>', 'minorMany', decimal)]);
  return `${majors(whole)} | (${majors(decimal)}) [${minors}] | ${minors}`;
}
