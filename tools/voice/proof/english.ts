// The English that the recogniser is told to expect: any amount of any size in the language's sentences, and no more. Its
// numbers are written down here a second time, on purpose: what the language's own rules get wrong is then not understood.
import { AMOUNT, COUNT } from '../../../firmware/speech/words';
import { clipTexts } from '../registry';
import type { Language } from '../language';
import { plain } from './announcements';
import type { Grammar } from './recogniser';

// No part of a number can be left out that is said, so no scale stands alone. Amounts end where the wire's 31 bits do.
const NUMBERS = `
<unit> = one | two | three | four | five | six | seven | eight | nine;
<teen> = ten | eleven | twelve | thirteen | fourteen | fifteen | sixteen | seventeen | eighteen | nineteen;
<ten> = twenty | thirty | forty | fifty | sixty | seventy | eighty | ninety;
<two> = <unit> | <teen> | <ten> [<unit>];
<three> = <two> | <unit> hundred [<two>];
<westernSix> = <three> thousand [<three>] | <three>;
<westernNine> = <three> million [<westernSix>] | <westernSix>;
<westernAll> = (one | two) billion [<westernNine>] | <westernNine>;
<indianFive> = <two> thousand [<three>] | <three>;
<indianSeven> = <two> lakh [<indianFive>] | <indianFive>;
<indianNine> = (one | two) crore [<indianSeven>] | <indianSeven>;
<indianAll> = <three> crore [<indianSeven>] | <indianSeven>;
`;

/**
 * Words that the model's dictionary lacks, and those which the pinned American voice says in one of its ways only: its
 * thirty, forty and eighty have the soft t, its teens have not (ARPAbet).
 */
const SPOKEN: Record<string, string[]> = {
  thirty: ['TH ER D IY'],
  forty: ['F AO R D IY'],
  eighty: ['EY D IY'],
  lakh: ['L AA K'],
  crore: ['K R AO R'],
  paisa: ['P AY S AA'],
  paise: ['P AY S EY'],
};

/** Those that begin or end others; the rest without an amount or a count are told alone. */
const PARTS = ['again', 'late', 'today', 'key'];

/** The grammar of one of the English languages. */
export function englishGrammar(language: Language): Grammar {
  const { sentences } = language;
  const clips = clipTexts(language);
  const part = (id: number): string =>
    id === AMOUNT ? '<amount>' : id === COUNT ? '<count>' : plain(clips[id]?.text ?? '');
  const text = (name: string): string => (sentences[name] ?? []).map(part).join(' ').trim();
  /** A sentence up to its amount, which ends it. */
  const lead = (name: string): string => text(name).replace(' <amount>', '');
  const alone = Object.keys(sentences).filter((name) => !PARTS.includes(name) && !/</.test(text(name)));
  const jsgf = `#JSGF V1.0;
grammar box;
${NUMBERS}<amount> = ${amounts(language, part)};
<count> = zero | <three>;
<many> = (${text('late')} | ${text('again')} | ${text('today')}) (${lead('recap')} | ${lead('recap-one').replace('<count>', 'one')});
<told> = [${text('again')}] (${lead('payment')} | ${lead('reversed')}) | <many>;
<age> = ${text('minutes')} | ${text('hours')};
public <said> = <told> <amount> | ${text('replay')} [<age>] | ${text('volume')} | ${alone.map(text).join(' | ')};
`;
  const words = jsgf.replace(/^.*\n.*\n/, '').replace(/<[^>]*>/g, '');
  return { jsgf, words: [...new Set(words.match(/[a-z]+/g))], spoken: SPOKEN };
}

/** Money of one kind of number and one smaller unit, by those. */
function kinds({ currencies }: Language): Language['currencies'][] {
  const key = ({ rules, minorMany }: (typeof currencies)[number]): string => `${rules[0]!.from} ${minorMany}`;
  return [...new Set(currencies.map(key))].map((kind) => currencies.filter((one) => key(one) === kind));
}

/** Rupees by lakh and crore, other money by million where the language says so; riel without a smaller unit. */
function amounts(language: Language, part: (id: number) => string): string {
  const oneOf = (ids: number[]): string => `(${[...new Set(ids.map(part))].join(' | ')})`;
  const ways = kinds(language).map((of) => {
    const { rules, minorOne, minorMany } = of[0]!;
    const grouping = rules.some(({ by }) => by === 1_000_000) ? 'western' : 'indian';
    const whole = (number: string): string =>
      `(<${grouping}${number}> ${oneOf(of.map(({ many }) => many))} | one ${oneOf(of.map(({ one }) => one))})`;
    if (minorOne === undefined || minorMany === undefined) return whole('All');
    const minor = `(<two> ${part(minorMany)} | one ${part(minorOne)})`;
    return `${whole('Nine')} [${minor}] | ${minor}`;
  });
  return ways.join(' | ');
}
