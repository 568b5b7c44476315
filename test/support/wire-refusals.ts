import { seal } from '../../firmware/wire/index';
import { fromHex, nativeSha256, toHex } from './wire';
import { goldenKey, goldenMessages } from './wire-vectors';
import type { Direction, GoldenMessage } from './wire-vectors';

/** Bytes that are refused: `sealed` ones by open, `payload` ones by decode. `of` is what a refusal can name, 0 for nothing. */
export type GoldenRefusal =
  | { name: string; direction: Direction; sealed: string }
  | { name: string; direction: Direction; payload: string; fault: 'malformed' | 'unsupported'; of: number };

const nested = (depth: number): string => '81'.repeat(depth) + '00';
const aPayment = (): GoldenMessage => goldenMessages().find((one) => one.name === 'a payment')!;

function hostileFrames(): GoldenRefusal[] {
  const { payload, sealed } = aPayment();
  const at = (position: number, hex: string): string =>
    sealed.slice(0, position * 2) + hex + sealed.slice(position * 2 + 2);
  const sealedBy = (key: string, topic: string, bytesHex: string): string =>
    toHex(seal(nativeSha256, key, topic, fromHex(bytesHex)));
  const cut = Array.from({ length: sealed.length / 2 }, (_, length): [string, string] => [
    `cut to ${length} bytes`,
    sealed.slice(0, length * 2),
  ]);
  const cases: [string, string][] = [
    ...cut,
    ['with a byte behind it', sealed + '00'],
    ['of 901 bytes', sealed + '00'.repeat(901 - sealed.length / 2)],
    ['with one bit of the tag wrong', at(38, (parseInt(sealed.slice(-2), 16) ^ 1).toString(16).padStart(2, '0'))],
    ['with one bit of the amount wrong', at(18, 'e9')],
    ['with another key', sealedBy('\x01'.repeat(32), 'g/demo-1/d', payload)],
    ['for another box', sealedBy(goldenKey, 'g/demo-2/d', payload)],
    ['for the other direction', sealedBy(goldenKey, 'g/demo-1/u', payload)],
    ['with the CBOR tag 17 in front', 'd1' + sealed],
    ['with algorithm 5', sealed.replace('43a10104', '43a10105')],
    ['with an unprotected header', sealed.replace('43a10104a0', '43a10104a10101')],
    ['with its payload length in a longer form', sealed.replace('a057', 'a05817')],
    ['with a tag of 4 bytes', sealed.slice(0, -18) + '44' + sealed.slice(-16, -8)],
    ['with a text for a payload', sealed.replace('a057', 'a077')],
    ['with an endless payload', sealed.replace('a057', 'a05f')],
    ['with a payload of 2^31 bytes', sealed.replace('a057', 'a05a80000000')],
    ['with a payload of 2^32 bytes', sealed.replace('a057', 'a05b0000000100000000')],
  ];
  return cases.map(([name, hex]) => ({ name: `a payment ${name}`, direction: 'down', sealed: hex }));
}

