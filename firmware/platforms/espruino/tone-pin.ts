import type { TonePin } from '../../drivers/ports';
import { timers } from './timers';

/** A wave that is never high is silence. 0 and 5000 Hz would take another channel of the chip (targets/esp32, 2v29). */
const SILENT_HZ = 1000;

/** A square wave by the chip's PWM. Pins 25 and 26 have none: analogWrite is their converter. */
export function tonePin(pin: Pin): TonePin {
  return {
    tone(hz) {
      analogWrite(pin, hz > 0 ? 0.5 : 0, { freq: hz > 0 ? hz : SILENT_HZ });
    },
    after: timers.after,
    cancel: timers.cancel,
  };
}
