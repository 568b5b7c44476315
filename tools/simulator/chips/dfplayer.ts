// DFPlayer Mini: a serial MP3 module with its own card of sounds.
// Documents: DFRobot, DFPlayer Mini Manual (frames 3.1, commands 3.2, answers 3.3); Flyron, FN-M16P Datasheet V1.0, the maker's
// own: error numbers and times between commands. The manual's example checksums are wrong; modules refuse them.
import { hex } from './commands';
import { frameOf, frameReader } from './dfplayer-frame';
import type { Frame } from './dfplayer-frame';
import { lineOut } from './serial';
import type { SerialModel } from './serial';

/** A file of the card, in the order in which it was copied there: NN/TTT.mp3. */
export interface CardFile {
  folder: number;
  track: number;
  ms: number;
}

/** What the loudspeaker gave. `whole` is false when it was stopped or followed by another one. */
export interface Heard {
  folder: number;
  track: number;
  volume: number;
  fromMs: number;
  untilMs: number;
  whole: boolean;
}

export interface DfplayerModel extends SerialModel {
  /** Pin 16: low while a file is played. */
  busyIsHigh(): boolean;
  readonly heard: Heard[];
}

const SET_VOLUME = 0x06;
const SET_DEVICE = 0x09;
const RESET = 0x0c;
const RESUME = 0x0d;
const PAUSE = 0x0e;
const PLAY_FOLDER = 0x0f;
const STOP = 0x16;
const ENDED = 0x3d;
const ONLINE = 0x3f;
const ERROR = 0x40;
const REPLY = 0x41;
const STATUS = 0x42;
const VOLUME = 0x43;
const CARD_FILES = 0x48;
const FOLDER_FILES = 0x4e;

const BUSY = 1;
const BAD_FRAME = 3;
const BAD_CHECKSUM = 4;
const OUT_OF_SCOPE = 5;
const NOT_FOUND = 6;

const CARD = 2;
const MOST_VOLUME = 30;
/** How long the module is occupied with a command, and what it needs before it takes the next. */
const COMMAND_MS = 20;
const SEEK_MS = 100;
const DEVICE_MS = 200;
/** Modules report an end twice (seen on YX5200 modules; drivers drop the second). */
const ENDED_AGAIN_MS = 100;

