// What is done to a box on a cable, whatever its engine: only what differs is sent, all of it is read back.
import type { CabledBox } from './box';

export interface FlashFile {
  name: string;
  bytes: Buffer;
}

/** What was done. `settings` is what the box has now. */
export interface FlashReport {
  sent: string[];
  kept: string[];
  /** Bytes that went over the cable. */
  sentBytes: number;
  settings: 'written' | 'kept' | 'missing';
}

export interface Progress {
  file: string;
  doneBytes: number;
  totalBytes: number;
}

/** Beside the program and never part of an image: who the box is. An update keeps it. */
const SETTINGS_FILE = 'ghanti.json';

/**
 * Brings the files of an image (the program first) and, when given, new settings onto the box, and starts it. The
 * program is taken away first and comes back last: a box whose flashing was cut says nothing, rather than something
 * wrong with half-new files. The same call again goes on where it stopped.
 */
export async function flashBox(
  box: CabledBox,
  image: FlashFile[],
  settings: Buffer | undefined,
  progress: (progress: Progress) => void,
): Promise<FlashReport> {
  const [program, ...others] = image;
  if (program === undefined) throw new Error('the image has no files; build it again.');
  const wanted = [...others, program, ...(settings === undefined ? [] : [{ name: SETTINGS_FILE, bytes: settings }])];
  const plan: { file: FlashFile; from: number }[] = [];
  for (const file of wanted) plan.push({ file, from: await box.present(file.name, file.bytes) });
  const isWhole = ({ file, from }: (typeof plan)[number]): boolean => from === file.bytes.length;
  const isCurrent = plan.every((step) => isWhole(step) || step.file.name === SETTINGS_FILE);
  if (!isCurrent) for (const step of plan) if (step.file === program) step.from = 0;
  const steps = plan.filter((step) => !isWhole(step));
  const stale = steps.filter(({ from }) => from === 0).map(({ file }) => file);
  const totalBytes = steps.reduce((sum, { file, from }) => sum + file.bytes.length - from, 0);
  await box.clear(
    stale.map(({ name }) => name),
    stale.reduce((sum, { bytes }) => sum + bytes.length + FILE_ROOM_BYTES, 0),
  );
  let doneBytes = 0;
  for (const { file, from } of steps) {
    const report = (bytes: number): void => progress({ file: file.name, doneBytes: (doneBytes += bytes), totalBytes });
    await box.send(file.name, file.bytes, from, report);
    if ((await box.present(file.name, file.bytes)) !== file.bytes.length)
      throw new Error(
        `${file.name} came back different from what was sent. Run it again; if it stays, the flash is worn.`,
      );
  }
  const hasSettings = settings !== undefined || (await box.has(SETTINGS_FILE));
  await box.restart();
  const sent = steps.map(({ file }) => file.name);
  return {
    sent,
    kept: wanted.map(({ name }) => name).filter((name) => !sent.includes(name)),
    sentBytes: totalBytes,
    settings: sent.includes(SETTINGS_FILE) ? 'written' : hasSettings ? 'kept' : 'missing',
  };
}

/** A file's header and what is lost to alignment. */
const FILE_ROOM_BYTES = 64;
