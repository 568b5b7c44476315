// The display update sequence of SSD1680 and SSD1681: what Display Update Control 2 (22h) chose and Master Activation
// (20h) sets off (SSD1680 datasheet rev 0.14, pages 25 and 26).

// Each row of the table on page 26 is a sum of these steps.
const CLOCK_ON = 0x80;
const ANALOG_ON = 0x40;
const LOAD_TEMPERATURE = 0x20;
const LOAD_WAVEFORM = 0x10;
const MODE_2 = 0x08;
const DISPLAY = 0x04;
const ANALOG_OFF = 0x02;
const CLOCK_OFF = 0x01;

/** After a reset the chip expects a sensor outside, which such panels do not have (18h, page 24). */
const EXTERNAL_SENSOR = 0x48;
const INTERNAL_SENSOR = 0x80;

// The chip's documents name no durations. These are what panel makers name at 25 degrees.
const POWER_MS = 60;
const LOAD_MS = 5;
const FULL_MS = 1900;
const PARTIAL_MS = 300;

/** 1 is the long waveform, 2 the short one. */
export type Mode = 1 | 2;

export interface UpdateSequence {
  setDefaults(): void;
  setSensor(sensor: number): void;
  /** A temperature was written by the program (1Ah). */
  setTemperature(): void;
  /** How long it takes, and in which mode the glass is driven, if it is. */
  start(steps: number): { ms: number; mode: Mode | undefined };
  end(steps: number): void;
}

/** Transgressions go to `fault`. */
export function updateSequence(fault: (text: string) => void): UpdateSequence {
  let sensor = EXTERNAL_SENSOR;
  let temperatureKnown = false;
  let clockOn = false;
  let analogOn = false;
  let loaded: Mode | undefined;

  function loadTemperature(): void {
    if (sensor === INTERNAL_SENSOR) temperatureKnown = true;
    else fault('22h: a temperature is loaded from an external sensor (18h), which the panel does not have');
  }
  function loadWaveform(mode: Mode): void {
    if (!temperatureKnown) fault('22h: a waveform is loaded for a temperature that nobody measured');
    loaded = mode;
  }
  function canDrive(mode: Mode): boolean {
    if (!analogOn) fault('22h: the display is driven without analog');
    if (loaded !== mode) fault(`22h: the display is driven in mode ${mode} without the waveform of that mode`);
    return clockOn && analogOn && loaded === mode;
  }
  return {
    setDefaults() {
      sensor = EXTERNAL_SENSOR;
      temperatureKnown = false;
      clockOn = false;
      analogOn = false;
      loaded = undefined;
    },
    setSensor: (chosen) => (sensor = chosen),
    setTemperature: () => (temperatureKnown = true),
    start(steps) {
      const has = (step: number): boolean => (steps & step) !== 0;
      const mode = has(MODE_2) ? 2 : 1;
      let ms = 0;
      if (has(CLOCK_ON)) clockOn = true;
      if (!clockOn && has(ANALOG_ON | LOAD_TEMPERATURE | LOAD_WAVEFORM | DISPLAY))
        fault(`22h: ${steps.toString(16)}h needs the clock, which is off`);
      if (has(ANALOG_ON) && !analogOn) {
        analogOn = true;
        ms += POWER_MS;
      }
      if (has(LOAD_TEMPERATURE)) loadTemperature();
      if (has(LOAD_WAVEFORM)) loadWaveform(mode);
      if (has(LOAD_TEMPERATURE | LOAD_WAVEFORM)) ms += LOAD_MS;
      const drives = has(DISPLAY) && canDrive(mode);
      if (drives) ms += mode === 1 ? FULL_MS : PARTIAL_MS;
      if (has(ANALOG_OFF) && analogOn) ms += POWER_MS;
      return { ms, mode: drives ? mode : undefined };
    },
    end(steps) {
      if ((steps & ANALOG_OFF) !== 0) analogOn = false;
      if ((steps & CLOCK_OFF) === 0) return;
      if (analogOn) fault('22h: the clock is disabled while analog is on');
      clockOn = false;
    },
  };
}
