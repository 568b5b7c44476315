// The WaveOut port over NodeMCU's i2s module: 16 bits a sample, the same on both channels, because
// an amplifier may play the left one, the right one or their middle. A half buffer is a string of its samples.
import type { WaveOut } from '../../../drivers/ports';
import type { I2sBus } from '../chip';
import { timers } from '../timers';

const PORT = 0;
/** 256 ms in the DMA buffers: a screen that is drawn meanwhile must not leave the amplifier without samples. */
const DMA_BUFFERS = 4;
const DMA_SAMPLES = 512;
const HALF_SAMPLES = 1024;
/** A half is heard when so many more have gone into the DMA buffers behind it. */
const HALVES_IN_DMA = 2;
const SILENCE = 128;
const SAMPLE_BYTES = 4;

/** Sound on an I2S amplifier. A code is three quarters of a byte; `decode` takes 6-bit codes and nothing else. */
export function waveOut(bus: I2sBus): WaveOut {
  let levels = '';
  let loudness = '';
  /**
   * What the codes sound like, SAMPLE_BYTES each. Made when the first sample is wanted, behind the picture that is drawn
   * meanwhile: it takes 20 kB.
   */
  let heard: Record<number, string> | undefined = undefined;
  let codes = '';
  let half: string[] = [];
  let watchdog: number | undefined = undefined;
  /** Which sound it is: an older one's requests count no more. */
  let sound = 0;

  function stop(): void {
    sound++;
    if (watchdog === undefined) return;
    timers.cancel(watchdog);
    watchdog = undefined;
    i2s.stop(PORT);
    heard = undefined;
    codes = '';
    half = [];
  }

  /** Feeds the module until what was put last has been heard. */
  function feeder(fill: (samples: number) => boolean, ended: (fault: string | undefined) => void): () => void {
    const mine = sound;
    let more = true;
    let behind = 0;
    return () => {
      if (mine !== sound) return;
      if (!more && behind === HALVES_IN_DMA) {
        stop();
        ended(undefined);
        return;
      }
      half = [];
      if (more) {
        more = fill(HALF_SAMPLES);
      } else {
        behind++;
        half.push(repeated(sampleOf(SILENCE), HALF_SAMPLES));
      }
      const bytes = table.concat(half);
      // A fault of the sound may have stopped it.
      if (mine === sound) i2s.write(PORT, bytes);
    };
  }

  return {
    halfSamples: HALF_SAMPLES,
    // The module asks by events, which come behind what is being drawn.
    start(rateHz, limitMs, _leadSamples, fill, ended) {
      const feed = feeder(fill, ended);
      watchdog = timers.after(limitMs, () => {
        stop();
        ended('audio-timeout');
      });
      i2s.start(
        PORT,
        {
          mode: i2s.MODE_MASTER + i2s.MODE_TX,
          rate: rateHz,
          bits: 16,
          channel: i2s.CHANNEL_RIGHT_LEFT,
          format: i2s.FORMAT_I2S_STAND,
          buffer_count: DMA_BUFFERS,
          buffer_len: DMA_SAMPLES,
          bck_pin: bus.pins.BCLK,
          ws_pin: bus.pins.LRC,
          data_out_pin: bus.pins.DIN,
        },
        () => feed(),
      );
    },
    tables(bytes, through) {
      levels = bytes;
      loudness = through;
      heard = undefined;
    },
    source(bytes) {
      codes = bytes;
    },
    decode(_at, samples, from, _bits, tableAt) {
      const sounds = heard === undefined ? soundsOf(levels, loudness) : heard;
      heard = sounds;
      let at = from;
      for (let i = 0; i < samples; i += 4) {
        // Four codes at once; positions in Lua's strings begin at 1.
        const word = string.unpack('>I3', codes, at + 1);
        at += 3;
        half.push(
          sounds[tableAt + (word >>> 18)] +
            sounds[tableAt + ((word >>> 12) & 63)] +
            sounds[tableAt + ((word >>> 6) & 63)] +
            sounds[tableAt + (word & 63)],
        );
      }
    },
    level(_at, samples, value) {
      half.push(repeated(sampleOf(value), samples));
    },
    stop,
  };
}

function soundsOf(levels: string, loudness: string): Record<number, string> {
  const sounds: Record<number, string> = {};
  for (let i = 0; i < levels.length; i++) sounds[i] = sampleOf(loudness.charCodeAt(levels.charCodeAt(i)));
  return sounds;
}

/** 8 bits unsigned as 16 bits signed, low byte first, for both channels. */
function sampleOf(level: number): string {
  const channel = '\0' + String.fromCharCode((level + SILENCE) & 255);
  return channel + channel;
}

function repeated(sample: string, samples: number): string {
  let all = sample;
  while (all.length < SAMPLE_BYTES * samples) all += all;
  return all.substring(0, SAMPLE_BYTES * samples);
}
