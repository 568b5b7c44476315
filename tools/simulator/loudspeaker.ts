// What comes out of the loudspeaker when these samples go into the DAC. A capacitor lies between pin and amplifier, so
// the rest at 0 V and the slow ramps to and from the middle are not heard; here as a first-order high-pass.
const CORNER_HZ = 60;
const MIDDLE = 128;

/** 8-bit unsigned samples behind the capacitor; the capacitor rests at 0 V before the first one. */
export function throughCapacitor(samples: Uint8Array, rateHz: number): Uint8Array {
  const keep = 1 / (1 + (2 * Math.PI * CORNER_HZ) / rateHz);
  let before = 0;
  let level = 0;
  return samples.map((sample) => {
    level = keep * (level + sample - before);
    before = sample;
    return Math.max(0, Math.min(255, Math.round(MIDDLE + level)));
  });
}
