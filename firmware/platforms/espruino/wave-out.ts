// The WaveOut port over Espruino's Waveform (src/jswrap_waveform.c, 2v29): the only sound output of its ESP32 builds.
import type { WaveOut } from '../../drivers/ports';

/** 128 ms a half at 8 kHz: a screen drawn in between must not leave the DAC without samples. */
const HALF_SAMPLES = 1024;

/**
 * Sound on a DAC pin (D25 or D26). A Waveform is made for each sound: one whose clock hangs stays "running" for ever
 * and could never be started again.
 */
export function waveOut(pin: Pin): WaveOut {
  let wave: Waveform | undefined;
  let half = new Uint8Array(1);
  let table = new Uint8Array(1);
  let source = E.toArrayBuffer('');
  let watchdog: number | undefined;

  function stop(): void {
    if (watchdog !== undefined) clearTimeout(watchdog);
    watchdog = undefined;
    try {
      if (wave !== undefined) wave.stop();
    } catch {
      // It was over by itself.
    }
    wave = undefined;
    // Nothing of a sound stays in memory after it.
    half = new Uint8Array(1);
    table = new Uint8Array(1);
    source = E.toArrayBuffer('');
  }

  /** One buffer, which the timer plays by itself: what comes behind it may wait until a picture is drawn. */
  function lead(rateHz: number, samples: number, fill: (samples: number) => boolean, then: () => void): void {
    const sounding = new Waveform(samples, { bits: 8 });
    wave = sounding;
    half = sounding.buffer;
    fill(samples);
    sounding.on('finish', () => {
      if (sounding === wave) then();
    });
    sounding.startOutput(pin, rateHz);
  }

  function begin(rateHz: number, fill: (samples: number) => boolean, ended: (fault: string | undefined) => void): void {
    const sounding = new Waveform(HALF_SAMPLES, { doubleBuffer: true, bits: 8 });
    wave = sounding;
    half = sounding.buffer;
    let more = fill(HALF_SAMPLES);
    half = sounding.buffer2;
    if (more) more = fill(HALF_SAMPLES);
    else half.fill(0);
    // The event names a half that was heard to its end. After the last one was filled, the one before it comes first.
    let unheard = 2;
    sounding.on('buffer', (free) => {
      if (sounding !== wave) return;
      half = free;
      if (more) {
        more = fill(HALF_SAMPLES);
        return;
      }
      half.fill(0);
      unheard--;
      if (unheard > 0) return;
      stop();
      ended(undefined);
    });
    sounding.startOutput(pin, rateHz, { repeat: true });
  }

  return {
    halfSamples: HALF_SAMPLES,
    start(rateHz, limitMs, leadSamples, fill, ended) {
      watchdog = setTimeout(() => {
        watchdog = undefined;
        stop();
        ended('audio-timeout');
      }, limitMs);
      // 0 V first: the DAC channel is set up, and the driver's ramp starts from there without a pop.
      analogWrite(pin, 0);
      const rest = (): void => begin(rateHz, fill, ended);
      if (leadSamples > 0) lead(rateHz, leadSamples, fill, rest);
      else rest();
    },
    tables(bytes, through) {
      table = new Uint8Array(bytes.length);
      E.mapInPlace(E.toUint8Array(bytes), table, E.toUint8Array(through));
    },
    source(codes) {
      source = E.toArrayBuffer(codes);
    },
    decode(at, samples, from, bits, tableAt) {
      const codes = new Uint8Array(source, from, (samples * bits) >>> 3);
      const heard = new Uint8Array(half.buffer, at, samples);
      E.mapInPlace(codes, heard, new Uint8Array(table.buffer, tableAt, 1 << bits), bits);
    },
    level(at, samples, value) {
      half.fill(value, at, at + samples);
    },
    stop,
  };
}