/** @param initMs 1,500 to 3,000, by how many files there are; without a card nothing is online */
export function dfplayer(card: readonly CardFile[] | undefined, initMs = 2000): DfplayerModel {
  const line = lineOut();
  const faults: string[] = [];
  const heard: Heard[] = [];
  const due: { atMs: number; run: () => void }[] = [];
  let nowMs = 0;
  let readyAtMs = 0;
  let freeAtMs = 0;
  let volume = MOST_VOLUME;
  let playing: Heard | undefined;
  /** What is left of a paused file. */
  let pausedMs: number | undefined;

  const later = (ms: number, run: () => void): void => void due.push({ atMs: nowMs + ms, run });
  const answer = (command: number, high = 0, low = 0): void => line.send(frameOf(command, high, low), nowMs);
  const fault = (text: string): void => void faults.push(text);

  function powerUp(): void {
    endPlaying(false);
    volume = MOST_VOLUME;
    readyAtMs = nowMs + initMs;
    later(initMs, () => answer(ONLINE, 0, card === undefined ? 0 : CARD));
  }
  function endPlaying(whole: boolean): void {
    if (playing !== undefined) Object.assign(playing, { untilMs: nowMs, whole });
    playing = undefined;
  }
  function begin(folder: number, track: number, index: number, ms: number): void {
    endPlaying(false);
    pausedMs = undefined;
    const now: Heard = { folder, track, volume, fromMs: nowMs, untilMs: nowMs + ms, whole: false };
    playing = now;
    heard.push(now);
    endAfter(now, index, ms);
  }
  function endAfter(file: Heard, index: number, ms: number): void {
    later(ms, () => {
      if (playing !== file || pausedMs !== undefined || file.untilMs > nowMs) return;
      endPlaying(true);
      answer(ENDED, index >> 8, index & 255);
      later(ENDED_AGAIN_MS, () => answer(ENDED, index >> 8, index & 255));
    });
  }
  function playFolder(folder: number, track: number): void {
    if (folder < 1 || folder > 99 || track < 1) {
      fault(`folder ${folder}, track ${track}: folders are 1 to 99, tracks 1 to 255 (manual 3.4.4)`);
      return answer(ERROR, 0, OUT_OF_SCOPE);
    }
    const index = (card ?? []).findIndex((file) => file.folder === folder && file.track === track);
    if (index < 0) return answer(ERROR, 0, NOT_FOUND);
    begin(folder, track, index + 1, card![index]!.ms);
  }
  function pause(): void {
    if (playing === undefined || pausedMs !== undefined) return;
    pausedMs = playing.untilMs - nowMs;
    playing.untilMs = Infinity;
  }
  function resume(): void {
    if (playing === undefined || pausedMs === undefined) return;
    const ms = pausedMs;
    pausedMs = undefined;
    playing.untilMs = nowMs + ms;
    const { folder, track } = playing;
    endAfter(playing, 1 + card!.findIndex((file) => file.folder === folder && file.track === track), ms);
  }
  function setVolume(to: number): void {
    if (to > MOST_VOLUME) fault(`volume ${to}: 0 to ${MOST_VOLUME} (manual 3.2)`);
    volume = Math.min(to, MOST_VOLUME);
    if (playing !== undefined) playing.volume = volume;
  }
  /** Queries are answered with their own number, the value in the last two bytes. */
  function run(command: number, high: number, low: number): void {
    const actions: Record<number, () => void> = {
      [SET_VOLUME]: () => setVolume(low),
      [SET_DEVICE]: () => (low === CARD ? undefined : fault(`device ${low}: the module has a card (2) alone`)),
      [RESET]: powerUp,
      [RESUME]: resume,
      [PAUSE]: pause,
      [PLAY_FOLDER]: () => playFolder(high, low),
      [STOP]: () => endPlaying(false),
      [ONLINE]: () => answer(ONLINE, 0, card === undefined ? 0 : CARD),
      [STATUS]: () => answer(STATUS, CARD, playing === undefined ? 0 : pausedMs === undefined ? 1 : 2),
      [VOLUME]: () => answer(VOLUME, 0, volume),
      [CARD_FILES]: () => answer(CARD_FILES, 0, (card ?? []).length),
      [FOLDER_FILES]: () => answer(FOLDER_FILES, 0, (card ?? []).filter(({ folder }) => folder === low).length),
    };
    const action = actions[command];
    if (action === undefined) fault(`command ${hex(command)} is not in the manual, or not modelled`);
    else action();
  }
  function take({ command, feedback, high, low, sound }: Frame): void {
    if (nowMs < readyAtMs)
      return fault(`command ${hex(command)} before the module said that it is ready (manual 3.3.1)`);
    if (!sound) {
      fault(`command ${hex(command)} with a wrong checksum`);
      return answer(ERROR, 0, BAD_CHECKSUM);
    }
    if (nowMs < freeAtMs) {
      fault(`command ${hex(command)} while the module is occupied with the last one`);
      return answer(ERROR, 0, BUSY);
    }
    freeAtMs = nowMs + (command === PLAY_FOLDER ? SEEK_MS : command === SET_DEVICE ? DEVICE_MS : COMMAND_MS);
    if (feedback === 1) answer(REPLY);
    run(command, high, low);
  }
  function tick(toMs: number): void {
    for (;;) {
      const next = due.reduce((best, { atMs }, i) => (atMs < (due[best]?.atMs ?? Infinity) ? i : best), 0);
      const first = due[next];
      if (first === undefined || first.atMs > toMs) break;
      due.splice(next, 1);
      nowMs = Math.max(nowMs, first.atMs);
      first.run();
    }
    nowMs = Math.max(nowMs, toMs);
    line.tick(nowMs);
  }
  const takeByte = frameReader(take, (text, atEnd) => {
    fault(text);
    if (atEnd) answer(ERROR, 0, BAD_FRAME);
  });
  powerUp();
  return {
    faults,
    heard,
    busyIsHigh: () => playing === undefined || pausedMs !== undefined,
    receive: (bytes) => bytes.forEach((byte) => takeByte(byte)),
    onBytes: line.onBytes,
    tick,
  };
}
