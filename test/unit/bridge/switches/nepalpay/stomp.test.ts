import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createFrameReader, encodeFrame, FrameError, type Frame } from '../../../../../bridge/switches/nepalpay/stomp';
import golden from '../../../../golden/switches/nepalpay.json';

const read = (text: string) => createFrameReader().push(Buffer.from(text));

describe('STOMP frames', () => {
  test('of the golden list are read, whole and byte by byte', () => {
    for (const { name, bytes } of golden.stomp_frames.filter(({ bytes }) => bytes !== '\n')) {
      const [whole] = read(bytes);
      expect(whole?.command, name).toBe(name);
      const reader = createFrameReader();
      const pieces = [...Buffer.from(bytes)].flatMap((byte) => reader.push(Buffer.from([byte])));
      expect(pieces, name).toEqual([whole]);
    }
  });

  test('that clients send are written as in the golden list', () => {
    const body = golden.stomp_frames
      .find(({ name }) => name === 'SEND')!
      .bytes.split('\n\n')[1]!
      .replace('\0', '');
    const headers = { destination: '/nqrws/check-txn-status', 'content-type': 'application/json' };
    const sent = encodeFrame({ command: 'SEND', headers, body });
    expect(sent).toBe(golden.stomp_frames.find(({ name }) => name === 'SEND')!.bytes);
  });

  test('several in one piece come out in order, heart-beats between them are skipped', () => {
    expect(read('\n\nMESSAGE\n\none\0\n\r\nMESSAGE\r\na:b\r\n\r\ntwo\0\n').map(({ body }) => body)).toEqual([
      'one',
      'two',
    ]);
  });

  test('with a text in Nepali are counted in bytes', () => {
    const text = '{"message":"भुक्तानी"}';
    expect(read(encodeFrame({ command: 'MESSAGE', headers: {}, body: text }))[0]?.body).toBe(text);
  });

  test('with a NUL in the body are read by their content-length', () => {
    expect(read('MESSAGE\ncontent-length:3\n\na\0b\0')[0]?.body).toBe('a\0b');
  });

  test('escape what a header cannot hold, and the first of two headers counts', () => {
    const frame = { command: 'MESSAGE', headers: { 'a:b': 'c\nd\\e' }, body: '' };
    expect(read(encodeFrame(frame))[0]?.headers['a:b']).toBe('c\nd\\e');
    expect(read('MESSAGE\nx:1\nx:2\n\n\0')[0]?.headers.x).toBe('1');
  });

  test('round every cut of the stream the same frames come out', () => {
    const frames: Frame[] = [
      { command: 'MESSAGE', headers: { subscription: 'sub-0' }, body: '{"status":"ENTR"}' },
      { command: 'ERROR', headers: { message: 'x' }, body: '' },
    ];
    const stream = Buffer.from(frames.map(encodeFrame).join('\n'));
    fc.assert(
      fc.property(fc.array(fc.nat(stream.length), { maxLength: 6 }), (cuts) => {
        const edges = [0, ...cuts.sort((a, b) => a - b), stream.length];
        const reader = createFrameReader();
        const got = edges.slice(1).flatMap((end, index) => reader.push(stream.subarray(edges[index], end)));
        expect(got.map(({ command, body }) => ({ command, body }))).toEqual(
          frames.map(({ command, body }) => ({ command, body })),
        );
      }),
    );
  });

  test.each([
    ['a content-length that is wrong', 'MESSAGE\ncontent-length:2\n\nabc\0'],
    ['a content-length that is no number', 'MESSAGE\ncontent-length:x\n\nabc\0'],
    ['a frame that is too long', 'MESSAGE\ncontent-length:99999999\n\n'],
    ['a frame that is too long', `MESSAGE\n\n${'x'.repeat(70_000)}`],
    ['an endless head', `MESSAGE\nx:${'y'.repeat(9_000)}`],
    ['too many headers', `MESSAGE\n${'a:b\n'.repeat(100)}\n\0`],
    ['a header without a name', 'MESSAGE\nnonsense\n\n\0'],
    ['a frame without a command', '<html>\n\n</html>\0'],
  ])('break the stream: %s', (what, text) => {
    expect(() => read(text)).toThrow(FrameError);
    expect(() => read(text)).toThrow(what);
  });

  test('of any bytes never do more than break the stream', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
        try {
          createFrameReader().push(Buffer.from(bytes));
        } catch (error) {
          expect(error).toBeInstanceOf(FrameError);
        }
      }),
    );
  });
});
