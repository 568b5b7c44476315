// The flash chip under Espruino's Storage: a write only turns 1 into 0, an erase makes a page of 4096 bytes 1 again, and
// power that goes in the middle of either leaves what was done so far.

export const PAGE_BYTES = 4096;
/** ESP32 builds keep 224 pages for Storage (boards/ESP32_CYD.py, saved_code). */
export const PAGES = 224;

/** Thrown out of a write that the power did not outlive. */
export class PowerLost extends Error {}

export class Flash {
  readonly bytes: Uint8Array;
  /** Bytes that are still programmed before the power goes; undefined when it stays. */
  private budget: number | undefined;

  /** `image` is taken over, not copied: hand in the bytes of an earlier life to power the box on again. */
  constructor(
    image: Uint8Array = new Uint8Array(PAGES * PAGE_BYTES).fill(0xff),
    private readonly onPowerLost: () => void = () => undefined,
    /** Called when these bytes have changed, also of a write that the power did not outlive. */
    private readonly changed: (address: number, bytes: number) => void = () => undefined,
  ) {
    this.bytes = image;
  }

  /** Lets the power go after `bytes` more bytes have been programmed; an erase counts as one byte. */
  failAfter(bytes: number | undefined): void {
    this.budget = bytes;
  }

  program(address: number, bytes: Uint8Array): void {
    let at = 0;
    try {
      for (; at < bytes.length; at++) {
        this.spend();
        this.bytes[address + at]! &= bytes[at]!;
      }
    } finally {
      this.changed(address, at);
    }
  }

  erasePage(page: number): void {
    this.spend();
    this.bytes.fill(0xff, page * PAGE_BYTES, (page + 1) * PAGE_BYTES);
    this.changed(page * PAGE_BYTES, PAGE_BYTES);
  }

  isErased(address: number, bytes: number): boolean {
    for (let at = address; at < address + bytes; at++) if (this.bytes[at] !== 0xff) return false;
    return true;
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
