// The ESP32's own DAC (8 bits, GPIO 25 or 26).
// Datasheet: Espressif, ESP32 Series Datasheet, "Digital-to-Analog Converter (DAC)"; README.md has wires and limits.
import type { Assets, Speaker, WaveOut } from '../../ports';
import { waveSpeaker } from '../wave-speaker';

/** The pin is at 0 V between sentences, so that the amplifier's input rests. */
export function esp32Dac(out: WaveOut, assets: Assets): Speaker {
  return waveSpeaker(out, assets, 0);
}
