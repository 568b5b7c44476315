// GM65-class scanner module (GM65, GM67, GM805) on a serial line: a code is text that ends with CR, LF or both.
// Document: Hangzhou Grow Technology, GM65 Bar Code Reader Module User Manual V1.3; README.md has wires and set-up.
import type { InputSink, SerialLine } from '../../ports';

const CR = 13;
const LF = 10;
const FIRST_TEXT = 32;
const DELETE = 127;
/** What InputSink takes. */
const MOST_BYTES = 512;
/** A code comes in one go: 512 bytes take 0.54 s at 9600 baud, without pauses. */
const SILENCE_MS = 200;

/**
 * Gives each whole code to the sink. A code without its end after 200 ms of silence, one that is too long, or one with
 * control bytes in it (answers to commands, noise) is dropped whole.
 */
export function gm65(line: SerialLine, sink: InputSink): void {
  let code = '';
  let dropping = false;
  let timer: number | undefined = undefined;

  function forget(): void {
    code = '';
    dropping = false;
  }

  function take(byte: number): void {
    if (byte === CR || byte === LF) {
      const whole = dropping ? '' : code;
      forget();
      if (whole.length > 0) sink.code(whole);
    } else if (byte < FIRST_TEXT || byte === DELETE || code.length >= MOST_BYTES) {
      dropping = true;
      code = '';
    } else if (!dropping) code += String.fromCharCode(byte);
  }

  line.onBytes((bytes) => {
    if (timer !== undefined) line.cancel(timer);
    for (let i = 0; i < bytes.length; i++) take(bytes.charCodeAt(i));
    timer = undefined;
    if (code.length > 0 || dropping) timer = line.after(SILENCE_MS, forget);
  });
}
