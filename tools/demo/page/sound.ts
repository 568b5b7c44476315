// What the box's speaker plays, in the browser. Browsers stay silent until the person at the page asks for sound.

/** Enough for a busy machine to fetch the next piece in time. */
const AHEAD_SECONDS = 0.18;

export class Sound {
  private context: AudioContext | undefined;
  private nextAt = 0;

  get on(): boolean {
    return this.context !== undefined;
  }

  /** Must be called from a click or a key. */
  async turn(on: boolean): Promise<void> {
    if (!on) {
      await this.context?.close();
      this.context = undefined;
    } else if (this.context === undefined) {
      this.context = new AudioContext();
      await this.context.resume();
    }
  }

  /** A piece of 8-bit samples, right behind the one before; `first` begins a new sound. */
  play(base64: string, rateHz: number, first: boolean): void {
    const { context } = this;
    if (context === undefined) return;
    const bytes = Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
    const buffer = context.createBuffer(1, bytes.length, rateHz);
    buffer.getChannelData(0).set(Float32Array.from(bytes, (byte) => (byte - 128) / 128));
    const source = context.createBufferSource();
    source.buffer = buffer;
    source.connect(context.destination);
    const soonest = context.currentTime + AHEAD_SECONDS;
    if (first || this.nextAt < context.currentTime) this.nextAt = soonest;
    source.start(this.nextAt);
    this.nextAt += buffer.duration;
  }
}
