// A built image, as `ghanti build` leaves it in .build/images/<board>: image.json and the files that go into Storage.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface Image {
  board: string;
  engine: string;
  version: string;
  /** As `ghanti build --languages` takes them. */
  languages: string[];
  files: { name: string; bytes: Uint8Array }[];
}

/** What Espruino runs at start. */
export const BOOT_FILE = '.bootcde';

/** Reads an image from its folder; throws when a file is missing or is not as long as image.json says. */
export function readImage(folder: string): Image {
  const described = JSON.parse(readFileSync(join(folder, 'image.json'), 'utf8')) as {
    board: string;
    engine: string;
    version: string;
    languages: string[];
    files: { name: string; path: string; bytes: number }[];
  };
  const files = described.files.map(({ name, path, bytes: expected }) => {
    const bytes = readFileSync(join(folder, path));
    if (bytes.length !== expected)
      throw new Error(
        `${folder}/${path} has ${bytes.length} bytes; image.json says ${expected}. Build the image again.`,
      );
    return { name, bytes };
  });
  const { board, engine, version, languages } = described;
  return { board, engine, version, languages, files };
}
