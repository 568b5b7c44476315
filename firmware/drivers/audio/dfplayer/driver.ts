// DFPlayer Mini (YX5200 and its kind), a serial MP3 module with its own card.
// Document: DFRobot DFR0299, "DFPLayer Mini" manual, chapter 3; README.md has wires, card and limits.
import type { InputPin, SerialLine, TrackPlayer } from '../../ports';
import { idiv } from '../../../wire/idiv';
import { FRAME_BYTES, frameOf, isFrame } from './frame';

const SET_VOLUME = 0x06;
const PLAY_FOLDER = 0x0f;
const STOP = 0x16;
const CARD_OUT = 0x3b;
const TRACK_ENDED = 0x3d;
const ONLINE = 0x3f;
const ERROR = 0x40;
const TAKEN = 0x41;
const ASK_STATUS = 0x42;

/** In the parameter of ONLINE. */
const CARD = 0x02;
/** Errors 05h and 06h: the card has no such folder or file. What comes before them is worth another try. */
const FIRST_HOPELESS_ERROR = 0x05;

/** The module takes up to 3 s after power-on before it answers. */
const ASK_EVERY_MS = 500;
const ASK_TRIES = 8;
const ANSWER_MS = 300;
const COMMAND_TRIES = 3;
/** Between two commands, and after the end of a track: a second 3Dh that some modules send falls into it. */
const SPACING_MS = 100;
/** So long after a track was taken, an end belongs to the one before. Clips are longer. */
const STALE_END_MS = 60;
/** No clip is longer than 2.5 s. */
const TRACK_LIMIT_MS = 5000;
const MOST_FOLDERS = 99;
const MOST_TRACKS = 255;
const QUIETEST = 4;
const LOUDEST = 30;
const VOLUME_STEPS = 10;

type Phase = 'idle' | 'asking' | 'volume' | 'track' | 'starting' | 'playing' | 'pause';

/**
 * `busy` is low while a track sounds; without it the module's own message tells the end. Faults: audio-busy (a sentence is
 * being played), audio-missing (no module or no card), audio-pack (the card lacks a clip), audio-timeout (a track does not
 * end), audio-stopped.
 */
export function dfplayer(line: SerialLine, busy: InputPin | undefined): TrackPlayer {
  let finish: ((fault: string | undefined) => void) | undefined = undefined;
  let phase: Phase = 'idle';
  let folder = 0;
  let tracks: number[] = [];
  let next = 0;
  let level = 0;
  /** What the module is set to; 0 when that is not known, as after its power-on. */
  let levelSet = 0;
  let online = false;
  let tries = 0;
  let sounded = false;
  /** A stop is on its way, or just went. */
  let spacing = false;
  let received = '';
  let timer: number | undefined = undefined;

  function wait(ms: number, run: () => void): void {
    if (timer !== undefined) line.cancel(timer);
    timer = line.after(ms, run);
  }

  function end(fault: string | undefined): void {
    if (timer !== undefined) line.cancel(timer);
    timer = undefined;
    phase = 'idle';
    const done = finish;
    finish = undefined;
    if (fault === 'audio-missing') online = false;
    if (done !== undefined) done(fault);
  }

  function silence(fault: string): void {
    // A command that was just sent must be through before the next.
    line.after(SPACING_MS, () => line.write(frameOf(STOP, 0, 0)));
    spacing = true;
    line.after(2 * SPACING_MS, () => {
      spacing = false;
    });
    end(fault);
  }

  function proceed(): void {
    tries = 0;
    if (!online) phase = 'asking';
    else if (level !== levelSet) phase = 'volume';
    else if (next < tracks.length) phase = 'track';
    else {
      end(undefined);
      return;
    }
    if (phase === 'track' && (folder > MOST_FOLDERS || tracks[next] >= MOST_TRACKS)) end('audio-pack');
    else attempt();
  }

  /** Sends what the phase is about, and again when no answer comes. */
  function attempt(): void {
    if (tries >= (phase === 'asking' ? ASK_TRIES : COMMAND_TRIES)) {
      end('audio-missing');
      return;
    }
    tries++;
    if (phase === 'asking') line.write(frameOf(ASK_STATUS, 0, 0));
    else if (phase === 'volume') line.write(frameOf(SET_VOLUME, 0, level));
    else {
      sounded = false;
      line.write(frameOf(PLAY_FOLDER, folder, tracks[next] + 1));
    }
    wait(phase === 'asking' ? ASK_EVERY_MS : ANSWER_MS, attempt);
  }

  function pause(): void {
    phase = 'pause';
    wait(SPACING_MS, proceed);
  }

  function onTaken(): void {
    if (phase === 'volume') {
      levelSet = level;
      pause();
    } else if (phase === 'track') {
      phase = 'starting';
      wait(STALE_END_MS, onStarted);
    }
  }

  function onStarted(): void {
    phase = 'playing';
    wait(TRACK_LIMIT_MS, () => silence('audio-timeout'));
    if (busy !== undefined) onBusy(busy.isHigh());
  }

  function onTrackEnd(): void {
    next++;
    pause();
  }

  function onBusy(high: boolean): void {
    if (!high) {
      sounded = true;
      // The acknowledgement was lost, the sound was not: another try would begin the word anew.
      if (phase === 'track') onTaken();
    } else if (sounded && phase === 'playing') onTrackEnd();
  }

  function onError(code: number): void {
    if (phase === 'idle' || phase === 'asking' || phase === 'pause') return;
    // A track is acknowledged first and looked for then.
    if (code >= FIRST_HOPELESS_ERROR) end('audio-pack');
    else if (phase === 'volume' || phase === 'track') wait(SPACING_MS, attempt);
  }

  function onFrame(command: number, low: number): void {
    if (command === ONLINE || command === CARD_OUT) {
      // It was powered on anew, or its card is gone: nothing that it was told before holds.
      levelSet = 0;
      online = false;
      if (phase !== 'idle' && phase !== 'asking') end('audio-missing');
    }
    if (
      phase === 'asking' &&
      (command === TAKEN || command === ASK_STATUS || (command === ONLINE && (low & CARD) > 0))
    ) {
      online = true;
      pause();
    } else if (command === TAKEN) onTaken();
    else if (command === TRACK_ENDED && phase === 'playing') onTrackEnd();
    else if (command === ERROR) onError(low);
  }

  line.onBytes((bytes) => {
    received += bytes;
    while (received.length >= FRAME_BYTES) {
      const found = isFrame(received);
      const command = received.charCodeAt(3);
      const low = received.charCodeAt(6);
      received = received.substring(found ? FRAME_BYTES : 1);
      if (found) onFrame(command, low);
    }
  });
  if (busy !== undefined) busy.onChange(onBusy);

  return {
    play(inFolder, clips, volume, done) {
      if (finish !== undefined) {
        done('audio-busy');
        return;
      }
      finish = done;
      folder = inFolder;
      tracks = clips;
      next = 0;
      level = levelOf(volume);
      // Never at once: an answer that comes while a picture is drawn would be read too late, and the track sent again.
      phase = 'pause';
      wait(spacing ? 2 * SPACING_MS : SPACING_MS, proceed);
    },
    stop() {
      if (finish === undefined) return;
      silence('audio-stopped');
    },
  };
}

/** Volume 0 to 10 as the module's 4 to 30: even the lowest is heard. */
function levelOf(volume: number): number {
  const step = volume < 0 ? 0 : volume > VOLUME_STEPS ? VOLUME_STEPS : volume;
  return QUIETEST + idiv(step * (LOUDEST - QUIETEST), VOLUME_STEPS);
}
