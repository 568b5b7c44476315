// One download at a time: begin, numbered blocks with a checksum each, end (esptool, "Serial Protocol", Writing Data).
import type { Begin, Download } from './download';
import { Refusal, ROM, STUB } from './fault';
import { exactly, words } from './words';

const CHECKSUM_SEED = 0xef;
const BLOCK_HEADER_BYTES = 16;
/** Most that a stub takes in a block. */
const STUB_BLOCK_BYTES = 0x4000;

export interface Downloads {
  begin(kind: 'ram' | 'flash' | 'packed', body: Buffer, into: (begin: Begin) => Download): void;
  block(kind: 'ram' | 'flash' | 'packed', body: Buffer, checksum: number): void;
  end(kind: 'ram' | 'flash' | 'packed'): void;
}

export function downloads(isStub: () => boolean): Downloads {
  let open: { kind: string; begin: Begin; next: number; into: Download } | undefined;
  const opened = (kind: string): NonNullable<typeof open> => {
    if (open?.kind !== kind) throw new Refusal(STUB.notInFlashMode, `${kind} comes without its begin`);
    return open;
  };
  return {
    begin(kind, body, into) {
      exactly(body, 16);
      const [sizeBytes, blocks, blockBytes, address] = words(body) as [number, number, number, number];
      if (isStub() && blockBytes > STUB_BLOCK_BYTES)
        throw new Refusal(STUB.badBlockSize, `blocks of ${blockBytes} bytes`);
      const begin = { sizeBytes, blocks, blockBytes, address };
      open = { kind, begin, next: 0, into: into(begin) };
    },
    block(kind, body, checksum) {
      const now = opened(kind);
      const [length, number] = words(body.subarray(0, BLOCK_HEADER_BYTES)) as [number, number];
      const bytes = body.subarray(BLOCK_HEADER_BYTES);
      if (bytes.length !== length || length > now.begin.blockBytes)
        throw new Refusal(isStub() ? STUB.badLength : ROM.invalid, `a block says ${length} bytes, has ${bytes.length}`);
      if (bytes.reduce((sum, byte) => sum ^ byte, CHECKSUM_SEED) !== checksum)
        throw new Refusal(isStub() ? STUB.badChecksum : ROM.checksum, 'the checksum of a block is wrong');
      if (number !== now.next || number >= now.begin.blocks)
        throw new Refusal(ROM.failed, `block ${number} comes where ${now.next} of ${now.begin.blocks} was next`);
      now.into.block(bytes);
      now.next++;
    },
    end(kind) {
      opened(kind).into.end();
      open = undefined;
    },
  };
}
