// MAX98357A: I2S in, loudspeaker out.
// Document: Maxim Integrated, MAX98357A/MAX98357B Datasheet, 19-6779: "Digital Audio Interface", "SD_MODE and Shutdown Operation",
// "Electrical Characteristics" (turn-on time).

/** What the loudspeaker gave from clock on to clock off: 16 bits, signed. */
export interface Recording {
  rateHz: number;
  samples: Int16Array;
}

export interface Max98357aModel {
  /** Bit clock and word clock begin: `bitsASlot` bits of BCLK for each of the two channels of a sample. */
  clock(rateHz: number, bitsASlot: number): void;
  /** One sample of both channels, 16 bits signed. */
  sample(left: number, right: number): void;
  /** Both clocks stop. */
  stop(): void;
  readonly recordings: Recording[];
  /** What the datasheet forbids and the program did, in words, oldest first. */
  readonly faults: string[];
}

/** "LRCLK only supports" these; 11.025, 12, 22.05 and 24 kHz are named as not supported. */
const RATES_HZ = [8000, 16000, 32000, 44100, 48000, 88200, 96000];
const SLOT_BITS = [16, 24, 32];
/** From valid clocks to sound, volume ramp included (typical). */
const TURN_ON_MS = 7;
/** SD_MODE trip points B0, B1 and B2. */
const SHUTDOWN_BELOW_V = 0.16;
const MIX_BELOW_V = 0.77;
const RIGHT_BELOW_V = 1.4;
/** A steady level heats the coil. Cone and ear take a tenth of a second of it for a click. */
const STEADY_MS = 100;

/** @param sdModeVolts at SD_MODE; modules with 1 Mohm to 5 V have 0.45 V, which is (left + right) / 2 */
export function max98357a(sdModeVolts = 0.45): Max98357aModel {
  const faults: string[] = [];
  const recordings: Recording[] = [];
  let rateHz = 0;
  let taken = 0;
  let heard: number[] = [];
  let steady = { level: 0, samples: 0 };

  function fault(text: string): void {
    if (faults.at(-1) !== text) faults.push(text);
  }
  function mixed(left: number, right: number): number {
    if (sdModeVolts < SHUTDOWN_BELOW_V) return 0;
    if (sdModeVolts < MIX_BELOW_V) return Math.trunc(left / 2) + Math.trunc(right / 2);
    return sdModeVolts < RIGHT_BELOW_V ? right : left;
  }
  function watchLevel(level: number): void {
    steady = level === steady.level ? { level, samples: steady.samples + 1 } : { level, samples: 1 };
    if (level !== 0 && steady.samples * 1000 > STEADY_MS * rateHz)
      fault(`a steady level of ${level} drives a direct current through the coil`);
  }
  return {
    faults,
    recordings,
    clock(hz, bitsASlot) {
      if (rateHz !== 0) fault('the clocks changed while they ran: stop them first');
      if (!RATES_HZ.includes(hz)) fault(`LRCLK of ${hz} Hz is not supported; ${RATES_HZ.join(', ')} are`);
      if (!SLOT_BITS.includes(bitsASlot)) fault(`${bitsASlot} bits a channel; 16, 24 or 32 are taken`);
      rateHz = RATES_HZ.includes(hz) && SLOT_BITS.includes(bitsASlot) ? hz : 0;
      taken = 0;
      heard = [];
      steady = { level: 0, samples: 0 };
    },
    sample(left, right) {
      if (rateHz === 0) return fault('a sample without clocks is not heard');
      for (const level of [left, right])
        if (!Number.isInteger(level) || level < -32768 || level > 32767) fault(`${level} is no 16-bit sample`);
      const level = mixed(left, right);
      watchLevel(level);
      heard.push(taken * 1000 < TURN_ON_MS * rateHz ? 0 : level);
      taken++;
    },
    stop() {
      if (rateHz !== 0) recordings.push({ rateHz, samples: Int16Array.from(heard) });
      rateHz = 0;
      heard = [];
    },
  };
}
