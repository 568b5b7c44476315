import { Clip } from '../../../firmware/speech/languages/ne';
import { last, middle, numbers, scale } from '../source';
import type { VoiceSource } from '../source';

// Spellings of Unicode CLDR 48 (ne, %spellout-cardinal). The voice reads digits in English, so it is given words only.
const small = [
  'शुन्य एक दुई तिन चार पाँच छ सात आठ नौ',
  'दस एघार बाह्र तेह्र चौध पन्ध्र सोह्र सत्र अठार उन्नाइस',
  'बिस एक्काइस बाइस तेइस चौबिस पच्चिस छब्बिस सत्ताइस अट्ठाइस उनन्तिस',
  'तिस एकतिस बत्तिस तेत्तिस चौँतिस पैँतिस छत्तिस सैँतिस अठतिस उनन्चालिस',
  'चालिस एकचालिस बयालिस त्रिचालिस चवालिस पैँतालिस छयालिस सतचालिस अठचालिस उनन्चास',
  'पचास एकाउन्न बाउन्न त्रिपन्न चवन्न पचपन्न छपन्न सन्ताउन्न अन्ठाउन्न उनन्साठी',
  'साठी एकसट्ठी बयसट्ठी त्रिसट्ठी चौसट्ठी पैँसट्ठी छयसट्ठी सतसट्ठी अठसट्ठी उनन्सत्तरी',
  'सत्तरी एकहत्तर बहत्तर त्रिहत्तर चौहत्तर पचहत्तर छयहत्तर सतहत्तर अठहत्तर उनासी',
  'असी एकासी बयासी त्रियासी चौरासी पचासी छयासी सतासी अठासी उनान्नब्बे',
  'नब्बे एकानब्बे बयानब्बे त्रियानब्बे चौरानब्बे पन्चानब्बे छयानब्बे सन्तानब्बे अन्ठानब्बे उनान्सय',
];

export const ne: VoiceSource = {
  tag: 'ne',
  name: 'Nepali',
  engine: { voice: 'ne', pitch: 45, wordsPerMinute: 185, numbersPerMinute: 205 },
  clips: [
    ...numbers(Clip.ZERO, small.join(' ').split(' ')),
    scale(Clip.HUNDRED, 'सय'),
    scale(Clip.THOUSAND, 'हजार'),
    scale(Clip.LAKH, 'लाख'),
    scale(Clip.CRORE, 'करोड'),
    scale(Clip.ARAB, 'अर्ब'),
    middle(Clip.RUPEES, 'रुपैयाँ'),
    middle(Clip.INDIAN_RUPEES, 'भारतीय रुपैयाँ'),
    middle(Clip.PAISA, 'पैसा'),
    middle(Clip.RIEL, 'रियल'),
    middle(Clip.DOLLAR, 'डलर'),
    middle(Clip.RAND, 'र्‍यान्ड', 'रान्ड'),
    middle(Clip.CENT, 'सेन्ट'),
    last(Clip.RECEIVED, 'प्राप्त भयो'),
    middle(Clip.AGAIN, 'फेरि'),
    middle(Clip.LAST_PAYMENT, 'अन्तिम भुक्तानी'),
    middle(Clip.WHILE_OFFLINE, 'अफलाइन हुँदा'),
    middle(Clip.PAYMENT, 'भुक्तानी'),
    middle(Clip.PAYMENTS_TOTAL, 'भुक्तानी जम्मा'),
    middle(Clip.REVERSED, 'भुक्तानी फिर्ता भयो'),
    last(Clip.FAILED, 'भुक्तानी असफल भयो'),
    last(Clip.EXPIRED, 'भुक्तानीको समय सकियो'),
    last(Clip.CANCELLED, 'भुक्तानी रद्द भयो'),
    last(Clip.OFFLINE, 'जडान छैन'),
    last(Clip.ONLINE, 'जडान भयो'),
    last(Clip.TEST, 'यो परीक्षण हो, भुक्तानी होइन'),
    last(Clip.SCAN_TO_PAY, 'स्क्यान गरेर तिर्नुहोस्'),
  ],
};
