// The shop's night: a time of day in which boxes are quieter. It may go over midnight.
import { secondsIntoDay } from './clock';

export interface Night {
  /** Seconds of the day, by the shop's clock. */
  from: number;
  to: number;
  /** 1 to 10: no box is louder. */
  volume: number;
}

/** How loud a box may be now; undefined by day. */
export function loudestAt(nowMs: number, timeZone: string, night: Night | undefined): number | undefined {
  if (night === undefined) return undefined;
  const now = secondsIntoDay(nowMs, timeZone);
  const { from, to } = night;
  const isNight = from < to ? now >= from && now < to : now >= from || now < to;
  return isNight ? night.volume : undefined;
}
