// MAX98357A, a class D amplifier that takes its samples over I2S.
// Datasheet: Maxim Integrated, MAX98357A/MAX98357B, 19-6779; README.md has wires and limits.
import type { Assets, Speaker, WaveOut } from '../../ports';
import { waveSpeaker } from '../wave-speaker';

/** Silence is 0 on I2S, the middle of an unsigned sample; 32 ms of it let the amplifier find the clock before the first word. */
export function max98357a(out: WaveOut, assets: Assets): Speaker {
  return waveSpeaker(out, assets, 128);
}
