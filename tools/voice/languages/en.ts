import * as clip from '../../../firmware/speech/languages/en';
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
    ...numbers(clip.ZERO, small.split(' ')),
    ...numbers(clip.TWENTY, tens.split(' ')),
    scale(clip.HUNDRED, 'hundred'),
    scale(clip.THOUSAND, 'thousand'),
    scale(clip.LAKH, 'lakh', "[[l'A:k]]"),
    scale(clip.CRORE, 'crore', "[[kr'o@r]]"),
    scale(clip.MILLION, 'million'),
    scale(clip.BILLION, 'billion'),
    last(clip.RUPEE, 'rupee'),
    last(clip.RUPEES, 'rupees'),
    last(clip.INDIAN_RUPEE, 'Indian rupee'),
    last(clip.INDIAN_RUPEES, 'Indian rupees'),
    last(clip.PAISA, 'paisa'),
    last(clip.RIEL, 'riel'),
    last(clip.DOLLAR, 'dollar'),
    last(clip.DOLLARS, 'dollars'),
    last(clip.RAND, 'rand'),
    last(clip.CENT, 'cent'),
    last(clip.CENTS, 'cents'),
    middle(clip.RECEIVED, 'received'),
    middle(clip.AGAIN, 'again'),
    middle(clip.LAST_PAYMENT, 'last payment'),
    middle(clip.WHILE_OFFLINE, 'while offline'),
    middle(clip.PAYMENT, 'payment'),
    middle(clip.PAYMENTS_TOTAL, 'payments total'),
    middle(clip.REVERSED, 'payment reversed'),
    last(clip.FAILED, 'payment failed'),
    last(clip.EXPIRED, 'payment time is over'),
    last(clip.CANCELLED, 'payment cancelled'),
    last(clip.OFFLINE, 'no connection'),
    last(clip.ONLINE, 'connected'),
    last(clip.TEST, 'this is a test, no payment'),
    last(clip.SCAN_TO_PAY, 'scan to pay'),
  ],
};
