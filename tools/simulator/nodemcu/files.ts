// SPIFFS as a box sees it: files by name, which grow as they are written to, and power that may go between two bytes.
import { PowerLost } from '../flash';

export class Files {
  private readonly files: Map<string, Buffer>;
  /** Bytes that are still written before the power goes; undefined when it stays. */
  private budget: number | undefined;

  /** `earlier` are the files of an earlier life. */
  constructor(
    earlier: ReadonlyMap<string, Uint8Array> = new Map(),
    private readonly onPowerLost: () => void = () => undefined,
  ) {
    this.files = new Map(Array.from(earlier, ([name, bytes]) => [name, Buffer.from(bytes)]));
  }

  /** -1 when there is no such file. */
  size(name: string): number {
    return this.files.get(name)?.length ?? -1;
  }

  read(name: string, from: number, bytes: number): string {
    return this.files.get(name)?.toString('latin1', from, from + bytes) ?? '';
  }

  remove(name: string): void {
    this.spend();
    this.files.delete(name);
  }

  clear(name: string): void {
    this.spend();
    this.files.set(name, Buffer.alloc(0));
  }

  write(name: string, at: number, content: string): void {
    const bytes = Buffer.from(content, 'latin1');
    let before = this.files.get(name) ?? Buffer.alloc(0);
    if (before.length < at + bytes.length && this.budget === undefined) {
      before = Buffer.concat([before, Buffer.alloc(at + bytes.length - before.length)]);
      this.files.set(name, before);
    }
    if (this.budget === undefined) {
      before.set(bytes, at);
      return;
    }
    for (let i = 0; i < bytes.length; i++) {
      this.spend();
      if (before.length <= at + i) before = Buffer.concat([before, Buffer.alloc(at + i + 1 - before.length)]);
      before[at + i] = bytes[i]!;
      this.files.set(name, before);
    }
  }

  /** Lets the power go after so many more bytes; making a file empty counts as one. */
  failAfter(bytes: number | undefined): void {
    this.budget = bytes;
  }

  /** All files, copied. */
  copy(): Map<string, Uint8Array> {
    return new Map(Array.from(this.files, ([name, bytes]) => [name, Uint8Array.from(bytes)]));
  }

  private spend(): void {
    if (this.budget === undefined) return;
    if (this.budget > 0) {
      this.budget--;
      return;
    }
    this.budget = undefined;
    this.onPowerLost();
    throw new PowerLost('power lost');
  }
}
