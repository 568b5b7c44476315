// Espruino's Storage (src/jsflash.c, 2v29): a chain of files on raw flash. A file is a header of 32 bytes (size in three
// bytes and flags in one, then 28 bytes of name) and its bytes, each file on a boundary of 4. A file is deleted by
// writing 0 over the first four bytes of its name; the room comes back when the whole area is compacted.
import { PAGE_BYTES } from './flash';
import type { Flash } from './flash';

const HEADER_BYTES = 32;
const NAME_BYTES = 28;
const NAME_AT = 4;
const SIZE_MASK = 0xffffff;
const UNSET = 0xffffffff;

interface File {
  /** Where the header is. */
  at: number;
  size: number;
  name: string;
  live: boolean;
}

export class Storage {
  constructor(private readonly flash: Flash) {}

  /** undefined when there is no such file; a length of 0 or none means the whole file. */
  read(name: string, offset = 0, length = 0): string | undefined {
    const file = this.find(name);
    if (file === undefined) return undefined;
    const from = Math.min(Math.max(0, offset), file.size);
    const bytes = Math.min(length <= 0 ? file.size : length, file.size - from);
    const start = file.at + HEADER_BYTES + from;
    return Buffer.from(this.flash.bytes.buffer, this.flash.bytes.byteOffset + start, bytes).toString('latin1');
  }

  /** As jsfWriteFile: at offset 0 a file that differs is replaced; elsewhere only erased bytes can be written. */
  write(name: string, content: string, offset = 0, size = 0): boolean {
    const bytes = Buffer.from(content, 'latin1');
    const total = size === 0 ? bytes.length : size;
    if (offset < 0 || size < 0) return false;
    if (total === 0) throw new Error("Can't create zero length file");
    let file = this.find(name);
    if (offset === 0 && (file === undefined || file.size !== total || !this.isBlank(file))) {
      if (file !== undefined) {
        if (file.size === total && bytes.length === total && this.read(name) === content) return true;
        this.remove(file);
      }
      file = this.create(name, total);
    }
    if (file === undefined) throw new Error('Unable to find or create file');
    if (offset + bytes.length > file.size) throw new Error('Too much data for file size');
    const start = file.at + HEADER_BYTES + offset;
    if (!this.flash.isErased(start, bytes.length)) throw new Error('File already written with different data');
    this.flash.program(start, bytes);
    return true;
  }

  erase(name: string): void {
    const file = this.find(name);
    if (file !== undefined) this.remove(file);
  }

  list(): string[] {
    return this.files().flatMap((file) => (file.live ? [file.name] : []));
  }

  getFree(): number {
    return this.flash.bytes.length - this.end();
  }

  /** Moves the live files together, page after page. Power that goes in between loses files, as on the chip. */
  compact(): void {
    const area = this.flash.bytes;
    const kept = Buffer.concat(
      this.files().flatMap((file) => (file.live ? [area.slice(file.at, file.at + spanOf(file.size))] : [])),
    );
    for (let page = 0; page * PAGE_BYTES < area.length; page++) {
      const wanted = kept.subarray(page * PAGE_BYTES, (page + 1) * PAGE_BYTES);
      const present = area.subarray(page * PAGE_BYTES, (page + 1) * PAGE_BYTES);
      const rest = present.subarray(wanted.length);
      if (Buffer.compare(wanted, present.subarray(0, wanted.length)) === 0 && rest.every((byte) => byte === 0xff))
        continue;
      this.flash.erasePage(page);
      this.flash.program(page * PAGE_BYTES, wanted);
    }
  }

  private find(name: string): File | undefined {
    return this.files().find((file) => file.live && file.name === name.slice(0, NAME_BYTES));
  }

  private isBlank(file: File): boolean {
    return this.flash.isErased(file.at + HEADER_BYTES, file.size);
  }

  private remove(file: File): void {
    this.flash.program(file.at + NAME_AT, new Uint8Array(4));
  }

  private create(name: string, size: number): File | undefined {
    if (this.end() + spanOf(size) > this.flash.bytes.length) this.compact();
    const at = this.end();
    if (at + spanOf(size) > this.flash.bytes.length) return undefined;
    const header = Buffer.alloc(HEADER_BYTES);
    header.writeUInt32LE(size & SIZE_MASK, 0);
    header.write(name.slice(0, NAME_BYTES), NAME_AT, 'latin1');
    this.flash.program(at, header);
    return { at, size, name, live: true };
  }

  /** A torn header can only be shorter in ones than a whole one: what does not fit ends the chain, as in Espruino. */
  private files(): File[] {
    const area = this.flash.bytes;
    const view = new DataView(area.buffer, area.byteOffset, area.length);
    const found: File[] = [];
    let at = 0;
    while (at + HEADER_BYTES <= area.length) {
      const word = view.getUint32(at, true);
      const size = word & SIZE_MASK;
      if (word === UNSET || word === 0 || at + HEADER_BYTES + size > area.length) break;
      const name = Buffer.from(area.slice(at + NAME_AT, at + HEADER_BYTES)).toString('latin1');
      const end = name.indexOf('\0');
      found.push({
        at,
        size,
        name: end < 0 ? name : name.slice(0, end),
        live: view.getUint32(at + NAME_AT, true) !== 0 && word >>> 24 === 0,
      });
      at += spanOf(size);
    }
    return found;
  }

  private end(): number {
    const last = this.files().at(-1);
    return last === undefined ? 0 : last.at + spanOf(last.size);
  }
}

function spanOf(size: number): number {
  return HEADER_BYTES + ((size + 3) & ~3);
}
