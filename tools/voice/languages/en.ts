import { Clip } from '../../../firmware/speech/languages/en';
import { last, middle, numbers, scale } from '../source';
import type { VoiceSource } from '../source';

const small =
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen';
const tens = 'twenty thirty forty fifty sixty seventy eighty ninety';

export const en: VoiceSource = {
  tag: 'en',
  name: 'English',
  engine: { voice: 'en-gb', pitch: 45, wordsPerMinute: 185, numbersPerMinute: 220 },
  clips: [
    ...numbers(Clip.ZERO, small.split(' ')),
    ...numbers(Clip.TWENTY, tens.split(' ')),
    scale(Clip.HUNDRED, 'hundred'),
    scale(Clip.THOUSAND, 'thousand'),
    scale(Clip.LAKH, 'lakh', "[[l'A:k]]"),
    scale(Clip.CRORE, 'crore', "[[kr'o@r]]"),
    scale(Clip.MILLION, 'million'),
    scale(Clip.BILLION, 'billion'),
    last(Clip.RUPEE, 'rupee'),
    last(Clip.RUPEES, 'rupees'),
    last(Clip.INDIAN_RUPEE, 'Indian rupee'),
    last(Clip.INDIAN_RUPEES, 'Indian rupees'),
    last(Clip.PAISA, 'paisa'),
    last(Clip.RIEL, 'riel'),
    last(Clip.DOLLAR, 'dollar'),
    last(Clip.DOLLARS, 'dollars'),
    last(Clip.RAND, 'rand'),
    last(Clip.CENT, 'cent'),
    last(Clip.CENTS, 'cents'),
    middle(Clip.RECEIVED, 'received'),
    middle(Clip.AGAIN, 'again'),
    middle(Clip.LAST_PAYMENT, 'last payment'),
    middle(Clip.WHILE_OFFLINE, 'while offline'),
    middle(Clip.PAYMENT, 'payment'),
    middle(Clip.PAYMENTS_TOTAL, 'payments total'),
    middle(Clip.REVERSED, 'payment reversed'),
    last(Clip.FAILED, 'payment failed'),
    last(Clip.EXPIRED, 'payment time is over'),
    last(Clip.CANCELLED, 'payment cancelled'),
    last(Clip.OFFLINE, 'no connection'),
    last(Clip.ONLINE, 'connected'),
    last(Clip.TEST, 'this is a test, no payment'),
    last(Clip.SCAN_TO_PAY, 'scan to pay'),
  ],
};
