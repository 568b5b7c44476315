// The microphone, as it is: what makes calls pleasant (noise suppression, automatic gain) makes words uneven.
const RATE_HZ = 48_000;
const LONGEST_MS = 8000;
/** A word counts as begun above this level, and as ended after this long below it. */
const SPEECH = 0.03;
const SILENCE_MS = 700;

export interface Microphone {
  /** Records one word; ends by itself after it, at `stop()`, or after 8 s. Levels are 0 to 1. */
  record(onLevel: (level: number) => void): Promise<Blob>;
  stop(): void;
}

/** Asks for the microphone. Rejects when there is none or it is not allowed. */
export async function openMicrophone(): Promise<Microphone> {
  const stream = await navigator.mediaDevices.getUserMedia({
    audio: { channelCount: 1, echoCancellation: false, noiseSuppression: false, autoGainControl: false },
  });
  const context = new AudioContext({ sampleRate: RATE_HZ });
  await context.audioWorklet.addModule('/worklet.js');
  const node = new AudioWorkletNode(context, 'microphone', { numberOfOutputs: 0, channelCount: 1 });
  context.createMediaStreamSource(stream).connect(node);
  let finish: (() => void) | undefined;
  return {
    record: (onLevel) =>
      new Promise((resolve) => {
        const blocks: Float32Array[] = [];
        let [samples, spoken, quiet] = [0, false, 0];
        finish = () => {
          node.port.onmessage = null;
          finish = undefined;
          onLevel(0);
          resolve(wavOf(blocks, samples));
        };
        node.port.onmessage = ({ data }: MessageEvent<Float32Array>) => {
          blocks.push(data);
          samples += data.length;
          const level = data.reduce((most, x) => Math.max(most, Math.abs(x)), 0);
          onLevel(level);
          quiet = level > SPEECH ? 0 : quiet + data.length;
          spoken ||= level > SPEECH;
          const ms = (count: number): number => (count * 1000) / RATE_HZ;
          if ((spoken && ms(quiet) > SILENCE_MS) || ms(samples) > LONGEST_MS) finish?.();
        };
      }),
    stop: () => finish?.(),
  };
}

/** RIFF/WAVE, mono, 16 bits. */
function wavOf(blocks: Float32Array[], samples: number): Blob {
  const view = new DataView(new ArrayBuffer(44 + 2 * samples));
  const text = (at: number, letters: string): void =>
    [...letters].forEach((letter, i) => view.setUint8(at + i, letter.charCodeAt(0)));
  text(0, 'RIFF');
  view.setUint32(4, 36 + 2 * samples, true);
  text(8, 'WAVEfmt ');
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true);
  view.setUint16(22, 1, true);
  view.setUint32(24, RATE_HZ, true);
  view.setUint32(28, 2 * RATE_HZ, true);
  view.setUint16(32, 2, true);
  view.setUint16(34, 16, true);
  text(36, 'data');
  view.setUint32(40, 2 * samples, true);
  let at = 44;
  for (const block of blocks)
    for (const x of block) {
      view.setInt16(at, Math.round(Math.max(-1, Math.min(1, x)) * 32_767), true);
      at += 2;
    }
  return new Blob([view], { type: 'audio/wav' });
}
