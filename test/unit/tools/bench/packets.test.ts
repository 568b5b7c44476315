import { expect, test } from 'vitest';
import {
  connectPacket,
  packets,
  PUBLISH,
  publishPacket,
  readPublish,
  type Packet,
} from '../../../../tools/bench/bridge/packets';

test('packets are whole again, wherever the network cuts them', () => {
  const long = Buffer.alloc(300, 'x');
  const sent = Buffer.concat([connectPacket('box-1', 'secret'), publishPacket('g/box-1/d', 7, long)]);
  for (let cut = 0; cut <= sent.length; cut++) {
    const got: Packet[] = [];
    const take = packets((packet) => void got.push(packet));
    take(sent.subarray(0, cut));
    take(sent.subarray(cut));
    expect(got).toHaveLength(2);
    expect(got[1]!.kind).toBe(PUBLISH);
    expect(readPublish(got[1]!)).toEqual({ topic: 'g/box-1/d', id: 7, payload: long });
  }
});