function hostilePayloads(): GoldenRefusal[] {
  const payment = aPayment().payload;
  const change = (from: string, to: string): string => payment.replace(from, to);
  const malformed = (name: string, payload: string, of = 9): GoldenRefusal => ({
    name,
    direction: 'down',
    payload,
    fault: 'malformed',
    of,
  });
  const cut = Array.from({ length: payment.length / 2 }, (_, length) => {
    return malformed(`a payment cut to ${length} bytes`, payment.slice(0, length * 2), length < 5 ? 0 : 9);
  });
  return [
    ...cut,
    malformed('bytes after the end', payment + '00'),
    malformed('883 bytes', payment + '00'.repeat(883 - payment.length / 2)),
    malformed('an amount in a longer form', change('031a0001e87a', '031b000000000001e87a')),
    malformed('a charge in a longer form', change('0203', '021803')),
    malformed('a currency in a longer form', change('0419020c', '041a0000020c')),
    malformed('an amount of 2^31', change('031a0001e87a', '031a80000000')),
    malformed('a negative amount', change('031a0001e87a', '033a0001e87a')),
    malformed('a float for the amount', change('031a0001e87a', '03fa47f43d00')),
    malformed('a half float for the charge', change('0203', '02f94200')),
    malformed('true for the charge', change('0203', '02f5')),
    malformed('a tag before the amount', change('031a', '03c11a')),
    malformed('text for the amount', change('031a0001e87a', '0364000000ff')),
    malformed('an endless map', 'bf' + payment.slice(2) + 'ff', 0),
    malformed('an array for the map', '8c' + payment.slice(2), 0),
    malformed('a key that comes twice', 'a7' + change('0203', '02030203').slice(2)),
    malformed('keys that are not sorted', change('0203031a0001e87a', '031a0001e87a0203')),
    malformed('text for a key', 'a7' + payment.slice(2) + '616100'),
    malformed('a key of 65536 and more', 'a7' + payment.slice(2) + '1a0001000000'),
    malformed('no amount', 'a5' + change('031a0001e87a', '').slice(2)),
    malformed('an entry fewer than it says', 'a7' + payment.slice(2)),
    malformed('an entry more than it says', 'a5' + payment.slice(2)),
    malformed('the sequence number 0', change('0109', '0100'), 0),
    malformed('a currency of four digits', change('0419020c', '041903e8')),
    malformed('again that is not 1', 'a7' + payment.slice(2) + '0a00'),
    malformed('33 entries', 'b821' + payment.slice(2), 0),
    malformed('nesting of 5', 'a7' + payment.slice(2) + '1819' + nested(4)),
    malformed('a depth bomb', 'a7' + payment.slice(2) + '1819' + nested(800)),
    malformed('an unknown array of 33', 'a7' + payment.slice(2) + '1819' + '9821' + '00'.repeat(33)),
    malformed('an unknown array of 2^31 - 1', 'a7' + payment.slice(2) + '1819' + '9a7fffffff'),
    malformed('an unknown text past the end', 'a7' + payment.slice(2) + '1819' + '7a7fffffff'),
    malformed('an unknown endless text', 'a7' + payment.slice(2) + '1819' + '7f6161ff'),
    malformed('an unknown map that is not sorted', 'a7' + payment.slice(2) + '1819' + 'a201000000'),
    malformed('an unknown float', 'a7' + payment.slice(2) + '1819' + 'f93c00'),
    malformed('an unknown break', 'a7' + payment.slice(2) + '1819' + 'ff'),
    malformed('a stage that there is not', 'a4000101090203' + '0805'),
    malformed('a progress with an amount and no currency', 'a5000101090203' + '0301' + '0803'),
    malformed('a static QR of version 41', 'a40012010906831829000007' + '4100'),
    malformed('a charge of 0 to show', 'a4000101090200' + '0800'),
    malformed(
      'a shop name that is cut UTF-8',
      'a70007' + '0109' + '181861e0' + '181962656e' + '181a07' + '181b183c' + '181c00',
    ),
    malformed(
      'a night in which nothing is heard',
      'a80007' + '0109' + '181860' + '181962656e' + '181a07181b183c181c00' + '182c00',
    ),
    malformed(
      'a volume of 11 at night',
      'a80007' + '0109' + '181860' + '181962656e' + '181a07181b183c181c00' + '182c0b',
    ),
    malformed('a switch of three parts', 'a40008010914185a' + '15' + '81836161' + '0000'),
    malformed('nine switches', 'a40008010914185a' + '15' + '89' + '82616100'.repeat(9)),
    malformed('a message of a type to come that ends early', 'a300181801091819'),
    {
      name: 'a message of a type to come',
      direction: 'down',
      payload: 'a3001818010918c8a10102',
      fault: 'unsupported',
      of: 9,
    },
    {
      name: 'an upward message on the way down',
      direction: 'down',
      payload: 'a4000c0101' + '0f0910' + '00',
      fault: 'unsupported',
      of: 1,
    },
    { name: 'a downward message on the way up', direction: 'up', payload: payment, fault: 'unsupported', of: 9 },
    {
      name: 'a refusal without its reason',
      direction: 'up',
      payload: 'a4000c0101' + '0f0910' + '02',
      fault: 'malformed',
      of: 1,
    },
  ];
}

export const goldenRefusals = (): GoldenRefusal[] => [...hostileFrames(), ...hostilePayloads()];
